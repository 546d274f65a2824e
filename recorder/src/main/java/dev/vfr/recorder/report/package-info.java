/// A report, and the difference of two, as text and as JSON.
///
/// Read [dev.vfr.recorder.report.ReportText] first, then [dev.vfr.recorder.report.ReportJson]. Other forms have their
/// own packages: `html`, `table`, `timeline`.
@NullMarked
package dev.vfr.recorder.report;

import org.jspecify.annotations.NullMarked;
