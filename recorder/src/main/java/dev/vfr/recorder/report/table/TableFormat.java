package dev.vfr.recorder.report.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// How a table is written.
public enum TableFormat {
    CSV,
    PARQUET;

    /// What the names of its files end with, without the dot.
    public String extension() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    <T> RowWriter writer(List<Column<T>> columns, OutputStream out) throws IOException {
        return switch (this) {
            case CSV -> new CsvWriter(columns, out);
            case PARQUET -> new ParquetWriter(columns, out);
        };
    }
}
