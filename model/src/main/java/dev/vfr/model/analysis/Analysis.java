package dev.vfr.model.analysis;

import dev.vfr.model.analysis.migration.Companions;
import dev.vfr.model.analysis.migration.DeviceReports;
import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Pairing;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        List<TraceScan> scans = new ArrayList<>();
        for (TraceInput trace : traces) {
            scans.add(TraceScan.of(scans.size(), trace.name(), trace.events()));
        }
        List<TraceScan> judged = Companions.judged(scans);
        List<Sides> sides = Pairing.of(judged);
        List<MigrationCase> migrations = sides.stream().map(MigrationCase::of).toList();
        Conclusions conclusions = Conclusions.of(new CaseFile(judged, migrations));
        Map<Leg, Integer> migrationOf = new HashMap<>();
        for (int i = 0; i < sides.size(); i++) {
            Sides.Side source = sides.get(i).source();
            Sides.Side destination = sides.get(i).destination();
            if (source != null) {
                migrationOf.put(source.leg(), i);
            }
            if (destination != null) {
                migrationOf.put(destination.leg(), i);
            }
        }
        List<Report.DeviceSummary> devices = new ArrayList<>();
        judged.forEach(scan -> devices.addAll(new DeviceReports(scan, migrationOf).all()));
        return new Report(
                scans.stream()
                        .map(scan -> summary(scan, !judged.contains(scan)))
                        .toList(),
                conclusions.summaries(),
                devices,
                conclusions.findings());
    }

    private static Report.TraceSummary summary(TraceScan scan, boolean companion) {
        return new Report.TraceSummary(
                scan.name,
                scan.state.trace().sources().stream().map(CaptureSource::label).toList(),
                scan.state.events(),
                scan.state.trace().eventsLost(),
                scan.state.trace().lossUncounted(),
                scan.isIntact(),
                companion,
                scan.clock.startRealtimeNs(),
                scan.anyTime ? scan.clock.durationNs() : OptionalLong.empty(),
                Optional.ofNullable(scan.captureCost));
    }
}
