package dev.vfr.model.analysis;

import dev.vfr.model.analysis.pairing.Companions;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.Pairing;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.verdict.Conclusions;
import dev.vfr.model.analysis.verdict.EventTimes;
import dev.vfr.model.analysis.verdict.Rules;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Analyses one or several traces: one pass over each, then everything else from what the passes have learned.
///
/// Memory does not grow with the number of events, only with that of devices, migrations and state changes.
public final class Analysis {

    private Analysis() {}

    /// The report on the traces taken together: sides of a migration that are in different traces are joined.
    ///
    /// @throws EventSourceException where a trace cannot be read
    public static Report of(List<TraceInput> traces) throws EventSourceException {
        List<ScannedTrace> scanned = new ArrayList<>();
        for (TraceInput trace : traces) {
            scanned.add(ScannedTrace.of(scanned.size(), trace.name(), trace.events(), Rules::watchers));
        }
        List<ScannedTrace> judged = Companions.judged(scanned);
        List<Sides> sides = Pairing.of(judged);
        List<MigrationCase> migrations = sides.stream().map(MigrationCase::of).toList();
        Map<String, EventSource> sources = new HashMap<>();
        traces.forEach(trace -> sources.put(trace.name(), trace.events()));
        Map<String, ScannedTrace> byName = new HashMap<>();
        scanned.forEach(trace -> byName.put(trace.name(), trace));
        Conclusions conclusions = Conclusions.of(new CaseFile(judged, migrations), new EventTimes(sources, byName));
        Map<MigrationSide, Integer> migrationOf = new HashMap<>();
        for (int i = 0; i < sides.size(); i++) {
            for (MigrationSide side : sides.get(i).shown().toList()) {
                migrationOf.put(side, i);
            }
        }
        List<Report.DeviceSummary> devices = new ArrayList<>();
        judged.forEach(trace -> devices.addAll(new DeviceReports(trace, migrationOf).all()));
        return new Report(
                scanned.stream()
                        .map(trace -> summary(trace, !judged.contains(trace)))
                        .toList(),
                conclusions.summaries(),
                devices,
                conclusions.findings());
    }

    private static Report.TraceSummary summary(ScannedTrace trace, boolean companion) {
        return new Report.TraceSummary(
                trace.name(),
                trace.state().trace().sources().stream()
                        .map(CaptureSource::label)
                        .toList(),
                trace.eventsRead(),
                trace.state().trace().eventsLost(),
                trace.state().trace().lossUncounted(),
                trace.isIntact(),
                companion,
                trace.clock().startRealtimeNs(),
                trace.anyTime() ? trace.clock().durationNs() : OptionalLong.empty(),
                trace.captureCost());
    }
}
