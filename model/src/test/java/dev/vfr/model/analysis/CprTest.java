package dev.vfr.model.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.event.VmmEvent.DowntimeCheckpointPassed;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.Setting;
import dev.vfr.model.report.Diagnosis.Unknown;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// A VMM that replaces itself on its host: the guest's pause goes over both processes, which have one clock.
class CprTest {

    private static final long MS = 1_000_000;
    private final EventHeader none = EventHeader.at(0, EventHeader.UNKNOWN_NS, 0);

    @Test
    void theGuestsPauseGoesOverBothProcesses() throws EventSourceException {
        Report report = Analysis.of(List.of(new TraceInput("old", oldProcess()), new TraceInput("new", newProcess())));
        Report.MigrationSummary migration = report.migrations().getFirst();
        assertEquals(Report.Kind.CPR, migration.kind());
        assertEquals(Report.Outcome.COMPLETED, migration.outcome());
        assertEquals(Optional.of(new Interval(1800 * MS, 1810 * MS)), migration.downtimeNs());
        assertEquals(Optional.of(Report.ClockBasis.SAME_HOST), migration.clockBasis());
    }

    @Test
    void theOldProcessAloneProvesALowerBoundAndNobodyLosesDeviceState() throws EventSourceException {
        Report report = Analysis.of(List.of(new TraceInput("old", oldProcess())));
        Report.MigrationSummary migration = report.migrations().getFirst();
        assertEquals(Optional.empty(), migration.downtimeNs());
        assertEquals(OptionalLong.of(75 * MS), migration.anatomy().orElseThrow().atLeastNs());
        List<Unknown> unknown = migration.diagnosis().orElseThrow().unknown();
        assertEquals(1, unknown.size());
        assertFalse(
                unknown.getFirst().what().contains("device"), unknown.getFirst().what());
        assertTrue(
                unknown.getFirst().what().contains("guest"), unknown.getFirst().what());
    }

    private InMemoryEvents oldProcess() {
        InMemoryEvents events = process("old", 5_000 * MS);
        events.append(new MigrationParametersShown(at(10), false, List.of(new Setting("mode", "cpr-exec"))));
        events.append(new MigrationStatusChanged(at(20), "setup"));
        events.append(new MigrationStatusChanged(at(30), "active"));
        checkpoint(events, 100, "src-downtime-start");
        checkpoint(events, 105, "src-vm-stopped");
        checkpoint(events, 180, "src-non-iterable-saved");
        checkpoint(events, 181, "src-downtime-end");
        events.append(new MigrationStatusChanged(at(182), "completed"));
        return events;
    }

    /// Begins 1 s after the old process, on the host's real time.
    private InMemoryEvents newProcess() {
        InMemoryEvents events = process("new", 6_000 * MS);
        events.append(new MigrationStatusChanged(at(100), "active"));
        checkpoint(events, 904, "dst-precopy-loadvm-completed");
        checkpoint(events, 905, "dst-precopy-bh-announced");
        checkpoint(events, 910, "dst-precopy-bh-vm-started");
        events.append(new MigrationStatusChanged(at(911), "completed"));
        return events;
    }

    private InMemoryEvents process(String label, long startRealtimeNs) {
        InMemoryEvents events = new InMemoryEvents();
        events.append(new TraceOpened(none, List.of(CaptureSource.QEMU_LOG), "test", 3));
        events.append(new ProcessNamed(
                none,
                label,
                0,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("qemu-system-x86_64"),
                Optional.empty(),
                List.of()));
        events.append(new ClockAnchored(at(0), 0, 0, startRealtimeNs, 1000));
        return events;
    }

    private static void checkpoint(InMemoryEvents events, long ms, String name) {
        events.append(new DowntimeCheckpointPassed(at(ms), name));
    }

    private static EventHeader at(long ms) {
        return EventHeader.at(0, ms * MS, 0);
    }
}
