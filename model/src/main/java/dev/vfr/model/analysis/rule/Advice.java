package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.Optional;
import java.util.OptionalLong;

/// What is the same in every finding of a rule.
///
/// @param rule the rule's stable name
/// @param explanation what it means
/// @param remedy what to do
/// @param clause where the rule comes from
/// @param since the first kernel or VMM release that it holds for, such as `Linux 6.2`; empty where it always did
/// @param innocent what looks alike and is not found, because it is nobody's fault
/// @param mover whose move it is where this rule found the cause
/// @param bearing what a finding says about why a migration failed
public record Advice(
        String rule,
        String explanation,
        String remedy,
        String clause,
        String since,
        String innocent,
        Mover mover,
        Bearing bearing) {

    /// What a finding says about why a migration failed. The verdict rests on the first of these that there is.
    public enum Bearing {
        /// It explains the failure by itself.
        CAUSE,
        /// It is what was lost by the failure, and is told beside its cause.
        LOSS,
        /// It is the call that failed. Where a cause is found at the same event, that is told in its place.
        SYMPTOM,
        /// It was broken on the way, and a migration hardly fails over it.
        ASIDE,
        /// It only tells how the migration ended.
        OUTCOME
    }

    public Advice(String rule, String explanation, String remedy, String clause) {
        this(rule, explanation, remedy, clause, "", "");
    }

    public Advice(String rule, String explanation, String remedy, String clause, String since, String innocent) {
        this(rule, explanation, remedy, clause, since, innocent, Mover.UNKNOWN, Bearing.CAUSE);
    }

    /// The same, where it is this one's move.
    public Advice by(Mover whose) {
        return new Advice(rule, explanation, remedy, clause, since, innocent, whose, bearing);
    }

    /// The same, with another bearing on a failure than that of a cause.
    public Advice as(Bearing other) {
        return new Advice(rule, explanation, remedy, clause, since, innocent, mover, other);
    }

    /// A finding on a device at an event.
    public Finding on(ScannedTrace trace, int device, long seq, Finding.Severity severity, String summary) {
        return new Finding(
                rule,
                severity,
                device == EventHeader.NONE ? Optional.empty() : Optional.of(trace.deviceName(device)),
                Optional.of(trace.name()),
                seq < 0 ? OptionalLong.empty() : OptionalLong.of(seq),
                summary,
                explanation,
                remedy,
                clause,
                mover,
                Optional.empty());
    }

    /// A finding on a whole trace.
    public Finding on(ScannedTrace trace, long seq, Finding.Severity severity, String summary) {
        return on(trace, EventHeader.NONE, seq, severity, summary);
    }

    /// A finding on what the traces show together.
    public Finding overall(Finding.Severity severity, String summary) {
        return new Finding(
                rule,
                severity,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                summary,
                explanation,
                remedy,
                clause,
                mover,
                Optional.empty());
    }
}
