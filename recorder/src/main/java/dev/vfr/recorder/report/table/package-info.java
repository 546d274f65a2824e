/// Traces and their report as tables, in CSV and in Parquet.
///
/// Read [dev.vfr.recorder.report.table.ReportTables] first: which tables there are. A `RowWriter` writes one.
@NullMarked
package dev.vfr.recorder.report.table;

import org.jspecify.annotations.NullMarked;
