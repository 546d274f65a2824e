package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the kernel's driver and strace saw, judged alone and laid beside the VMM's own view.
final class ViewsOfOneRunTest {

    private static final String RUN = "a-precopy-ok-2";

    @Test
    void theDriversViewAloneTellsTheMigrationArcByArc() throws Exception {
        Report report = Analysis.of(List.of(kernel(RUN)));
        assertEquals(1, report.migrations().size());
        assertEquals(Report.Outcome.COMPLETED, report.migrations().getFirst().outcome());
        assertTrue(report.migrations().getFirst().downtimeNs().isPresent());
        Report.DeviceSummary destination = report.devices().get(1);
        assertEquals(Report.Role.DESTINATION, destination.role());
        List<Report.PathEntry> walked =
                destination.path().stream().filter(Report.PathEntry::observed).toList();
        // Every state of the two combination transitions, RUNNING to RESUMING and RESUMING to RUNNING_P2P.
        assertEquals(
                List.of(
                        DeviceState.RUNNING_P2P,
                        DeviceState.STOP,
                        DeviceState.RESUMING,
                        DeviceState.STOP,
                        DeviceState.RUNNING_P2P,
                        DeviceState.RUNNING),
                walked.stream().map(Report.PathEntry::state).limit(6).toList());
        assertTrue(walked.stream().limit(6).allMatch(entry -> entry.enteredNs().isPresent()));
        // The way into RESUMING is of the migration that RESUMING begins.
        assertTrue(walked.stream().limit(6).allMatch(entry -> entry.migration().orElse(-1) == 0));
        assertFalse(destination.path().stream().anyMatch(entry -> entry.cause() == Report.Cause.INFERRED));
    }

    @Test
    void dataThatNobodyToldApartAreNoDeviceThatGaveUp() throws Exception {
        Report report = Analysis.of(List.of(kernel("h-two-devices")));
        assertEquals(
                List.of(Report.Outcome.COMPLETED),
                report.migrations().stream()
                        .map(Report.MigrationSummary::outcome)
                        .toList());
        assertEquals(List.of(), report.findings());
    }

    @Test
    void besideTheVmmsOwnViewTheDriversIsDrawnAndNotJudged() throws Exception {
        Report alone = Analysis.of(List.of(vmm("src"), vmm("dst")));
        Report together = Analysis.of(List.of(vmm("src"), vmm("dst"), kernel(RUN)));
        assertEquals(alone.migrations(), together.migrations());
        assertEquals(alone.devices(), together.devices());
        assertEquals(alone.findings(), together.findings());
        assertEquals(
                List.of(false, false, true),
                together.traces().stream().map(Report.TraceSummary::companion).toList());
    }

    @Test
    void aViewOfAnotherTimeIsJudgedItself() throws Exception {
        Report report = Analysis.of(List.of(vmm("src"), vmm("dst"), kernel("c-cancel-strace")));
        assertEquals(2, report.migrations().size());
        assertTrue(report.traces().stream().noneMatch(Report.TraceSummary::companion));
    }

    private static TraceInput vmm(String side) throws Exception {
        return input(side, Captures.files(RUN, side));
    }

    private static TraceInput kernel(String run) throws Exception {
        return input(
                "kernel", List.of(ImportInput.of(Captures.FOLDER.resolve(run).resolve("kernel-mtty.ftrace.gz"))));
    }

    private static TraceInput input(String name, List<ImportInput> files) throws Exception {
        return new TraceInput(name, new InMemoryEvents(new ArrayList<>(Captures.events(files))));
    }
}
