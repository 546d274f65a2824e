package dev.vfr.model.analysis.rule.estimate;

/// A client switched the capability switchover-ack on.
///
/// @param process the process that it reported
/// @param seq the command
record SwitchoverAckOn(int process, long seq) {}
