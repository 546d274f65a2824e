/// Judges a report for continuous integration: budgets, and how what was judged is told to other programs.
///
/// Read [dev.vfr.recorder.check.Judge] first.
@NullMarked
package dev.vfr.recorder.check;

import org.jspecify.annotations.NullMarked;
