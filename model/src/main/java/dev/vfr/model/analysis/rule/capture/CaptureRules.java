package dev.vfr.model.analysis.rule.capture;

import dev.vfr.model.analysis.pass.Losses;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Finding.Guide;
import dev.vfr.model.report.Finding.Severity;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules on what a trace lacks, in the order of their findings.
public final class CaptureRules {

    public static final List<Rule> ALL = List.of(
            new TraceRule(
                    new Advice(
                            "trace-incomplete",
                            "The recorder stopped before it closed the trace, or records are damaged. The recorded"
                                    + " events are true. A missing event may have been a failure.",
                            "Run 'vfr verify TRACE' for every gap, and 'vfr recover TRACE -o NEW' to save what is"
                                    + " intact.",
                            "every trace ends with trace-closed, and its events are numbered without holes",
                            "",
                            "A trace that ends before the migration does, but was closed."),
                    CaptureRules::incomplete),
            new TraceRule(
                    new Advice(
                            "events-lost",
                            "Bytes and chunks are lower bounds. A missing event proves nothing.",
                            "Record again with a larger ring or fewer trace events.",
                            "the recorder's own account",
                            "",
                            "Events that the source of the trace never shows."),
                    CaptureRules::lost),
            new TraceRule(
                    new Advice(
                            "path-cut",
                            "The report holds only the first states of the device's path. The trace holds all of them.",
                            "Run 'vfr events TRACE --where ...' to list the later states.",
                            "the report's own limit",
                            "",
                            "A trace that lost events (events-lost)."),
                    CaptureRules::cut),
            new TraceRule(
                    new Advice(
                            "log-without-times",
                            "The order of events is known, but not how long anything took.",
                            "Start QEMU with '-msg timestamp=on' to give its log times.",
                            "QEMU, -msg timestamp",
                            "",
                            "A trace of a migration stream alone."),
                    CaptureRules::timeless));

    private CaptureRules() {}

    private static List<Finding> incomplete(Advice advice, ScannedTrace trace) {
        List<Finding> findings = new ArrayList<>();
        long events = trace.eventsRead();
        Optional<EventsLost> gap = trace.gaps().first();
        if (gap.isPresent()) {
            findings.add(advice.on(
                    trace,
                    gap.get().header().seq(),
                    Severity.WARNING,
                    damaged(trace.gaps(), gap.get().reason())));
        } else if (!trace.state().trace().closed()) {
            findings.add(advice.on(
                    trace,
                    Math.max(-1, trace.state().events() - 1),
                    Severity.WARNING,
                    Sentence.of("the recorder did not close the trace after its {events} events")
                            .count("events", events)));
        }
        trace.anomalies(Anomaly.Kind.SEQUENCE_BROKEN).first().stream()
                .findFirst()
                .ifPresent(hole -> findings.add(advice.on(
                        trace,
                        hole.seq(),
                        Severity.WARNING,
                        Sentence.of("the trace has a hole: {hole}").text("hole", hole.text()))));
        return findings;
    }

    private static List<Finding> lost(Advice advice, ScannedTrace trace) {
        return trace.losses().first().stream()
                .map(first ->
                        advice.on(trace, first.header().seq(), Severity.WARNING, lost(trace.losses(), first.reason())))
                .toList();
    }

    private static Sentence damaged(Losses gaps, String reason) {
        String missing = !gaps.uncounted()
                ? "{missingEvents} " + (gaps.events() == 1 ? "event is" : "events are") + " missing"
                : gaps.events() == 0
                        ? "events are missing (their number is unknown)"
                        : "at least {missingEvents} events are missing";
        long more = gaps.reports() - 1;
        String others = more == 0 ? "" : more == 1 ? "; {moreGaps} more gap" : "; {moreGaps} more gaps";
        Sentence sentence =
                counted(missing + ": {reason}" + others, "missingEvents", gaps).text("reason", reason);
        return more == 0 ? sentence : sentence.count("moreGaps", more);
    }

    private static Sentence lost(Losses losses, String reason) {
        String template = !losses.uncounted()
                ? "the recorder lost {lostEvents} " + (losses.events() == 1 ? "event" : "events") + ": {reason}"
                : losses.events() == 0
                        ? "the recorder lost events (their number is unknown): {reason}"
                        : "the recorder lost at least {lostEvents} events: {reason}";
        return counted(template, "lostEvents", losses).text("reason", reason);
    }

    /// The sentence with the number of events, unless that is unknown.
    private static Sentence counted(String template, String name, Losses losses) {
        Sentence sentence = Sentence.of(template);
        return losses.events() == 0 ? sentence : sentence.count(name, losses.events());
    }

    private static List<Finding> cut(Advice advice, ScannedTrace trace) {
        List<Finding> findings = new ArrayList<>();
        trace.paths().forEach((device, path) -> {
            if (path.dropped() > 0) {
                findings.add(advice.on(
                        trace,
                        device,
                        -1,
                        Severity.WARNING,
                        Sentence.of("the report leaves out {droppedStates} later states of the device")
                                .count("droppedStates", path.dropped())));
            }
        });
        return findings;
    }

    private static List<Finding> timeless(Advice advice, ScannedTrace trace) {
        if (trace.anyTime() || trace.streamAlone() || trace.sides().isEmpty()) {
            return List.of();
        }
        Finding found = advice.on(trace, -1, Severity.INFO, "no event of the trace has a time");
        Guide guide = found.guide();
        return List.of(found.guidedBy(
                new Guide(guide.title(), guide.explanation(), remedy(trace), guide.clause(), guide.responsible())));
    }

    /// What gives times to the sources of the trace.
    private static String remedy(ScannedTrace trace) {
        if (trace.has(CaptureSource.QEMU_LOG) || trace.has(CaptureSource.QEMU_STDERR)) {
            return "Start QEMU with '-msg timestamp=on' to give its log times.";
        }
        if (trace.has(CaptureSource.STRACE)) {
            return "Run strace with '-ttt -T' to record times.";
        }
        return trace.has(CaptureSource.QMP)
                ? "Capture QMP events as well as answers: QEMU gives each event a timestamp, but no answer."
                : "Record the migration with 'vfr record' to get the times of all calls.";
    }
}
