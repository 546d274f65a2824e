package dev.vfr.ui.verdict;

/// What the bar says.
///
/// @param outcome one word
/// @param tone how it looks
/// @param sentence what happened, in plain language
/// @param downtime how long the guest stood still, empty where unknown
/// @param vmmDowntime the VMM's own figure, empty where the source has none
public record Verdict(String outcome, Tone tone, String sentence, String downtime, String vmmDowntime) {

    /// How an outcome looks.
    public enum Tone {
        GOOD,
        BAD,
        MIXED,
        UNKNOWN
    }

    /// While the trace is being judged.
    public static final Verdict PENDING = new Verdict("analysing", Tone.UNKNOWN, "", "", "");
}
