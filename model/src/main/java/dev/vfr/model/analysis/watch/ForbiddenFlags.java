package dev.vfr.model.analysis.watch;

import dev.vfr.model.event.EventHeader;

/// Migration flags that lack VFIO_MIGRATION_STOP_COPY.
public record ForbiddenFlags(EventHeader header, long bits) {}
