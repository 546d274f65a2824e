package dev.vfr.recorder.report.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CSV after RFC 4180, in UTF-8, with the columns' names in the first line and `\n` at the ends of lines.
///
/// What is not known is an empty field; text is quoted where it must be, and an empty one is `""`.
final class CsvWriter implements RowWriter {

    private final Writer out;
    private final List<Column.Type> types;

    <T> CsvWriter(List<Column<T>> columns, OutputStream stream) throws IOException {
        out = new BufferedWriter(new OutputStreamWriter(stream, UTF_8), 1 << 16);
        types = columns.stream().map(Column::type).toList();
        out.write(String.join(",", columns.stream().map(Column::name).toList()));
        out.write('\n');
    }

    @Override
    public void row(@Nullable Object[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            Object value = values[i];
            if (value instanceof String text) {
                write(text);
            } else if (value instanceof Long number && types.get(i) == Column.Type.UNSIGNED) {
                out.write(Long.toUnsignedString(number));
            } else if (value != null) {
                out.write(value.toString());
            }
        }
        out.write('\n');
    }

    private void write(String text) throws IOException {
        if (isPlain(text)) {
            out.write(text);
            return;
        }
        out.write('"');
        out.write(text.replace("\"", "\"\""));
        out.write('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
