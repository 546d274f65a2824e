package dev.vfr.model.analysis.rule.message;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.pass.VmmMessage;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.qemu.Match;
import dev.vfr.model.report.Diagnosis.Candidate;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Finding.Guide;
import dev.vfr.model.report.Finding.Reasons;
import dev.vfr.model.report.Finding.Severity;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A message that matters: the first of a side's burst, or any that says that something failed outside of migrations.
///
/// @param side the side that it was heard at; empty outside of migrations
public record Heard(
        ScannedTrace trace, VmmMessage message, Optional<MigrationSide> side, Optional<MigrationCase> migration) {

    static List<Heard> in(CaseFile file) {
        List<Heard> heard = new ArrayList<>();
        file.migrations().forEach(migration -> heard.addAll(of(migration)));
        for (ScannedTrace trace : file.traces()) {
            trace.messagesOutside().stream()
                    .filter(message -> message.match().isPresent())
                    .forEach(message -> heard.add(new Heard(trace, message, Optional.empty(), Optional.empty())));
        }
        return heard;
    }

    /// The first message of each side's burst, the destination's before the source's.
    static List<Heard> of(MigrationCase migration) {
        if (migration.outcome() == Report.Outcome.COMPLETED) {
            return List.of();
        }
        return migration.sides().shown().toList().reversed().stream()
                .flatMap(side -> side.burst().stream()
                        .map(burst ->
                                new Heard(side.trace(), burst.cause(), Optional.of(side), Optional.of(migration))))
                .toList();
    }

    /// The message is one of these rows of the table.
    boolean is(Set<String> rows) {
        return message.row().filter(row -> rows.contains(row.id())).isPresent();
    }

    /// A finding of a rule that knows more than the message.
    public Finding finding(Advice advice, String summary) {
        Sentence sentence = Sentence.of(summary + ": \"{message}\"")
                .text("message", message.text().strip());
        Finding finding = advice.on(trace, device(), message.seq(), severity(), sentence);
        return side.flatMap(MigrationSide::role).map(finding::at).orElse(finding);
    }

    Finding finding(Advice advice) {
        String said = message.text().strip();
        Guide guide = advice.guide();
        String title = message.match().map(Match::summary).orElse("");
        String step = message.match().map(Match::nextStep).orElse(guide.remedy());
        Sentence sentence = title.isEmpty()
                ? Sentence.of("\"{message}\"").text("message", said)
                : Sentence.of("{what}: \"{message}\"").text("what", title).text("message", said);
        Finding finding = advice.on(trace, device(), message.seq(), severity(), sentence)
                .guidedBy(new Guide(title, guide.explanation(), step, guide.clause(), guide.responsible()))
                .because(new Reasons(Optional.of(said), List.of(), candidates()));
        Optional<Report.Side> where = side.flatMap(MigrationSide::role);
        return where.map(finding::at).orElse(finding);
    }

    private List<Candidate> candidates() {
        return message.row().stream()
                .flatMap(row -> row.candidates().stream())
                .map(candidate ->
                        new Candidate(MessageRule.responsible(candidate.responsible()), candidate.wouldBeShownBy()))
                .toList();
    }

    /// A VM that cannot migrate is no failure as long as no migration is started.
    private Severity severity() {
        if (migration.isPresent()) {
            Report.Outcome outcome = migration.get().outcome();
            return outcome == Report.Outcome.FAILED || outcome == Report.Outcome.BLOCKED
                    ? Severity.ERROR
                    : Severity.WARNING;
        }
        return message.isBlocker() ? Severity.WARNING : Severity.ERROR;
    }

    /// The device that the message names: [EventHeader#NONE] where it is none of the process's.
    private int device() {
        return trace.state().devices().stream()
                .filter(device -> device.process() == message.process())
                .filter(device -> names(device).anyMatch(message.text()::contains))
                .map(DeviceTrack::number)
                .findFirst()
                .orElse(EventHeader.NONE);
    }

    private static Stream<String> names(DeviceTrack device) {
        return Stream.concat(Stream.of(device.name()), device.aliases().stream())
                .filter(name -> name.length() > 3);
    }
}
