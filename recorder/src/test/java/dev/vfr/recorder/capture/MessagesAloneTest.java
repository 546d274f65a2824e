package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What QEMU printed on stderr, as libvirt keeps it for each guest, is often all that is left of a migration.
final class MessagesAloneTest {

    @TempDir
    Path folder;

    @Test
    void aLoadThatFailedIsAFailureAtTheDestination() throws Exception {
        MigrationSummary migration = onlyMigration(
                "2024-05-01T10:05:00.123456Z qemu-kvm: 0000:3b:00.2: Failed setting device state to RUNNING, err: Invalid"
                        + " argument. Recover state is ERROR. Resetting device",
                "2024-05-01T10:05:00.223456Z qemu-kvm: error while loading state for instance 0x0 of device"
                        + " '0000:00:05.0/vfio'",
                "2024-05-01T10:05:00.223459Z qemu-kvm: load of migration failed: Invalid argument");
        assertEquals(Report.Outcome.FAILED, migration.outcome());
        Diagnosis diagnosis = migration.diagnosis().orElseThrow();
        assertEquals(Diagnosis.At.DESTINATION, diagnosis.at());
        assertEquals(Optional.of("0000:3b:00.2"), diagnosis.failed().device());
        assertEquals(Optional.of("SET RUNNING"), diagnosis.failed().call());
        assertEquals(Optional.of("EINVAL"), diagnosis.failed().errno());
        // From which state it did not go is not shown.
        assertEquals(Optional.empty(), diagnosis.failed().from());
    }

    @Test
    void loggingThatDidNotStartIsAFailureAtTheSource() throws Exception {
        MigrationSummary named = onlyMigration(
                "2024-05-01 10:00:00.000+0000: starting up libvirt version: 10.0.0, qemu version: 8.2.0",
                "2024-05-01T10:05:00.123456Z qemu-kvm: 0000:3b:00.2: Failed to start DMA logging, err -95 (Operation not"
                        + " supported)",
                "2024-05-01T10:05:00.123499Z qemu-kvm: vfio: Could not start dirty page tracking");
        assertEquals(Report.Outcome.FAILED, named.outcome());
        Diagnosis diagnosis = named.diagnosis().orElseThrow();
        assertEquals(Diagnosis.At.SOURCE, diagnosis.at());
        assertEquals(Optional.of("DMA logging start"), diagnosis.failed().call());
        assertEquals(Optional.of("EOPNOTSUPP"), diagnosis.failed().errno());
        MigrationSummary unnamed =
                onlyMigration("qemu-system-x86_64: vfio: Could not start dirty page tracking - Invalid argument");
        assertEquals(Report.Outcome.FAILED, unnamed.outcome());
        assertEquals(Diagnosis.At.SOURCE, unnamed.diagnosis().orElseThrow().at());
    }

    @Test
    void whatIsPrintedAtEveryStartIsNoMigration() throws Exception {
        assertEquals(
                List.of(),
                report(
                                "2024-05-01T10:05:00.123456Z qemu-kvm: -device vfio-pci,host=0000:86:00.2: warning:"
                                        + " 0000:86:00.2: VFIO migration is not supported in kernel",
                                "2024-05-01T10:05:00.223456Z qemu-kvm: vfio: Cannot reset device 0000:86:00.2, no"
                                        + " available reset mechanism.")
                        .migrations());
    }

    private MigrationSummary onlyMigration(String... lines) throws Exception {
        Report report = report(lines);
        assertEquals(1, report.migrations().size());
        return report.migrations().getFirst();
    }

    private Report report(String... lines) throws Exception {
        Path file = folder.resolve("qemu.stderr");
        Files.write(file, List.of(lines));
        InMemoryEvents events = new InMemoryEvents();
        TraceImport.run(List.of(ImportInput.of(file)), events, ImportProgress.NONE);
        return Analysis.of(List.of(new TraceInput("stderr", events)));
    }
}
