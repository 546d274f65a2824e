package dev.vfr.model.analysis.rule.kernel;

import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;

/// Any message of the kernel on a device.
record KernelHeard(KernelMessagePrinted event) {}
