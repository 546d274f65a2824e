package dev.vfr.recorder.capture.peel;

import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lines that a mail client broke at a width. A break is taken for one of its kind only where the first word of the
/// next
/// line would not have fit, and where that line does not begin like one of its own.
final class WrappedLines implements Layer {

    private static final int NARROWEST = 50;
    private static final int WIDEST = 132;

    /// Lines of joined text are not joined beyond this.
    private static final int MOST_BYTES = 1 << 16;

    private static final Pattern BEGINS = Pattern.compile(
            "^(?:\\d{4}-\\d\\d-\\d\\d[T ]|\\d+@\\d|\\{|\\}|->|<-|\\((?:\\w+ )?qemu\\)|\\[ *\\d+\\.\\d|\\[\\w+@|\\[pod/|<\\d+>|-{2,}|[A-Z][a-z]{2} [ \\d]\\d \\d\\d:|[#>*]|On .* wrote:$)");

    private final int width;
    private @Nullable Line held;
    private int lastLength;

    /// @param width of the longest line
    WrappedLines(int width) {
        this.width = width;
    }

    /// Whether a text with lines of at most `longest` bytes may have been broken.
    static boolean isPossible(int longest) {
        return longest >= NARROWEST && longest <= WIDEST;
    }

    @Override
    public void take(Line line, Consumer<Line> inner) {
        Line before = held;
        int length = line.length();
        if (before != null && goesOn(before, line)) {
            String rest = line.text().strip();
            boolean spaced = before.length() > 0 && before.bytes()[before.end() - 1] == ' ';
            before.replace(before.text() + (spaced ? "" : " ") + rest);
        } else {
            end(inner);
            held = line.keep();
        }
        lastLength = length;
    }

    private boolean goesOn(Line before, Line next) {
        if (before.isBlank() || next.isBlank() || before.length() > MOST_BYTES) {
            return false;
        }
        String text = next.prefix();
        if (BEGINS.matcher(text).find()) {
            return false;
        }
        if (text.charAt(0) <= ' ') {
            return false;
        }
        String words = text;
        int space = words.indexOf(' ');
        int firstWord = space < 0 ? words.length() : space;
        return lastLength <= width && lastLength + 1 + firstWord > width;
    }

    @Override
    public void end(Consumer<Line> inner) {
        Line last = held;
        held = null;
        if (last != null) {
            inner.accept(last);
        }
    }
}
