package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.fold.Anomaly;
import java.util.Map;
import java.util.Optional;

/// What the pass noted of a trace as a whole.
///
/// @param eventsRead how many events could be read
/// @param losses what the writer of the trace itself reports as lost
/// @param gaps what is missing because the trace is damaged
/// @param anyTime an event of the trace has a time
/// @param showsEmptyHits the log is of a release that prints when the pre-copy data ran out
/// @param hosts the name of each process's host, if the trace shows it
record TraceNotes(
        Map<Anomaly.Kind, Evidence<Anomaly>> anomalies,
        Evidence<FailedSet> failedSets,
        long eventsRead,
        Losses losses,
        Losses gaps,
        Optional<CaptureCostMeasured> captureCost,
        boolean anyTime,
        boolean showsEmptyHits,
        Map<Integer, String> hosts) {

    TraceNotes {
        anomalies = Map.copyOf(anomalies);
        hosts = Map.copyOf(hosts);
    }
}
