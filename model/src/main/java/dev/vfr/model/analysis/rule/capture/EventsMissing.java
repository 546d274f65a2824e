package dev.vfr.model.analysis.rule.capture;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.fold.TraceTrack;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;

/// The recorder says that it lost events.
public final class EventsMissing implements Rule {

    private static final Advice ADVICE = new Advice(
            "events-lost",
            "Bytes and chunks are lower bounds, and nothing can be concluded from an event that is not there.",
            "Record again with a larger ring, or fewer trace events.",
            "the recorder's own account");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            if (trace.losses().count() == 0) {
                continue;
            }
            EventsLost first = trace.losses().first().getFirst();
            findings.add(ADVICE.on(
                    trace,
                    first.header().seq(),
                    Finding.Severity.WARNING,
                    howMany(trace.state().trace()) + " lost: " + first.reason()));
        }
        return findings;
    }

    private static String howMany(TraceTrack trace) {
        if (!trace.lossUncounted()) {
            return trace.eventsLost() + (trace.eventsLost() == 1 ? " event was" : " events were");
        }
        return trace.eventsLost() == 0
                ? "nobody knows how many events were"
                : "at least " + trace.eventsLost() + " events were";
    }
}
