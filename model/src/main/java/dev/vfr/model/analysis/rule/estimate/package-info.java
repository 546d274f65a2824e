/// Rules on estimates: what the driver said was left, what the VMM made of it, and what it came to.
///
/// An estimate that proves wrong breaks no protocol, so that none of them is an error.
///
/// Read [dev.vfr.model.analysis.rule.estimate.EstimateRules] first.
@NullMarked
package dev.vfr.model.analysis.rule.estimate;

import org.jspecify.annotations.NullMarked;
