/// Compares migrations: two of them step by step, two sets of them by their times.
///
/// Read [dev.vfr.model.analysis.diff.Comparison] first.
@NullMarked
package dev.vfr.model.analysis.diff;

import org.jspecify.annotations.NullMarked;
