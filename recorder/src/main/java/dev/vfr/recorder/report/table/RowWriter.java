package dev.vfr.recorder.report.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Writes the rows of one table into a file.
interface RowWriter {

    /// Appends a row.
    ///
    /// @param values one for each column, null if it is not known
    void row(@Nullable Object[] values) throws IOException;

    /// Writes what is left. The stream stays open.
    void finish() throws IOException;
}
