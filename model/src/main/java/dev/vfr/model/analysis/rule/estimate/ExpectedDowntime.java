package dev.vfr.model.analysis.rule.estimate;

/// What the VMM last reported to its client as the expected downtime, before a device was stopped for the switchover.
///
/// @param seq the answer
/// @param expectedMs ms, as reported
record ExpectedDowntime(int process, long seq, long expectedMs) {}
