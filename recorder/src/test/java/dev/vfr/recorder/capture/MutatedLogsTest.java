package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.vfio.DeviceState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The trace logs of real captures, changed to what QEMU would have logged had one thing gone otherwise, or had it been
/// started with fewer trace events.
final class MutatedLogsTest {

    private static final Pattern DEVICE_EVENT = Pattern.compile("^\\S+[ :]vfio_");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a-precopy-ok-2", "q11-a-precopy-ok", "m-enomsg"})
    void aDeviceThatRefusedItsDataIsAFailureThoughBothSidesSayCompleted(String capture) throws Exception {
        Report report = report(capture, UnaryOperator.identity(), MutatedLogsTest::refused);
        lost(report);
    }

    @Test
    void upToRelease90TheRefusalIsALineThatIsMissing() throws Exception {
        Report report = report("a-precopy-ok-2", MutatedLogsTest::asOf90, lines -> refusedUpTo90(asOf90(lines)));
        lost(report);
        Report clean = report("a-precopy-ok-2", MutatedLogsTest::asOf90, MutatedLogsTest::asOf90);
        assertEquals(Report.Outcome.COMPLETED, clean.migrations().getFirst().outcome());
        assertEquals(List.of(), clean.findings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-precopy-ok-2", "q11-a-precopy-ok", "m-slow-steps", "m-large"})
    void handlersAndCheckpointsAloneBoundTheDowntime(String capture) throws Exception {
        Report whole = report(capture, UnaryOperator.identity(), UnaryOperator.identity());
        Report bare = report(capture, MutatedLogsTest::withoutDevices, MutatedLogsTest::withoutDevices);
        Interval proven = whole.migrations().getFirst().downtimeNs().orElseThrow();
        MigrationSummary migration = bare.migrations().getFirst();
        Interval bounds = migration.downtimeNs().orElseThrow();
        assertTrue(bounds.min() <= proven.min() && proven.max() <= bounds.max(), bounds + " holds " + proven);
        assertEquals(
                List.of("save-handler", "config-save-handler", "load-handler", "config-load-handler"),
                migration.downtimePhases().stream().map(Report.Phase::name).toList());
        assertTrue(migration.downtimePhases().stream()
                .allMatch(phase -> phase.device().equals("0000:00:02.0/vfio")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-precopy-ok-2", "q11-a-precopy-ok"})
    void theVmmsMeasuresOfTheDowntimeAloneTellThatItCompleted(String capture) throws Exception {
        Report report = report(capture, MutatedLogsTest::downtimeAlone, MutatedLogsTest::downtimeAlone);
        assertEquals(1, report.migrations().size());
        MigrationSummary migration = report.migrations().getFirst();
        assertEquals(Report.Outcome.COMPLETED, migration.outcome());
        // No answer of the destination is left: how the clocks stand is bounded from one end only.
        assertTrue(migration.anatomy().orElseThrow().atLeastNs().isPresent());
        assertEquals(4, migration.downtimePhases().size());
    }

    @Test
    void twoSidesInOneLogThatAreNotTwoProcessesAreTold() throws Exception {
        Path both = folder.resolve("both.log");
        try (Stream<String> source = Files.lines(Captures.FOLDER.resolve("a-precopy-ok-2/src.trace.log"));
                Stream<String> destination = Files.lines(Captures.FOLDER.resolve("a-precopy-ok-2/dst.trace.log"))) {
            Files.write(
                    both,
                    downtimeAlone(Stream.concat(source, destination).toList()).stream()
                            .map(line -> "1" + line.substring(line.indexOf('@')))
                            .sorted()
                            .toList());
        }
        assertTrue(Analysis.of(List.of(imported("both", both))).findings().stream()
                .anyMatch(finding -> finding.rule().equals("sides-mixed")));
    }

    @Test
    void aVmThatWasNotStartedHasNoDowntimeByCheckpoints() throws Exception {
        Report bare = report("i-stopped-vm", MutatedLogsTest::withoutDevices, MutatedLogsTest::withoutDevices);
        assertTrue(bare.migrations().getFirst().downtimeNs().isEmpty());
    }

    private static void lost(Report report) {
        MigrationSummary migration = report.migrations().getFirst();
        assertEquals(1, report.migrations().size());
        assertEquals(Report.Outcome.FAILED, migration.outcome());
        Diagnosis diagnosis = migration.diagnosis().orElseThrow();
        assertEquals(Diagnosis.At.DESTINATION, diagnosis.at());
        assertEquals(Optional.of(DeviceState.RESUMING), diagnosis.failed().from());
        assertTrue(diagnosis.failed().stateLost());
        assertTrue(migration.downtimeNs().isEmpty());
        assertTrue(report.findings().stream()
                .anyMatch(finding ->
                        finding.rule().equals("device-state-lost") && finding.severity() == Finding.Severity.ERROR));
    }

    /// The SET that ends RESUMING fails, the device is reset, and is then RUNNING without its state.
    private static List<String> refused(List<String> lines) {
        List<String> changed = new ArrayList<>();
        boolean resuming = false;
        boolean wasReset = false;
        for (String line : lines) {
            if (line.contains("vfio_migration_set_device_state") && line.contains(" state RESUMING")) {
                resuming = true;
            } else if (resuming && !wasReset && line.contains("_set_device_state") && line.endsWith("RUNNING_P2P")) {
                changed.add(line.replace("RUNNING_P2P", "RUNNING"));
                wasReset = true;
                continue;
            } else if (wasReset && line.contains("_set_device_state") && line.endsWith("state RUNNING")) {
                // It is there already: nothing is set.
                resuming = false;
                wasReset = false;
                continue;
            }
            changed.add(line);
        }
        assertTrue(changed.size() < lines.size(), "nothing to change");
        return changed;
    }

    /// Up to release 9.0 a state is logged when it is reached, and the attempt is not.
    private static List<String> asOf90(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.contains("vfio_migration_set_state"))
                .map(line -> line.replace("vfio_migration_set_device_state", "vfio_migration_set_state"))
                .toList();
    }

    private static List<String> refusedUpTo90(List<String> lines) {
        List<String> changed = new ArrayList<>();
        boolean resuming = false;
        for (String line : lines) {
            if (line.contains("vfio_migration_set_state") && line.contains(" state RESUMING")) {
                resuming = true;
            } else if (resuming && line.contains("vfio_migration_set_state") && line.endsWith("RUNNING_P2P")) {
                resuming = false;
                continue;
            }
            changed.add(line);
        }
        assertTrue(changed.size() < lines.size(), "nothing to change");
        return changed;
    }

    /// What `-trace 'vmstate_downtime_*' -trace 'migrat*'` leaves.
    private static List<String> withoutDevices(List<String> lines) {
        return lines.stream().filter(line -> !DEVICE_EVENT.matcher(line).find()).toList();
    }

    /// What `-trace 'vmstate_downtime_*'` leaves.
    private static List<String> downtimeAlone(List<String> lines) {
        return lines.stream().filter(line -> line.contains("vmstate_downtime_")).toList();
    }

    private Report report(String capture, UnaryOperator<List<String>> source, UnaryOperator<List<String>> destination)
            throws Exception {
        return Analysis.of(List.of(changed(capture, "src", source), changed(capture, "dst", destination)));
    }

    private TraceInput changed(String capture, String side, UnaryOperator<List<String>> change) throws Exception {
        Path log = folder.resolve(side + ".trace.log");
        try (Stream<String> lines = Files.lines(Captures.FOLDER.resolve(capture).resolve(log.getFileName()))) {
            Files.write(log, change.apply(lines.toList()));
        }
        return imported(side, log);
    }

    private static TraceInput imported(String name, Path log) throws Exception {
        InMemoryEvents events = new InMemoryEvents();
        TraceImport.run(List.of(ImportInput.of(log)), events, ImportProgress.NONE);
        return new TraceInput(name, events);
    }
}
