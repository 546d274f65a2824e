package dev.vfr.model.analysis.rule.downtime;

/// Puts one sentence into another.
final class Sentences {

    private Sentences() {}

    /// A sentence without its full stop, beginning in lower case.
    static String inside(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1, sentence.length() - 1);
    }
}
