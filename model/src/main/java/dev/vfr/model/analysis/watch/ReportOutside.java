package dev.vfr.model.analysis.watch;

import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;

/// A query of dirty pages in a range that is not logged wholly.
public record ReportOutside(DirtyPagesReported event) {}
