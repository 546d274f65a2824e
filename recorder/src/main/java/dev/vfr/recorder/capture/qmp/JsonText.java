package dev.vfr.recorder.capture.qmp;

import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Optional;

/// Cuts JSON objects out of lines, whatever stands between them: one a line, printed over several lines, behind arrows
/// or a prompt; also as Python prints a dict.
public final class JsonText {

    /// Bytes of one object. QMP's largest answers, the schema above all, have some hundred KiB.
    private static final int LARGEST = 1 << 24;

    private static final String BETWEEN = "-><,[]";

    private final FileTally tally;
    private final ByteArrayOutputStream object = new ByteArrayOutputStream();
    private final ArrayDeque<byte[]> whole = new ArrayDeque<>();
    private int depth;
    private byte quote;
    private boolean escaped;
    private boolean python;

    public JsonText(FileTally tally) {
        this.tally = tally;
    }

    /// Whether an object goes on in the next line.
    public boolean isOpen() {
        return depth > 0;
    }

    /// Whether nothing but what stands between objects is in `bytes` from `from` to `to`.
    public static boolean isBetween(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] > ' ' && BETWEEN.indexOf(bytes[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    /// The index of the brace that begins an object, whatever stands before it; -1 where there is none.
    public static int firstBrace(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '{') {
                return i;
            }
        }
        return -1;
    }

    /// The index of the brace that begins an object at the line's start, or after an arrow or the prompt of QEMU's
    /// qmp-shell; -1 where there is none.
    public static int leadingBrace(byte[] bytes, int from, int to) {
        int i = skipSpaces(bytes, from, to);
        boolean two = i + 1 < to;
        if (two && ((bytes[i] == '-' && bytes[i + 1] == '>') || (bytes[i] == '<' && bytes[i + 1] == '-'))) {
            i = skipSpaces(bytes, i + 2, to);
        } else if (i < to && bytes[i] == '[') {
            i = skipSpaces(bytes, i + 1, to);
        }
        return i < to && bytes[i] == '{' ? i : -1;
    }

    private static int skipSpaces(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] == ' ') {
            i++;
        }
        return i;
    }

    /// Takes the part of a line from `from` to `to`, at whose start an object goes on or begins.
    ///
    /// @param terminated whether the line has its end; the last one of a file may not
    public void line(byte[] bytes, int from, int to, boolean terminated) {
        if (depth > 0 && from < to && bytes[from] == '{') {
            // An object never goes on in the first column: the one before it was cut off.
            drop(SkipReason.NOT_UNDERSTOOD);
        }
        for (int i = from; i < to; i++) {
            if (depth > 0) {
                inside(bytes[i]);
            } else if (bytes[i] == '{') {
                begin(bytes, i, to);
            }
        }
        if (terminated) {
            endOfLine();
        }
    }

    private void begin(byte[] bytes, int at, int to) {
        object.reset();
        object.write('{');
        depth = 1;
        quote = 0;
        escaped = false;
        int next = skipSpaces(bytes, at + 1, to);
        python = next < to && bytes[next] == '\'';
    }

    private void inside(byte b) {
        object.write(b);
        if (escaped) {
            escaped = false;
        } else if (quote != 0) {
            escaped = b == '\\';
            if (b == quote) {
                quote = 0;
            }
        } else if (b == '"' || (python && b == '\'')) {
            quote = b;
        } else if (b == '{') {
            depth++;
        } else if (b == '}') {
            depth--;
            if (depth == 0) {
                whole.add(python ? PythonText.json(object.toByteArray()) : object.toByteArray());
                object.reset();
            }
        }
    }

    private void endOfLine() {
        if (depth == 0) {
            return;
        }
        if (quote != 0) {
            // No string of JSON goes over a line's end: this was no object.
            drop(SkipReason.OTHER_TEXT);
        } else if (object.size() > LARGEST) {
            drop(SkipReason.OVERLONG);
        } else {
            object.write('\n');
        }
    }

    /// Gives up the object that is open.
    public void drop(SkipReason reason) {
        if (depth > 0) {
            depth = 0;
            object.reset();
            tally.skip(reason);
        }
    }

    /// The next object that is whole.
    public Optional<byte[]> next() {
        return Optional.ofNullable(whole.poll());
    }
}
