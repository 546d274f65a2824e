/// The rules: one class for each thing to look for, without state, judging what the pass has learned.
///
/// Read [dev.vfr.model.analysis.rule.Rules] first. May import `analysis.migration`, `analysis.scan`, `analysis.watch`
/// and
/// what they import.
@NullMarked
package dev.vfr.model.analysis.rule;

import org.jspecify.annotations.NullMarked;
