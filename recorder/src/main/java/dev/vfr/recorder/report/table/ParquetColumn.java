package dev.vfr.recorder.report.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The values of one column in one row group, and how they become pages.
///
///     column chunk = [ dictionary page, of texts ] data page
///     data page    = length of the levels (4 bytes, little-endian) | levels: 1 where there is a value | values
///
/// Numbers are plain. Texts are numbers into the dictionary where that is small, otherwise plain.
/// Source: README.md and Encodings.md of apache/parquet-format, parquet.thrift.
final class ParquetColumn {

    /// Of parquet.thrift: Type, ConvertedType, Encoding, PageType, CompressionCodec.
    private static final int BOOLEAN = 0;

    private static final int INT64 = 2;
    private static final int BYTE_ARRAY = 6;
    private static final int UTF8 = 0;
    private static final int UINT_64 = 14;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    private static final int GZIP = 2;
    private static final int OPTIONAL = 1;

    private static final int DICTIONARY_MAX = 1 << 12;

    private final String name;
    private final Column.Type type;
    private final List<@Nullable Object> values = new ArrayList<>();

    ParquetColumn(Column<?> column) {
        this.name = column.name();
        this.type = column.type();
    }

    void add(@Nullable Object value) {
        values.add(value);
    }

    /// What the file's schema says of it.
    ThriftStruct schema() {
        ThriftStruct schema =
                new ThriftStruct().i32(1, physicalType()).i32(3, OPTIONAL).text(4, name);
        return switch (type) {
            case TEXT -> schema.i32(6, UTF8);
            case UNSIGNED -> schema.i32(6, UINT_64);
            case LONG, BOOLEAN -> schema;
        };
    }

    private int physicalType() {
        return switch (type) {
            case LONG, UNSIGNED -> INT64;
            case BOOLEAN -> BOOLEAN;
            case TEXT -> BYTE_ARRAY;
        };
    }

    /// Writes the values so far as a column chunk, and forgets them.
    ///
    /// @param offset the stream's place in the file
    /// @return the chunk's description and how many bytes it takes
    Chunk write(OutputStream out, long offset) throws IOException {
        Map<String, Integer> dictionary = type == Column.Type.TEXT ? dictionary() : Map.of();
        boolean listed = !dictionary.isEmpty();
        Page page = new Page();
        if (listed) {
            ByteArrayOutputStream texts = new ByteArrayOutputStream();
            dictionary.keySet().forEach(text -> plain(texts, text));
            page.write(
                    out,
                    texts.toByteArray(),
                    DICTIONARY_PAGE,
                    7,
                    new ThriftStruct().i32(1, dictionary.size()).i32(2, PLAIN));
        }
        long dataAt = offset + page.written;
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        levels(data);
        if (listed) {
            indices(data, dictionary);
        } else {
            plainValues(data);
        }
        page.write(
                out,
                data.toByteArray(),
                DATA_PAGE,
                5,
                new ThriftStruct()
                        .i32(1, values.size())
                        .i32(2, listed ? RLE_DICTIONARY : PLAIN)
                        .i32(3, RLE)
                        .i32(4, RLE));
        ThriftStruct meta = new ThriftStruct()
                .i32(1, physicalType())
                .i32s(2, listed ? List.of(PLAIN, RLE, RLE_DICTIONARY) : List.of(PLAIN, RLE))
                .texts(3, List.of(name))
                .i32(4, GZIP)
                .i64(5, values.size())
                .i64(6, page.plain)
                .i64(7, page.written)
                .i64(9, dataAt);
        if (listed) {
            meta.i64(11, offset);
        }
        values.clear();
        return new Chunk(new ThriftStruct().i64(2, offset).struct(3, meta), page.written, page.plain);
    }

    /// A column chunk that was written.
    record Chunk(ThriftStruct description, long bytes, long plainBytes) {}

    /// The different texts by their numbers; empty if there are none or too many.
    private Map<String, Integer> dictionary() {
        Map<String, Integer> dictionary = new LinkedHashMap<>();
        for (Object value : values) {
            if (value instanceof String text && dictionary.putIfAbsent(text, dictionary.size()) == null) {
                if (dictionary.size() > DICTIONARY_MAX) {
                    return Map.of();
                }
            }
        }
        return dictionary;
    }

    private void levels(ByteArrayOutputStream data) {
        int[] levels = new int[values.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = values.get(i) == null ? 0 : 1;
        }
        byte[] encoded = RunLengths.encode(levels, levels.length, 1);
        little(data, encoded.length, 4);
        data.writeBytes(encoded);
    }

    private void indices(ByteArrayOutputStream data, Map<String, Integer> dictionary) {
        int[] indices = new int[values.size()];
        int count = 0;
        for (Object value : values) {
            if (value instanceof String text) {
                indices[count++] = dictionary.getOrDefault(text, 0);
            }
        }
        int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(dictionary.size() - 1));
        data.write(bits);
        data.writeBytes(RunLengths.encode(indices, count, bits));
    }

    private void plainValues(ByteArrayOutputStream data) {
        int bit = 0;
        int byteOfBits = 0;
        for (Object value : values) {
            switch (value) {
                case null -> {}
                case String text -> plain(data, text);
                case Boolean truth -> {
                    byteOfBits |= (truth ? 1 : 0) << bit;
                    if (++bit == 8) {
                        data.write(byteOfBits);
                        bit = 0;
                        byteOfBits = 0;
                    }
                }
                case Long number -> little(data, number, 8);
                default -> throw new IllegalArgumentException(name + ": " + value.getClass());
            }
        }
        if (bit > 0) {
            data.write(byteOfBits);
        }
    }

    private static void plain(ByteArrayOutputStream data, String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        little(data, utf8.length, 4);
        data.writeBytes(utf8);
    }

    private static void little(ByteArrayOutputStream data, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            data.write((int) (value >>> (8 * i)));
        }
    }

    /// Writes pages and sums up their sizes.
    private static final class Page {
        private long written;
        private long plain;

        void write(OutputStream out, byte[] content, int type, int headerField, ThriftStruct header)
                throws IOException {
            byte[] packed = packed(content);
            byte[] start = new ThriftStruct()
                    .i32(1, type)
                    .i32(2, content.length)
                    .i32(3, packed.length)
                    .struct(headerField, header)
                    .toBytes();
            out.write(start);
            out.write(packed);
            written += start.length + packed.length;
            plain += start.length + content.length;
        }

        private static byte[] packed(byte[] content) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 4 + 64);
            try (GZIPOutputStream gzip = new FastGzip(packed)) {
                gzip.write(content);
            }
            return packed.toByteArray();
        }
    }

    /// Most of what compresses does so at the fastest level.
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 13);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
