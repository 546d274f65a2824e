package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.EventHeader;

/// Migration flags that lack VFIO_MIGRATION_STOP_COPY.
record ForbiddenFlags(EventHeader header, long bits) {}
