package dev.vfr.samples.kernel;

/// What a driver estimates in pre-copy.
///
/// @param initialBytes bytes, unsigned
/// @param dirtyBytes bytes, unsigned
/// @param reinit whether there is new initial data, which was not reported before
public record PrecopyCounters(long initialBytes, long dirtyBytes, boolean reinit) {}
