package dev.vfr.recorder.check;

/// Text that XML 1.0 can hold. Names and messages come from traces, so that they may hold anything.
final class XmlText {

    private XmlText() {}

    /// `text` with each character that XML has no form for replaced by U+FFFD.
    ///
    /// Source: XML 1.0, production 2, Char.
    static String of(String text) {
        return text.codePoints()
                .map(c -> isChar(c) ? c : 0xfffd)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isChar(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= ' ' && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd)
                || c >= 0x10000;
    }
}
