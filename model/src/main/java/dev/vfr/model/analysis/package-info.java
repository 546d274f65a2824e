/// The analysis: one pass over one or several traces gives a report of what happened, whose fault it was and how long
/// it took.
///
/// Read [dev.vfr.model.analysis.Analysis] first, then [dev.vfr.model.analysis.Report]; each
/// [dev.vfr.model.analysis.Rule]
/// is a class of its own. May import `model.event`, `model.vfio`, `model.fold`, `model.replay` and `java.base`.
@NullMarked
package dev.vfr.model.analysis;

import org.jspecify.annotations.NullMarked;
