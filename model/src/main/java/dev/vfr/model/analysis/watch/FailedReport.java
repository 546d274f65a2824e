package dev.vfr.model.analysis.watch;

import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;

/// A query of dirty pages that failed.
///
/// @param beforeStart whether logging surely was not on
public record FailedReport(DirtyPagesReported event, boolean beforeStart) {}
