package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.event.EventHeader;

/// The VMM wrote to a region of a device that is in STOP_COPY.
record WriteInStopCopy(EventHeader header) {}
