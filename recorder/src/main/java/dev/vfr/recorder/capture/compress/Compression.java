package dev.vfr.recorder.capture.compress;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A form of compression that files come in, told by their first bytes and never by their names.
///
/// | form | first bytes | origin |
/// |---|---|---|
/// | gzip | `1f 8b 08` | RFC 1952, 2.3.1 |
/// | xz | `fd 37 7a 58 5a 00` | the .xz file format, 2.1.1.1 |
/// | bzip2 | `42 5a 68`, a digit, then the first block's or the end's `31 41 59 26 53 59` or `17 72 45 38 50 90` |
/// bzip2 |
/// | zstd | `28 b5 2f fd` | RFC 8878, 3.1.1 |
/// | lz4 | `04 22 4d 18` | LZ4 frame format |
public enum Compression {
    GZIP("gzip", "gunzip", "1f8b08"),
    XZ("xz", "unxz", "fd377a585a00"),
    BZIP2("bzip2", "bunzip2", "425a68"),
    ZSTD("zstd", "unzstd", "28b52ffd"),
    LZ4("lz4", "unlz4", "04224d18");

    /// As many bytes as it takes to tell.
    public static final int MAGIC_BYTES = 10;

    private static final int BZIP2_LEVEL = 3;
    private static final int BZIP2_BLOCK = 4;
    private static final String BZIP2_FIRST_BLOCK = "314159265359";
    private static final String BZIP2_END = "177245385090";

    private final String label;
    private final String unpacker;
    private final String magic;

    Compression(String label, String unpacker, String magic) {
        this.label = label;
        this.unpacker = unpacker;
        this.magic = magic;
    }

    /// What a file is compressed with.
    ///
    /// @param head its first bytes, at least [#MAGIC_BYTES] of them where it has so many
    /// @return empty where it is not compressed
    public static Optional<Compression> of(byte[] head) {
        return Arrays.stream(values())
                .filter(compression -> startsWith(head, 0, compression.magic))
                .filter(compression -> compression != BZIP2 || isBzip2(head))
                .findFirst();
    }

    /// Three letters alone could begin a text.
    private static boolean isBzip2(byte[] head) {
        return head.length > BZIP2_LEVEL
                && head[BZIP2_LEVEL] >= '1'
                && head[BZIP2_LEVEL] <= '9'
                && (startsWith(head, BZIP2_BLOCK, BZIP2_FIRST_BLOCK) || startsWith(head, BZIP2_BLOCK, BZIP2_END));
    }

    private static boolean startsWith(byte[] head, int at, String magic) {
        byte[] bytes = HexFormat.of().parseHex(magic);
        return head.length >= at + bytes.length && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
    }

    /// The name for people.
    public String label() {
        return label;
    }

    /// The command that unpacks such a file.
    public String unpacker() {
        return unpacker;
    }
}
