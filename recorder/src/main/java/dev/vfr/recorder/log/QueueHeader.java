package dev.vfr.recorder.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.vfr.recorder.log.TraceException.Kind;
import java.util.Set;

/// The header of a file of Chronicle Queue, looked at without Chronicle Queue.
///
/// The header names Java types, which Chronicle Queue would load by their name when it opens the file. In the binary
/// wire format such a name is the byte 0xb6, a length of one byte and the name. Files that `vfr` wrote hold none but
/// those listed here.
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

    /// @return the first type, empty where there is none
    private static String checkTypes(QueueFile file, byte[] header) throws TraceException {
        String first = "";
        for (int i = 0; i + 1 < header.length; i++) {
            int length = header[i + 1] & 0xff;
            if ((header[i] & 0xff) != TYPE_PREFIX || i + 2 + length > header.length) {
                continue;
            }
            String name = new String(header, i + 2, length, US_ASCII);
            if (!TYPES.contains(name)) {
                throw new TraceException(
                        Kind.FOREIGN,
                        file.path() + ": byte " + (i + FrameCursor.WORD_BYTES)
                                + ": expected a queue of vfr, found the type " + printable(name));
            }
            first = first.isEmpty() ? name : first;
            i += 1 + length;
        }
        return first;
    }

    private static String printable(String name) {
        return name.replaceAll("[^ -~]", "?");
    }
}
