package dev.vfr.recorder.capture.strace;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The arguments of a call as strace prints them.
final class StraceArguments {

    private StraceArguments() {}

    /// Cuts arguments at their commas, those inside of strings, brackets and names of files left alone.
    static List<String> split(String arguments) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> quoted = true;
                case '{', '[', '(', '<' -> depth++;
                case '}', ']', ')', '>' -> depth--;
                case ',' -> {
                    if (depth <= 0) {
                        parts.add(arguments.substring(start, i).strip());
                        start = i + 1;
                    }
                }
                default -> {
                    // Part of an argument.
                }
            }
        }
        String last = arguments.substring(start).strip();
        if (!last.isEmpty()) {
            parts.add(last);
        }
        return parts;
    }

    /// A number in decimal or hexadecimal, empty where the text is none that fits 63 bits.
    static OptionalLong number(String text) {
        try {
            long value = text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
            return OptionalLong.of(value);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
