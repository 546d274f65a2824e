package dev.vfr.recorder.capture.qemu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a trace line prints after the event's name, looked at in place.
///
/// Fields are found by the words before them, because the releases print the same field in other places, in
/// decimal since 9.2 and in hexadecimal before. One object is used for all lines: [#reset] moves it.
final class TraceText {

    private static final int CACHE_SLOTS = 1024;

    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private boolean overflown;
    private final @Nullable String[] cache = new String[CACHE_SLOTS];
    private final byte[][] cachedBytes = new byte[CACHE_SLOTS][];

    /// A word or words that a field follows.
    static final class Label {
        private final byte[] bytes;

        private Label(String text) {
            bytes = text.getBytes(StandardCharsets.US_ASCII);
        }

        static Label of(String text) {
            return new Label(text);
        }
    }

    void reset(byte[] newBytes, int newFrom, int newTo) {
        bytes = newBytes;
        from = newFrom;
        to = newTo;
        overflown = false;
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
    }

    /// Takes `(NAME)` from the front; empty where there is none.
    Optional<String> takeName() {
        if (from == to || bytes[from] != '(') {
            return Optional.empty();
        }
        for (int i = from + 1; i < to; i++) {
            if (bytes[i] == ')') {
                String name = cached(from + 1, i);
                from = i + 1;
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /// What is left, as text.
    String text() {
        int start = from;
        while (start < to && bytes[start] == ' ') {
            start++;
        }
        return new String(bytes, start, to - start, StandardCharsets.UTF_8);
    }

    /// Whether a number was asked for that is more than a long holds.
    boolean hadOverflow() {
        return overflown;
    }

    boolean has(Label label) {
        return indexAfter(label) >= 0;
    }

    /// The unsigned number after `label`, decimal or `0x` hexadecimal; empty where there is none, or where it is
    /// more than a long holds.
    OptionalLong number(Label label) {
        int at = indexAfter(label);
        return at < 0 ? OptionalLong.empty() : numberAt(at);
    }

    /// The signed decimal number after `label`.
    OptionalLong signed(Label label) {
        int at = indexAfter(label);
        if (at < 0) {
            return OptionalLong.empty();
        }
        if (at < to && bytes[at] == '-') {
            OptionalLong magnitude = numberAt(at + 1);
            return magnitude.isPresent() ? OptionalLong.of(-magnitude.getAsLong()) : magnitude;
        }
        return numberAt(at);
    }

    /// The 64 bits of the hexadecimal number after `label`, which may have the highest bit set.
    OptionalLong bits(Label label) {
        return bitsAt(indexAfter(label));
    }

    /// As [#bits], after the first `second` that follows `first`.
    OptionalLong bitsAfter(Label first, Label second) {
        int at = indexAfter(first);
        int then = at < 0 ? -1 : indexOf(second, at);
        return bitsAt(then < 0 ? -1 : then + second.bytes.length);
    }

    private OptionalLong bitsAt(int at) {
        if (at < 0 || at + 2 >= to || bytes[at] != '0' || bytes[at + 1] != 'x') {
            return OptionalLong.empty();
        }
        long value = 0;
        int i = at + 2;
        for (; i < to; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                break;
            }
            if (i - at - 2 >= 16) {
                return OptionalLong.empty();
            }
            value = (value << 4) | digit;
        }
        return i == at + 2 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// The word after `label`, up to a space, a comma or the end.
    Optional<String> word(Label label) {
        int at = indexAfter(label);
        if (at < 0) {
            return Optional.empty();
        }
        int i = at;
        while (i < to && bytes[i] != ' ' && bytes[i] != ',') {
            i++;
        }
        return i == at ? Optional.empty() : Optional.of(cached(at, i));
    }

    /// The text up to the first space.
    Optional<String> firstWord() {
        int i = from;
        while (i < to && bytes[i] != ' ') {
            i++;
        }
        return i == from ? Optional.empty() : Optional.of(cached(from, i));
    }

    /// Leaves out everything up to and with `label`; false where it is not there.
    boolean skipTo(Label label) {
        int at = indexAfter(label);
        if (at >= 0) {
            from = at;
        }
        return at >= 0;
    }

    /// The text before `label`.
    Optional<String> before(Label label) {
        int at = indexOf(label, from);
        return at <= from ? Optional.empty() : Optional.of(cached(from, at));
    }

    /// The text after `label` up to the next `end`, which may itself hold spaces.
    Optional<String> between(Label label, Label end) {
        int at = indexAfter(label);
        if (at < 0) {
            return Optional.empty();
        }
        int stop = indexOf(end, at);
        return stop < 0 ? Optional.empty() : Optional.of(cached(at, stop));
    }

    private OptionalLong numberAt(int at) {
        if (at + 1 < to && bytes[at] == '0' && bytes[at + 1] == 'x') {
            return hexAt(at + 2);
        }
        long value = 0;
        int i = at;
        for (; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (value > (Long.MAX_VALUE - digit) / 10) {
                overflown = true;
                return OptionalLong.empty();
            }
            value = value * 10 + digit;
        }
        return i == at ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private OptionalLong hexAt(int at) {
        long value = 0;
        int i = at;
        for (; i < to; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                break;
            }
            if (value >>> 59 != 0) {
                overflown = true;
                return OptionalLong.empty();
            }
            value = (value << 4) | digit;
        }
        return i == at ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private int indexAfter(Label label) {
        int at = indexOf(label, from);
        return at < 0 ? -1 : at + label.bytes.length;
    }

    private int indexOf(Label label, int start) {
        byte[] wanted = label.bytes;
        byte[] in = bytes;
        int last = to - wanted.length;
        byte first = wanted[0];
        for (int i = start; i <= last; i++) {
            if (in[i] == first && matches(in, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    /// By hand: for a few bytes the range checks of Arrays.equals cost more than the comparison.
    private static boolean matches(byte[] in, int at, byte[] wanted) {
        for (int k = 1; k < wanted.length; k++) {
            if (in[at + k] != wanted[k]) {
                return false;
            }
        }
        return true;
    }

    /// The bytes as a String; the few words and names that recur are made once.
    private String cached(int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash ^ (hash >>> 12)) & (CACHE_SLOTS - 1);
        String known = cache[slot];
        if (known != null && Arrays.equals(cachedBytes[slot], 0, cachedBytes[slot].length, bytes, start, end)) {
            return known;
        }
        String made = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        cache[slot] = made;
        cachedBytes[slot] = Arrays.copyOfRange(bytes, start, end);
        return made;
    }
}
