/// The rules: one class for each thing to look for, without state, judging what the pass has learned.
///
/// Read [dev.vfr.model.analysis.rule.Rule] first.
@NullMarked
package dev.vfr.model.analysis.rule;

import org.jspecify.annotations.NullMarked;
