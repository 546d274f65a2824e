package dev.vfr.ui.verdict;

import java.util.List;

/// What the bar says.
///
/// @param outcome one word
/// @param tone how it looks
/// @param sentence what happened, in plain language
/// @param downtime how long the guest stood still, empty where unknown
/// @param vmmDowntime the VMM's own figure, empty where the source has none
/// @param facts what the sentence rests on and what the downtime is made of; only what the traces tell
public record Verdict(
        String outcome, Tone tone, String sentence, String downtime, String vmmDowntime, List<Fact> facts) {

    public Verdict {
        facts = List.copyOf(facts);
    }

    /// How an outcome looks.
    public enum Tone {
        GOOD,
        BAD,
        MIXED,
        UNKNOWN
    }

    /// One quiet line.
    ///
    /// @param name such as `responsible`
    /// @param value such as `driver, at the destination`
    public record Fact(String name, String value) {}

    /// While the trace is being judged.
    public static final Verdict PENDING = new Verdict("analysing", Tone.UNKNOWN, "", "", "", List.of());
}
