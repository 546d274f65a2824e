package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.VmmMessage;
import dev.vfr.model.qemu.QemuMessage;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Diagnosis.Candidate;
import dev.vfr.model.report.Diagnosis.EventRef;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Verdict.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The facts of a verdict, one a line: who is responsible, why, by which events, what says otherwise, what is unknown
/// and what to do.
final class VerdictLines {

    /// So many messages that followed from the first are shown.
    private static final int CONSEQUENCES_MAX = 3;

    private final List<Line> lines = new ArrayList<>();

    private VerdictLines() {}

    static List<Line> of(
            MigrationCase migration, Optional<Diagnosis> diagnosis, Optional<Finding> cause, List<KernelWords> kernel) {
        VerdictLines made = new VerdictLines();
        diagnosis.ifPresent(known -> {
            made.responsible(known);
            cause.filter(finding -> finding.reasons().message().isEmpty())
                    .ifPresent(finding -> made.line("cause", finding.summary()));
            known.shownBy().ifPresent(event -> made.line("evidence", event(event)));
            if (known.failed().message().isPresent()) {
                made.line("message", "\"" + known.failed().message().get() + "\"");
            }
            if (known.failed().stateLost() && known.failed().message().isPresent()) {
                made.line("lost", "the state of " + known.failed().device().orElse("the device"));
            }
            kernel.forEach(said -> made.line("kernel said", said.line()));
            made.consequences(migration, known);
            if (!known.contradictedBy().isEmpty()) {
                made.line(
                        "contradicts",
                        known.contradictedBy().stream()
                                .map(Diagnosis.Contradiction::what)
                                .collect(Collectors.joining("; ")));
            }
            made.moved(migration, known);
            known.excluded().forEach(out -> made.line("excluded", out.cause() + ": " + out.by()));
            known.undecided().forEach(candidate -> made.line("undecided", candidate(candidate)));
            known.unknown()
                    .forEach(unknown -> made.line(
                            "unknown", unknown.what() + " (would be shown by " + unknown.wouldBeShownBy() + ")"));
            if (!known.nextStep().isEmpty()) {
                made.line("next step", known.nextStep());
            }
        });
        return made.lines;
    }

    private void responsible(Diagnosis diagnosis) {
        if (diagnosis.responsible() == Responsible.UNDECIDED) {
            String candidates = diagnosis.undecided().stream()
                    .map(candidate -> candidate.responsible().word())
                    .distinct()
                    .collect(Collectors.joining(" or "));
            if (diagnosis.cause().isPresent() || !candidates.isEmpty()) {
                line("responsible", "undecided" + (candidates.isEmpty() ? "" : ": " + candidates));
            }
        } else {
            line("responsible", diagnosis.responsible().word());
        }
    }

    private static String event(EventRef event) {
        String when = event.realtimeNs().isPresent()
                ? ", " + WallClock.millis(event.realtimeNs().getAsLong())
                : event.atNs().isPresent()
                        ? ", at +" + Figures.time(event.atNs().getAsLong())
                        : "";
        return event.text() + when;
    }

    private static String candidate(Candidate candidate) {
        return candidate.responsible().word() + " (would be shown by " + candidate.wouldBeShownBy() + ")";
    }

    /// Messages that only follow, each kind once.
    private void consequences(MigrationCase migration, Diagnosis diagnosis) {
        if (migration.outcome() == Report.Outcome.COMPLETED) {
            return;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        migration
                .sides()
                .shown()
                .forEach(side -> messages(side)
                        .filter(message -> !diagnosis
                                .failed()
                                .message()
                                .equals(Optional.of(message.text().strip())))
                        .forEach(message -> {
                            String kind = side.word() + " "
                                    + message.row().map(QemuMessage::id).orElse(message.text());
                            counts.merge(kind, 1, Integer::sum);
                            texts.putIfAbsent(
                                    kind, side.word() + ": \"" + message.text().strip() + "\"");
                        }));
        List<String> shown = texts.entrySet().stream()
                .map(entry -> entry.getValue() + times(counts.getOrDefault(entry.getKey(), 1)))
                .toList();
        shown.stream().limit(CONSEQUENCES_MAX).forEach(text -> line("consequence", text));
        if (shown.size() > CONSEQUENCES_MAX) {
            line("consequence", (shown.size() - CONSEQUENCES_MAX) + " other kinds of messages");
        }
    }

    private static String times(int count) {
        return count == 1 ? "" : " (" + count + " of them)";
    }

    private static Stream<VmmMessage> messages(MigrationSide side) {
        return side.burst().stream().flatMap(burst -> Stream.concat(Stream.of(burst.cause()), burst.then().stream()));
    }

    /// Whether the data are to blame for a device that rejected them.
    private void moved(MigrationCase migration, Diagnosis diagnosis) {
        if (diagnosis.failed().call().isPresent()) {
            migration
                    .movedBytes()
                    .ifPresent(bytes -> line(
                            "device data",
                            Figures.bytes(bytes.read()) + " read at the source, " + Figures.bytes(bytes.written())
                                    + " written at the destination"));
        }
    }

    private void line(String label, String value) {
        lines.add(new Line(label, value));
    }
}
