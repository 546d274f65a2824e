/// What was thought to be left over time, whether it got less, and how long other switchovers would have taken.
///
/// Read [dev.vfr.model.analysis.estimate.Estimates] first.
@NullMarked
package dev.vfr.model.analysis.estimate;

import org.jspecify.annotations.NullMarked;
