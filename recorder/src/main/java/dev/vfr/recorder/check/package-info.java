/// Judges a report for continuous integration: budgets, and how what was judged is told to other programs.
///
/// Read [dev.vfr.recorder.check.Judge] first. May import `model.report`, [dev.vfr.recorder.Product] and Jackson.
@NullMarked
package dev.vfr.recorder.check;

import org.jspecify.annotations.NullMarked;
