/// What an analysis gives and every view draws: outcomes, figures and findings, without a word on how they were found.
///
/// Read [dev.vfr.model.report.Report] first.
@NullMarked
package dev.vfr.model.report;

import org.jspecify.annotations.NullMarked;
