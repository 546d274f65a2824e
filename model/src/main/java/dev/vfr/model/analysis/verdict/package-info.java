/// The verdict: first as a value, a [dev.vfr.model.report.Diagnosis], and its words last.
///
/// Read [dev.vfr.model.analysis.verdict.Conclusions] first.
@NullMarked
package dev.vfr.model.analysis.verdict;

import org.jspecify.annotations.NullMarked;
