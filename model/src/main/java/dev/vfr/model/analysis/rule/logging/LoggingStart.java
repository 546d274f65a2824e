package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import java.util.List;

/// A request to start DMA logging, whatever became of it.
///
/// @param ranges what was to be logged, empty if the source does not show it
/// @param alreadyOn whether it surely was on already
record LoggingStart(DmaLoggingStarted event, List<IovaRange> ranges, boolean alreadyOn) {

    public LoggingStart {
        ranges = List.copyOf(ranges);
    }
}
