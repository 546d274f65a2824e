/// Traces and their report as tables, in CSV and in Parquet.
///
/// Read [dev.vfr.recorder.export.table.ReportTables] first: which tables there are. A `RowWriter` writes one. May
/// import
/// `model`.
@NullMarked
package dev.vfr.recorder.export.table;

import org.jspecify.annotations.NullMarked;
