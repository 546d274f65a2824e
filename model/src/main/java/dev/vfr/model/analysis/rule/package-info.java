/// The rules. Each is a row of its family's table or a class, has no state and reads what the pass has learned.
///
/// Read [dev.vfr.model.analysis.rule.Rule] first.
@NullMarked
package dev.vfr.model.analysis.rule;

import org.jspecify.annotations.NullMarked;
