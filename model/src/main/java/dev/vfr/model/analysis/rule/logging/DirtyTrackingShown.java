package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;

/// An event that shows how the dirty pages of a process are tracked.
///
/// @param by the one who tracks them there; [Report.DirtyTracking#NONE] if the VMM says that none does
public record DirtyTrackingShown(EventHeader header, Report.DirtyTracking by) {}
