package dev.vfr.recorder.capture.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The bytes that were fed and not yet understood.
final class Window {

    private byte[] bytes = new byte[1 << 16];
    private int from;
    private int to;
    private long offset;
    private boolean ended;

    void feed(ByteBuffer more) {
        int count = more.remaining();
        if (bytes.length - to < count) {
            int kept = to - from;
            byte[] place = kept + count > bytes.length ? new byte[Math.max(2 * bytes.length, kept + count)] : bytes;
            System.arraycopy(bytes, from, place, 0, kept);
            bytes = place;
            from = 0;
            to = kept;
        }
        more.get(bytes, to, count);
        to += count;
    }

    void end() {
        ended = true;
    }

    /// No byte will be fed any more.
    boolean ended() {
        return ended;
    }

    /// Bytes of the stream before the window's first.
    long offset() {
        return offset;
    }

    int available() {
        return to - from;
    }

    boolean has(long count) {
        return available() >= count;
    }

    int u8(int at) {
        return Byte.toUnsignedInt(bytes[from + at]);
    }

    int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    long u32(int at) {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    long u64(int at) {
        return u32(at) << 32 | u32(at + 4);
    }

    String text(int at, int length) {
        return new String(bytes, from + at, length, StandardCharsets.UTF_8);
    }

    String hex(int at, int length) {
        int start = from + at;
        return "0x" + HexFormat.of().formatHex(bytes, start, start + length);
    }

    boolean isPrintable(int at, int length) {
        for (int i = 0; i < length; i++) {
            int c = u8(at + i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /// Where `value` stands first, at `at` or behind; -1 where it does not.
    int indexOf(int value, int at) {
        for (int i = from + at; i < to; i++) {
            if (bytes[i] == (byte) value) {
                return i - from;
            }
        }
        return -1;
    }

    boolean startsWith(int at, byte[] what) {
        int start = from + at;
        return to - start >= what.length && Arrays.equals(bytes, start, start + what.length, what, 0, what.length);
    }

    /// A view of the first bytes, valid until bytes are fed again.
    ByteBuffer view(int count) {
        return ByteBuffer.wrap(bytes, from, count).slice().asReadOnlyBuffer();
    }

    void take(int count) {
        from += count;
        offset += count;
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    /// `count` bytes pass, those in the window first, the others without having been fed.
    void pass(long count) {
        int held = (int) Math.min(count, available());
        take(held);
        offset += count - held;
    }
}
