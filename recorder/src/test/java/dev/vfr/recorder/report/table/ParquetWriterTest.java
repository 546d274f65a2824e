package dev.vfr.recorder.report.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same rows in CSV and Parquet, read by DuckDB.
class ParquetWriterTest {

    /// More than two row groups.
    private static final int ROWS = 150_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// A row drawn by its number alone.
    private record Row(long number, Random random) {
        Row(int number) {
            this(number, new Random(number));
        }

        @Nullable
        Long sparse() {
            return random.nextInt(10) == 0 ? (Long) random.nextLong() : null;
        }

        /// Runs of various lengths, so that levels and indices come packed and as runs.
        @Nullable
        String repeated() {
            long run = number / (1 + number / 1000 % 20);
            return run % 7 == 3 ? null : "value " + run % 37;
        }

        String different() {
            return number % 3 == 0 ? "" : "a \"quoted\", long\ntext ü€𝄞 " + number;
        }
    }

    private static Table<Row> table() {
        return new Table<Row>("rows")
                .number("number", Row::number)
                .number("sparse", Row::sparse)
                .maybeUnsigned("big", row -> java.util.OptionalLong.of(-1 - row.number()))
                .text("repeated", Row::repeated)
                .text("different", Row::different)
                .text("never", _ -> null)
                .bool("odd", row -> row.number() % 5 == 0 ? null : row.number() % 2 == 1);
    }

    private Path write(TableFormat format, int rows) throws IOException {
        Path file = folder.resolve("rows." + format.extension());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            Table<Row> table = table();
            RowWriter writer = format.writer(table.columns(), out);
            for (int i = 0; i < rows; i++) {
                writer.row(table.values(new Row(i)));
            }
            writer.finish();
        }
        return file;
    }

    private static String ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            assertTrue(answer.next(), sql);
            return Objects.requireNonNullElse(answer.getString(1), "null");
        }
    }

    @Test
    void parquetAndCsvHoldTheSameRows() throws Exception {
        String parquet = "read_parquet('" + write(TableFormat.PARQUET, ROWS) + "')";
        String csv = "read_csv('" + write(TableFormat.CSV, ROWS)
                + "', header=true, allow_quoted_nulls=false, new_line='\\n', columns={number:'BIGINT',"
                + "sparse:'BIGINT', big:'UBIGINT', repeated:'VARCHAR', different:'VARCHAR', never:'VARCHAR',"
                + " odd:'BOOLEAN'})";
        assertEquals(Integer.toString(ROWS), ask("SELECT count(*) FROM " + parquet));
        assertEquals(Integer.toString(ROWS), ask("SELECT count(*) FROM " + csv));
        assertEquals(
                "0",
                ask("SELECT count(*) FROM " + parquet + " p FULL JOIN " + csv + " c USING (number) WHERE"
                        + " p.sparse IS DISTINCT FROM c.sparse OR p.big IS DISTINCT FROM c.big"
                        + " OR p.repeated IS DISTINCT FROM c.repeated OR p.different IS DISTINCT FROM c.different"
                        + " OR p.odd IS DISTINCT FROM c.odd"));
    }

    @Test
    void theRowsAreTheOnesThatWereWritten() throws Exception {
        String parquet = "read_parquet('" + write(TableFormat.PARQUET, ROWS) + "')";
        long sparse = 0;
        long repeated = 0;
        for (int i = 0; i < ROWS; i++) {
            sparse += new Row(i).sparse() == null ? 0 : 1;
            repeated += "value 5".equals(new Row(i).repeated()) ? 1 : 0;
        }
        assertEquals(Long.toString(sparse), ask("SELECT count(sparse) FROM " + parquet));
        assertEquals(Long.toString(repeated), ask("SELECT count(*) FROM " + parquet + " WHERE repeated = 'value 5'"));
        assertEquals("0", ask("SELECT count(never) FROM " + parquet));
        assertEquals(Integer.toString(ROWS / 5 * 4), ask("SELECT count(odd) FROM " + parquet));
        assertEquals("true", ask("SELECT bool_and(odd = (number % 2 = 1)) FROM " + parquet));
        assertEquals("18446744073709551615", ask("SELECT max(big) FROM " + parquet));
        assertEquals("UBIGINT", ask("SELECT typeof(big) FROM " + parquet));
        assertEquals(new Row(7).different(), ask("SELECT different FROM " + parquet + " WHERE number = 7"));
    }

    @Test
    void aTableWithoutRowsHasItsColumns() throws Exception {
        String parquet = "read_parquet('" + write(TableFormat.PARQUET, 0) + "')";
        assertEquals("0", ask("SELECT count(*) FROM " + parquet));
        assertEquals("7", ask("SELECT count(*) FROM (DESCRIBE SELECT * FROM " + parquet + ")"));
    }
}
