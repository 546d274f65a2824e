package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.event.EventHeader;

/// DMA logging was on at the end of the trace, though the device ran again and the migration's data_fd was closed.
///
/// @param start the event that started it
record LoggingLeftOn(EventHeader start) {}
