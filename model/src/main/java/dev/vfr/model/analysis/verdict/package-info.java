/// What is concluded of a case: the findings of all rules, and the verdict on each migration.
///
/// Read [dev.vfr.model.analysis.verdict.Conclusions] first.
@NullMarked
package dev.vfr.model.analysis.verdict;

import org.jspecify.annotations.NullMarked;
