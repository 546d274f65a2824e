package dev.vfr.model.analysis.rule;

import dev.vfr.model.fold.TraceScript;
import java.util.List;

/// Traces on which a rule has to fire, or nearly the same ones on which it has to be quiet.
///
/// @param rule the rule's name
/// @param guilty whether the rule has to find something
/// @param told what the traces show, a noun phrase or a clause
/// @param traces what is analysed together
public record RuleCase(String rule, boolean guilty, String told, List<TraceScript> traces) {

    public RuleCase {
        traces = List.copyOf(traces);
    }

    /// Traces that the rule has to find something in.
    public static RuleCase guilty(String rule, String told, TraceScript... traces) {
        return new RuleCase(rule, true, told, List.of(traces));
    }

    /// The nearest traces in which there is nothing for the rule to find.
    public static RuleCase innocent(String rule, String told, TraceScript... traces) {
        return new RuleCase(rule, false, told, List.of(traces));
    }

    @Override
    public String toString() {
        return rule + (guilty ? " fires on: " : " is quiet on: ") + told;
    }
}
