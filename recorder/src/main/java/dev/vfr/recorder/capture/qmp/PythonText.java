package dev.vfr.recorder.capture.qmp;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A dict as Python prints it (`repr`), written as JSON: strings in single quotes, `True`, `False` and `None`.
final class PythonText {

    private static final Map<String, String> WORDS = Map.of("True", "true", "False", "false", "None", "null");

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private PythonText(String text) {
        this.text = text;
    }

    /// The JSON of a dict; what is no dict comes out as no JSON.
    static byte[] json(byte[] dict) {
        PythonText python = new PythonText(new String(dict, StandardCharsets.UTF_8));
        python.translate();
        return python.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void translate() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                at++;
                string(c);
            } else if (Character.isLetter(c)) {
                word();
            } else {
                at++;
                out.append(
                        switch (c) {
                            case '(' -> '[';
                            case ')' -> ']';
                            default -> c;
                        });
            }
        }
    }

    private void word() {
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        out.append(WORDS.getOrDefault(word, word));
    }

    private void string(char quote) {
        out.append('"');
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                escape(text.charAt(at++));
            } else if (c == '"') {
                out.append("\\\"");
            } else {
                out.append(c);
            }
        }
        at++;
        out.append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '\'' -> out.append('\'');
            case 'x' -> {
                int end = Math.min(at + 2, text.length());
                out.append("\\u00").append(text, at, end);
                at = end;
            }
            case 'a', 'v', '0' -> out.append(' ');
            default -> out.append('\\').append(c);
        }
    }
}
