/// The verdict bar: how the migration ended, how long the guest stood still, and what is to blame.
///
/// Read [dev.vfr.ui.verdict.VerdictBar] first.
@NullMarked
package dev.vfr.ui.verdict;

import org.jspecify.annotations.NullMarked;
