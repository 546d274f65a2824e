package dev.vfr.model.analysis.rule.estimate;

/// The VMM reported to its client that it had sent guest memory.
///
/// @param process the process that reported it
/// @param seq the first such answer of a migration
/// @param bytes bytes, > 0
record GuestMemorySent(int process, long seq, long bytes) {}
