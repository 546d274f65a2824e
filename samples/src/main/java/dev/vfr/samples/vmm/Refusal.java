package dev.vfr.samples.vmm;

import dev.vfr.model.vfio.Errno;

/// A device did not do what it was asked for.
///
/// @param text the error as the VMM has printed it
record Refusal(String text, Errno errno) {}
