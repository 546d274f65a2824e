package dev.vfr.recorder.json;

/// Text that can be written as UTF-8.
public final class UnicodeText {

    private UnicodeText() {}

    /// `text` with every half of a surrogate pair that stands alone replaced by U+FFFD. Such halves come from JSON
    /// escapes like `"\\ud800"`; UTF-8 has no form for them.
    public static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceLoneSurrogates(text);
            }
        }
        return text;
    }

    private static String replaceLoneSurrogates(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
        return clean.toString();
    }
}
