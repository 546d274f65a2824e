package dev.vfr.model.analysis.rule.estimate;

/// What the VMM last told its client that the downtime would be, before a device was stopped for the switchover.
///
/// @param seq the answer
/// @param expectedMs ms, as told
record ExpectedDowntime(int process, long seq, long expectedMs) {}
