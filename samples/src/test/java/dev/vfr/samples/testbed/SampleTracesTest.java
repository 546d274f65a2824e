package dev.vfr.samples.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What a report says of real recordings.
class SampleTracesTest {

    @Test
    void aCompletedMigrationHasItsTruePath() throws Exception {
        Report report = report(both("completed"));
        assertEquals(1, report.migrations().size());
        assertEquals(Report.Outcome.COMPLETED, report.migrations().getFirst().outcome());
        assertTrue(report.migrations().getFirst().downtimeNs().isPresent());
        assertEquals(
                List.of(
                        DeviceState.RUNNING,
                        DeviceState.PRE_COPY,
                        DeviceState.PRE_COPY_P2P,
                        DeviceState.STOP_COPY,
                        DeviceState.STOP),
                lastOf(report.devices().get(0), 5));
        Report.DeviceSummary source = report.devices().get(0);
        assertEquals(OptionalLong.of(24), source.bytes().preCopy());
        assertEquals(OptionalLong.of(36), source.bytes().stopCopy());
        assertEquals(OptionalLong.of(60), report.devices().get(1).bytes().resumed());
    }

    @Test
    void theViewsOfTheSameRunChangeNothing() throws Exception {
        List<Path> views = new ArrayList<>(both("completed"));
        Report alone = report(views);
        views.add(SampleTraces.strace("completed-source"));
        views.add(SampleTraces.strace("completed-destination"));
        views.add(SampleTraces.kernel("completed"));
        Report together = report(views);
        assertEquals(alone.migrations(), together.migrations());
        assertEquals(alone.devices(), together.devices());
        assertEquals(alone.findings(), together.findings());
    }

    @Test
    void aCancelledMigrationEndsWithTheSourceRunning() throws Exception {
        Report report = report(both("cancelled"));
        assertEquals(Report.Outcome.CANCELLED, report.migrations().getFirst().outcome());
        assertTrue(lastOf(report.devices().get(0), 3).contains(DeviceState.RUNNING));
    }

    @Test
    void aRefusedMigrationFailedAtTheDestination() throws Exception {
        Report report = report(both("refused"));
        assertEquals(Report.Outcome.FAILED, report.migrations().getFirst().outcome());
        Diagnosis diagnosis = report.migrations().getFirst().diagnosis().orElseThrow();
        assertEquals(Diagnosis.At.DESTINATION, diagnosis.at());
        assertEquals(Optional.of("state-incompatible"), diagnosis.cause());
        assertEquals(Optional.of("load"), diagnosis.failed().call());
        assertEquals(Optional.of("EFAULT"), diagnosis.failed().errno());
    }

    @Test
    void twoDevicesMigrateTogether() throws Exception {
        Report report = report(both("two-devices"));
        assertEquals(1, report.migrations().size());
        assertEquals(Report.Outcome.COMPLETED, report.migrations().getFirst().outcome());
        assertEquals(4, report.devices().size());
        // Seen by the driver, by the file that each read goes through, it is the same bytes.
        Report driver = report(List.of(SampleTraces.kernel("two-devices")));
        assertEquals(1, driver.migrations().size());
        assertEquals(resumed(report), resumed(driver));
    }

    @Test
    void theDriverSawTheWalkArcByArc() throws Exception {
        Report report = report(List.of(SampleTraces.kernel("walk")));
        assertTrue(report.devices().getFirst().path().stream().skip(1).allMatch(Report.PathEntry::observed));
        assertTrue(report.findings().stream().noneMatch(f -> f.rule().equals("illegal-arc")));
    }

    private static List<Long> resumed(Report report) {
        return report.devices().stream()
                .filter(device -> device.role() == Report.Role.DESTINATION)
                .map(device -> device.bytes().resumed().orElseThrow())
                .sorted()
                .toList();
    }

    private static List<Path> both(String run) {
        return List.of(SampleTraces.trace(run + "-source"), SampleTraces.trace(run + "-destination"));
    }

    private static Report report(List<Path> files) throws Exception {
        List<TraceInput> inputs = new ArrayList<>();
        for (Path file : files) {
            inputs.add(new TraceInput(String.valueOf(file.getFileName()), SampleTraces.events(file)));
        }
        return Analysis.of(inputs);
    }

    private static List<DeviceState> lastOf(Report.DeviceSummary device, int count) {
        List<DeviceState> path =
                device.path().stream().map(Report.PathEntry::state).toList();
        return path.subList(Math.max(0, path.size() - count), path.size());
    }
}
