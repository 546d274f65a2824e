package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;

/// A query of dirty pages in a range that is not logged wholly.
record ReportOutside(DirtyPagesReported event) {}
