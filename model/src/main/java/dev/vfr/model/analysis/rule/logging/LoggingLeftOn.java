package dev.vfr.model.analysis.rule.logging;

/// DMA logging was on at the end of the trace, though the device ran again and the migration's data_fd was closed.
///
/// @param device the trace's number of the device
/// @param startSeq the event that started it
record LoggingLeftOn(int device, long startSeq) {}
