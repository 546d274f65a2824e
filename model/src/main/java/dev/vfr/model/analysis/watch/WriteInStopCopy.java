package dev.vfr.model.analysis.watch;

import dev.vfr.model.event.EventHeader;

/// The VMM wrote to a region of a device that is in STOP_COPY.
public record WriteInStopCopy(EventHeader header) {}
