package dev.vfr.model.analysis.watch;

/// A client switched the capability switchover-ack on.
///
/// @param process the process that it told
/// @param seq the command
public record SwitchoverAckOn(int process, long seq) {}
