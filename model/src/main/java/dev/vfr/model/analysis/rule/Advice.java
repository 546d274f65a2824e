package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.Optional;
import java.util.OptionalLong;

/// What is the same in every finding of a rule.
///
/// @param rule the rule's stable name
/// @param guide what it means and what to do
/// @param since the first kernel or VMM release that it holds for, such as `Linux 6.2`; empty if it always did
/// @param innocent what looks alike and is not found, because it is no fault
/// @param bearing what a finding says about why a migration failed
public record Advice(String rule, Finding.Guide guide, String since, String innocent, Bearing bearing) {

    public Advice(String rule, String explanation, String remedy, String clause) {
        this(rule, explanation, remedy, clause, "", "");
    }

    public Advice(String rule, String explanation, String remedy, String clause, String since, String innocent) {
        this(
                rule,
                new Finding.Guide("", explanation, remedy, clause, Responsible.UNDECIDED),
                since,
                innocent,
                Bearing.CAUSE);
    }

    /// The same, where this one has to act.
    public Advice by(Responsible who) {
        return with(new Finding.Guide(guide.title(), guide.explanation(), guide.remedy(), guide.clause(), who));
    }

    /// The same, with a few words for a headline.
    public Advice titled(String title) {
        return with(new Finding.Guide(title, guide.explanation(), guide.remedy(), guide.clause(), guide.responsible()));
    }

    /// The same, with another bearing on a failure than that of a cause.
    public Advice as(Bearing other) {
        return new Advice(rule, guide, since, innocent, other);
    }

    private Advice with(Finding.Guide other) {
        return new Advice(rule, other, since, innocent, bearing);
    }

    /// A finding on a device at an event.
    public Finding on(ScannedTrace trace, int device, long seq, Finding.Severity severity, Sentence sentence) {
        Finding.Place place = new Finding.Place(
                device == EventHeader.NONE ? Optional.empty() : Optional.of(trace.deviceName(device)),
                Optional.of(trace.name()),
                seq < 0 ? OptionalLong.empty() : OptionalLong.of(seq),
                Optional.empty());
        return new Finding(rule, severity, place, sentence, guide, Finding.Reasons.NONE);
    }

    /// A finding on a device at an event.
    public Finding on(ScannedTrace trace, int device, long seq, Finding.Severity severity, String summary) {
        return on(trace, device, seq, severity, Sentence.of(summary));
    }

    /// A finding on a whole trace.
    public Finding on(ScannedTrace trace, long seq, Finding.Severity severity, Sentence sentence) {
        return on(trace, EventHeader.NONE, seq, severity, sentence);
    }

    /// A finding on a whole trace.
    public Finding on(ScannedTrace trace, long seq, Finding.Severity severity, String summary) {
        return on(trace, seq, severity, Sentence.of(summary));
    }

    /// A finding on what the traces show together.
    public Finding overall(Finding.Severity severity, Sentence sentence) {
        return new Finding(rule, severity, Finding.Place.OVERALL, sentence, guide, Finding.Reasons.NONE);
    }

    /// A finding on what the traces show together.
    public Finding overall(Finding.Severity severity, String summary) {
        return overall(severity, Sentence.of(summary));
    }
}
