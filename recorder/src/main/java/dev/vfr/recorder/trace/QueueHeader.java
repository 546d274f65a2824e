package dev.vfr.recorder.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.vfr.recorder.trace.TraceException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/// The header of a file of Chronicle Queue, looked at without Chronicle Queue.
///
/// The header names Java types, which Chronicle Queue would load by their name when it opens the file. In the binary
/// wire format such a name is the byte 0xb6, a length of one byte and the name. Files that `vfr` wrote hold no types
/// but those listed here, and no tokens but those of [#tokenBytes].
final class QueueHeader {

    private static final Set<String> TYPES =
            Set.of("SCQStore", "SCQSIndexing", "SCQMeta", "SCQSRoll", "STStore", "WireType");

    private static final int TYPE_PREFIX = 0xb6;
    private static final int METADATA = 1 << 30;
    private static final int MAX_HEADER_BYTES = 4096;

    private QueueHeader() {}

    /// @param type the type that the header should begin with
    /// @return the place after the header
    /// @throws TraceException where the file does not begin with a clean header
    static long check(QueueFile file, String type) throws TraceException {
        if (file.size() < FrameCursor.WORD_BYTES) {
            throw new TraceException(
                    Kind.TRUNCATED, file.path() + ": expected a queue file, found " + file.size() + " bytes");
        }
        int word = file.word(0);
        int length = word & (METADATA - 1);
        if ((word & ~(METADATA - 1)) != METADATA || length > MAX_HEADER_BYTES) {
            String found = word == 0 ? "zeros" : "0x" + Integer.toHexString(word);
            throw new TraceException(Kind.CORRUPT, file.path() + ": byte 0: expected a queue's header, found " + found);
        }
        if (length > file.size() - FrameCursor.WORD_BYTES) {
            throw new TraceException(
                    Kind.TRUNCATED, file.path() + ": expected a header of " + length + " bytes, found " + file.size());
        }
        byte[] header = new byte[length];
        file.copy(FrameCursor.WORD_BYTES, header, length);
        if (!checkTypes(file, header).equals(type)) {
            throw new TraceException(Kind.CORRUPT, file.path() + ": byte 4: expected the header of a " + type);
        }
        return (FrameCursor.WORD_BYTES + length + 3L) & ~3L;
    }

    /// Walks the header token by token: a number in it may hold any byte, the prefix of a type included.
    ///
    /// @return the first type, empty where there is none
    private static String checkTypes(QueueFile file, byte[] header) throws TraceException {
        String first = "";
        int i = 0;
        while (i < header.length) {
            int token = header[i] & 0xff;
            int size = tokenBytes(header, i);
            if (size < 1 || size > header.length - i) {
                throw new TraceException(
                        Kind.CORRUPT,
                        file.path() + ": byte " + (i + FrameCursor.WORD_BYTES)
                                + ": expected a queue's header, found the token 0x" + Integer.toHexString(token));
            }
            if (token == TYPE_PREFIX) {
                String name = new String(header, i + 2, size - 2, US_ASCII);
                if (!TYPES.contains(name)) {
                    throw new TraceException(
                            Kind.FOREIGN,
                            file.path() + ": byte " + (i + FrameCursor.WORD_BYTES)
                                    + ": expected a queue of vfr, found the type " + printable(name));
                }
                first = first.isEmpty() ? name : first;
            }
            i += size;
        }
        return first;
    }

    /// How many bytes the token at `i` takes, 0 where no clean queue holds such a token.
    ///
    /// | token | what follows |
    /// |---|---|
    /// | 0x00 to 0x7f | nothing: a small number |
    /// | 0x82 | 4 bytes: the length of the object whose tokens follow |
    /// | 0x8d | 8 bytes: the length N of an array, 8 bytes: how many are used, N numbers of 8 bytes |
    /// | 0x8e | 4 bytes: the length N of the padding, N bytes |
    /// | 0x8f | nothing: padding |
    /// | 0xa1, 0xa5, 0xa6, 0xa7 | a number of 1, 2, 4, 8 bytes |
    /// | 0xb6, 0xb9 | 1 byte: the length N of the name of a type, of a field; N bytes |
    /// | 0xc0 to 0xdf, 0xe0 to 0xff | the name of a field, a text, as long as the low five bits say |
    private static int tokenBytes(byte[] header, int i) {
        int token = header[i] & 0xff;
        return switch (token) {
            case 0x82 -> 5;
            case 0x8d -> sized(17, 8L * number(header, i + 1));
            case 0x8e -> sized(5, number(header, i + 1));
            case 0x8f -> 1;
            case 0xa1 -> 2;
            case 0xa5 -> 3;
            case 0xa6 -> 5;
            case 0xa7 -> 9;
            case TYPE_PREFIX, 0xb9 -> i + 1 < header.length ? 2 + (header[i + 1] & 0xff) : 0;
            default -> token < 0x80 ? 1 : token >= 0xc0 ? 1 + (token & 0x1f) : 0;
        };
    }

    private static int sized(int fixedBytes, long moreBytes) {
        return moreBytes < 0 || moreBytes > MAX_HEADER_BYTES ? 0 : fixedBytes + (int) moreBytes;
    }

    /// The little-endian number of 4 bytes at `i`, -1 where the header ends before.
    private static int number(byte[] header, int i) {
        return i + Integer.BYTES > header.length
                ? -1
                : ByteBuffer.wrap(header, i, Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt();
    }

    private static String printable(String name) {
        return name.replaceAll("[^ -~]", "?");
    }
}
