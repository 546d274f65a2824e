package dev.vfr.recorder.report.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.vfr.recorder.Product;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Parquet file of a flat table, whose columns are all optional.
///
///     "PAR1" | row groups, each its columns one after the other | description | length of it (4 bytes) | "PAR1"
///
/// Our tables need no more of the format than four types, so that this is a few hundred lines and no library: those
/// for Java bring megabytes of Hadoop's and Avro's classes, or the 80 MB of DuckDB.
/// Source: README.md and parquet.thrift of apache/parquet-format 2.x.
final class ParquetWriter implements RowWriter {

    private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);

    /// Bounds the memory: a row group is kept until it is written.
    private static final int ROWS_A_GROUP = 1 << 16;

    private final OutputStream out;
    private final List<ParquetColumn> columns;
    private final List<ThriftStruct> groups = new ArrayList<>();
    private long written;
    private long rows;
    private int rowsOfGroup;

    <T> ParquetWriter(List<Column<T>> columns, OutputStream out) throws IOException {
        this.out = out;
        this.columns = columns.stream().map(ParquetColumn::new).toList();
        out.write(MAGIC);
        written = MAGIC.length;
    }

    @Override
    public void row(@Nullable Object[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            columns.get(i).add(values[i]);
        }
        if (++rowsOfGroup == ROWS_A_GROUP) {
            writeGroup();
        }
    }

    private void writeGroup() throws IOException {
        List<ThriftStruct> chunks = new ArrayList<>();
        long plainBytes = 0;
        for (ParquetColumn column : columns) {
            ParquetColumn.Chunk chunk = column.write(out, written);
            chunks.add(chunk.description());
            written += chunk.bytes();
            plainBytes += chunk.plainBytes();
        }
        groups.add(new ThriftStruct().structs(1, chunks).i64(2, plainBytes).i64(3, rowsOfGroup));
        rows += rowsOfGroup;
        rowsOfGroup = 0;
    }

    @Override
    public void finish() throws IOException {
        if (rowsOfGroup > 0) {
            writeGroup();
        }
        List<ThriftStruct> schema = new ArrayList<>();
        schema.add(new ThriftStruct().text(4, "schema").i32(5, columns.size()));
        columns.forEach(column -> schema.add(column.schema()));
        byte[] description = new ThriftStruct()
                .i32(1, 1)
                .structs(2, schema)
                .i64(3, rows)
                .structs(4, groups)
                .text(6, Product.nameAndVersion())
                .toBytes();
        out.write(description);
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(description.length >>> shift);
        }
        out.write(MAGIC);
        out.flush();
    }
}
