package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/// A rule that is a kind of fact, a condition and a sentence. It finds the first such fact of each device and counts
/// the others.
///
/// @param at the event that shows a fact
/// @param traces which traces can show it
/// @param wanted which facts count
public record FactRule<T extends Record>(
        Advice advice,
        Class<T> kind,
        Function<T, EventHeader> at,
        Predicate<ScannedTrace> traces,
        Predicate<T> wanted,
        Weight weight,
        BiFunction<ScannedTrace, T, Sentence> sentence)
        implements Rule {

    /// How bad a finding is.
    public enum Weight {
        WARNING,
        ERROR,
        /// An error if the migration at the event failed, otherwise a warning.
        BY_OUTCOME,
        /// An error if the trace has every call, otherwise a warning: it may lack the call that explains the fact.
        BY_PROOF;

        private Finding.Severity severity(CaseFile file, ScannedTrace trace, EventHeader header) {
            return switch (this) {
                case WARNING -> Finding.Severity.WARNING;
                case ERROR -> Finding.Severity.ERROR;
                case BY_OUTCOME -> file.severityAt(trace, header);
                case BY_PROOF -> trace.seesAll() ? Finding.Severity.ERROR : Finding.Severity.WARNING;
            };
        }
    }

    /// A rule that warns of every fact of a kind, in every trace.
    public static <T extends Record> FactRule<T> on(
            Class<T> kind, Function<T, EventHeader> at, Advice advice, Function<T, Sentence> sentence) {
        return on(kind, at, advice, (_, fact) -> sentence.apply(fact));
    }

    /// A rule that warns of every fact of a kind, in every trace, and whose sentence needs the trace.
    public static <T extends Record> FactRule<T> on(
            Class<T> kind, Function<T, EventHeader> at, Advice advice, BiFunction<ScannedTrace, T, Sentence> sentence) {
        return new FactRule<>(advice, kind, at, _ -> true, _ -> true, Weight.WARNING, sentence);
    }

    /// The same rule for traces that can show the fact.
    public FactRule<T> in(Predicate<ScannedTrace> some) {
        return new FactRule<>(advice, kind, at, some, wanted, weight, sentence);
    }

    /// The same rule for facts that meet a condition.
    public FactRule<T> when(Predicate<T> some) {
        return new FactRule<>(advice, kind, at, traces, some, weight, sentence);
    }

    /// The same rule with another severity.
    public FactRule<T> weighing(Weight other) {
        return new FactRule<>(advice, kind, at, traces, wanted, other, sentence);
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            if (!traces.test(trace)) {
                continue;
            }
            for (FirstOfDevice<T> found : FirstOfDevice.of(trace.facts().of(kind), wanted, at)) {
                EventHeader header = at.apply(found.fact());
                findings.add(advice.on(
                        trace,
                        header.device(),
                        header.seq(),
                        weight.severity(file, trace, header),
                        FirstOfDevice.counted(sentence.apply(trace, found.fact()), found.more())));
            }
        }
        return findings;
    }
}
