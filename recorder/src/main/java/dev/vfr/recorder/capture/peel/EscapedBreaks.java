package dev.vfr.recorder.capture.peel;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Several lines that were put into one, each break written as `\n`, perhaps in quotes: a log that was printed as a
/// string of JSON, Python or a shell.
final class EscapedBreaks implements Layer {

    private static final Pattern BREAK = Pattern.compile("(?:\\\\r)?\\\\n");
    private static final Pattern OPENING = Pattern.compile("^\\s*(?:b|u|f|r|\\$)?(?=[\"'])[\"']");
    private static final Pattern CLOSING = Pattern.compile("[\"'],?\\s*$");

    @Override
    public void take(Line line, Consumer<Line> inner) {
        String text = line.text();
        if (!text.contains("\\n")) {
            inner.accept(line);
            return;
        }
        boolean quoted = OPENING.matcher(text).find();
        String content =
                quoted ? OPENING.matcher(CLOSING.matcher(text).replaceFirst("")).replaceFirst("") : text;
        for (String part : BREAK.split(content, -1)) {
            Line one = line.with(quoted ? unescaped(part) : part.replace("\\t", "\t"));
            one.strip(0);
            inner.accept(one);
        }
    }

    private static String unescaped(String part) {
        StringBuilder out = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c != '\\' || i + 1 == part.length()) {
                out.append(c);
                continue;
            }
            char next = part.charAt(++i);
            switch (next) {
                case 't' -> out.append('\t');
                case '"', '\'', '\\', '/' -> out.append(next);
                default -> out.append(c).append(next);
            }
        }
        return out.toString();
    }
}
