package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;

/// A query of dirty pages that failed.
///
/// @param beforeStart whether logging surely was not on
record FailedReport(DirtyPagesReported event, boolean beforeStart) {}
