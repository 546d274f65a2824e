package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Verdict;
import dev.vfr.model.vfio.DeviceState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernel's log in its forms, alone and beside the captures of a process.
final class KernelLogInputTest {

    private static final String VF = "0000:31:00.1";
    private static final String TEXT = "hisi-acc-vfio-pci 0000:31:00.1: failed to match VF devices";
    private static final long SECOND = 1_000_000_000L;
    /// 2026-12-01T00:45:11Z
    private static final long AT = 1_796_085_911L;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[   12.345678] @",
                "[   12.345678][ T123] @",
                "[   12.345678] [    C0] @",
                "<3>[   12.345678] @",
                "kern  :err   : [   12.345678] @",
                "[Tue Dec  1 00:45:11 2026] @",
                "kern  :err   : [Tue Dec  1 00:45:11 2026] @",
                "2026-12-01T00:45:11,123456+00:00 @",
                "Dec 01 00:45:11 host kernel: @",
                "Dec  1 00:45:11 host kernel: [   12.345678] @",
                "Dec 01 00:45:11.123456 host kernel: @",
                "2026-12-01T00:45:11+0000 host kernel: @",
                "2026-12-01T00:45:11.123456+00:00 host kernel: @",
                "[   12.345678] host kernel: @",
                "1796085911.123456 host kernel: @",
                "{\"MESSAGE\":\"@\",\"_TRANSPORT\":\"kernel\",\"PRIORITY\":\"3\","
                        + "\"__REALTIME_TIMESTAMP\":\"1796085911123456\",\"__MONOTONIC_TIMESTAMP\":\"12350000\","
                        + "\"_SOURCE_MONOTONIC_TIMESTAMP\":\"12345678\"}",
                "__REALTIME_TIMESTAMP=1796085911123456~__MONOTONIC_TIMESTAMP=12350000~_TRANSPORT=kernel~PRIORITY=3~"
                        + "SYSLOG_IDENTIFIER=kernel~MESSAGE=@~_SOURCE_MONOTONIC_TIMESTAMP=12345678~",
            })
    void everyFormGivesTheMessageItsDeviceAndWhatItShowsOfTheTime(String form) throws Exception {
        Path log = Files.writeString(
                folder.resolve("dmesg"), form.replace("@", TEXT).replace("~", "\n") + "\n");
        Files.setLastModifiedTime(log, FileTime.from(Instant.ofEpochSecond(AT + 86_400)));
        List<MigrationEvent> events = Captures.events(log);
        assertEquals(
                List.of(CaptureSource.KERNEL_LOG),
                of(TraceOpened.class, events).getFirst().sources());
        KernelMessagePrinted message = only(KernelMessagePrinted.class, events);
        assertEquals(TEXT, message.text());
        DeviceNamed named = only(DeviceNamed.class, events);
        assertEquals(VF, named.name());
        assertEquals(named.header().device(), message.header().device());
        if (form.contains("12.345678") || form.contains("12345678")) {
            assertEquals(OptionalLong.of(12_345_678_000L), message.bootNs());
        }
        if (form.contains("err ") || form.startsWith("<3>") || form.contains("PRIORITY")) {
            assertEquals(Optional.of("err"), message.level());
        }
        boolean real = form.contains("00:45:11") || form.contains("1796085911");
        assertEquals(real, message.header().hasTime(), "a boot stamp alone is no time of a trace");
        assertEquals(real, message.uncertaintyNs().isPresent());
        if (real) {
            ClockAnchored anchor = only(ClockAnchored.class, events);
            long ns = anchor.realtimeNs() + message.header().timeNs() - anchor.monotonicNs();
            assertTrue(Math.abs(ns - AT * SECOND) <= SECOND, form + " gave " + Instant.ofEpochSecond(ns / SECOND));
        }
    }

    @Test
    void aTimeWithoutZoneIsUncertainByAllZones() throws Exception {
        assertEquals(14 * 3600 * SECOND, uncertainty("Dec 01 00:45:11 host kernel: "));
        assertEquals(14 * 3600 * SECOND, uncertainty("[Tue Dec  1 00:45:11 2026] "));
        assertEquals(SECOND, uncertainty("2026-12-01T00:45:11+0100 host kernel: "));
        assertEquals(10 * SECOND, uncertainty("2026-12-01T00:45:11,123456+00:00 "));
    }

    private long uncertainty(String before) throws Exception {
        Path log = Files.writeString(folder.resolve("log"), before + TEXT + "\n");
        return only(KernelMessagePrinted.class, Captures.events(log))
                .uncertaintyNs()
                .orElseThrow();
    }

    @Test
    void theYearIsTheNewestThatIsNotAfterTheFile() throws Exception {
        Path log = Files.writeString(folder.resolve("kern.log"), "Dec 31 23:59:00 host kernel: " + TEXT + "\n");
        Files.setLastModifiedTime(log, FileTime.from(Instant.parse("2026-03-01T00:00:00Z")));
        ClockAnchored anchor = only(ClockAnchored.class, Captures.events(log));
        assertEquals(Instant.parse("2025-12-31T23:59:00Z"), Instant.ofEpochSecond(anchor.realtimeNs() / SECOND));
    }

    @Test
    void whatDoesNotBearOnPassedThroughDevicesIsSkippedAndCounted() throws Exception {
        Path log = Files.writeString(
                folder.resolve("dmesg"),
                "[    1.000000] usb 1-1: new high-speed USB device number 2 using xhci_hcd\n"
                        + "[    2.000000] e1000e 0000:00:1f.6 eno1: NIC Link is Down\n"
                        + "[    3.000000] pci " + VF + ": Adding to iommu group 7\n"
                        + "[    4.000000] " + TEXT + "\n"
                        + "[    5.000000] Out of memory: Killed process 4242 (qemu-system-x86) total-vm:9kB\n"
                        + "[    6.000000] Out of memory: Killed process 4243 (java) total-vm:9kB\n");
        InMemoryEvents events = new InMemoryEvents();
        ImportSummary summary = TraceImport.run(List.of(ImportInput.of(log)), events, ImportProgress.NONE);
        List<String> texts = of(KernelMessagePrinted.class, events.toList()).stream()
                .map(KernelMessagePrinted::text)
                .toList();
        assertEquals(3, texts.size(), texts.toString());
        assertEquals(
                3,
                summary.files().getFirst().skipped().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        assertEquals(ImportFormat.KERNEL_LOG, summary.files().getFirst().format());
    }

    @Test
    void arcsThatADriverPrintsAreObserved() throws Exception {
        String xe = " xe-vfio-pci 0000:4d:00.1: ";
        Path log = Files.writeString(
                folder.resolve("dmesg"),
                "[ 10.000000]" + xe + "state: running->running_p2p\n"
                        + "[ 10.100000]" + xe + "state: running_p2p->stop\n"
                        + "[ 10.200000]" + xe + "state: stop->stopcopy\n"
                        + "[ 10.300000]" + xe + "Failed to transition state: stop->stopcopy err=-5\n");
        List<ArcTaken> arcs = of(ArcTaken.class, Captures.events(log));
        assertEquals(
                List.of(DeviceState.RUNNING_P2P, DeviceState.STOP, DeviceState.STOP_COPY),
                arcs.stream().map(ArcTaken::to).toList());
        assertEquals(CallResult.OK, arcs.get(0).result());
        assertEquals(CallResult.OK, arcs.get(1).result());
        assertEquals("EIO", arcs.get(2).result().name());
    }

    @Test
    void theHostSoftwareOfAVgpuIsHeardInTheJournal() throws Exception {
        Path log = Files.writeString(
                folder.resolve("journal"),
                "Dec 01 00:45:11 host nvidia-vgpu-mgr[4711]: error: vmiop_log: (0x0): vGPU migration is disabled\n");
        assertEquals(
                "nvidia-vgpu-mgr: error: vmiop_log: (0x0): vGPU migration is disabled",
                only(KernelMessagePrinted.class, Captures.events(log)).text());
    }

    @Test
    void linesOfQemuAreNoKernelLog() throws Exception {
        Path log = Files.writeString(
                folder.resolve("qemu.log"),
                "2026-12-01T00:45:11.110000Z qemu-system-x86_64: " + VF + ": Failed setting device state to STOP, err:"
                        + " Invalid argument. Setting device in recover state ERROR\n");
        assertEquals(
                List.of(CaptureSource.QEMU_STDERR),
                only(TraceOpened.class, Captures.events(log)).sources());
    }

    @Test
    void anArcWhoseEndIsNotShownIsOfUnknownResult() throws Exception {
        Path log = Files.writeString(
                folder.resolve("dmesg"), "[ 10.000000] xe-vfio-pci 0000:4d:00.1: state: running->running_p2p\n");
        assertEquals(
                CallResult.UNKNOWN, only(ArcTaken.class, Captures.events(log)).result());
    }

    @Test
    void besideTheCapturesOfAProcessTheReasonStandsBesideTheFailedCall() throws Exception {
        Diagnosis diagnosis = withKernel("2026-12-01T00:45:11.200000+00:00 host kernel: " + TEXT + "\n"
                + "2026-12-01T00:45:11.200000+00:00 host kernel: vfio-pci 0000:99:00.1: failed to reset\n");
        assertEquals(Optional.of("kernel-state-incompatible"), diagnosis.cause());
        assertEquals(Report.Outcome.FAILED, outcome);
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.label().equals("kernel said")
                                && line.value().contains("failed to match VF devices")),
                lines.toString());
        assertTrue(lines.stream().noneMatch(line -> line.value().contains("0000:99:00.1")), lines.toString());
    }

    @Test
    void aMessageWithoutAnchorIsShownAndNotJudged() throws Exception {
        Diagnosis diagnosis = withKernel("[   12.345678] " + TEXT + "\n");
        assertTrue(!diagnosis.cause().equals(Optional.of("kernel-state-incompatible")), diagnosis.toString());
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.label().equals("kernel said")
                                && line.value().contains("time unknown")),
                lines.toString());
    }

    @Test
    void aMessageOfAnotherDayIsNotBesideTheCall() throws Exception {
        withKernel("2026-11-29T00:45:11.200000+00:00 host kernel: " + TEXT + "\n");
        assertTrue(lines.stream().noneMatch(line -> line.label().equals("kernel said")), lines.toString());
    }

    private Report.Outcome outcome = Report.Outcome.INCOMPLETE;
    private List<Verdict.Line> lines = List.of();

    /// A destination whose device rejects its state at 00:45:11.1.
    private Diagnosis withKernel(String kernel) throws Exception {
        String at = "4021@1796085911.";
        Path qemu = Files.writeString(
                folder.resolve("dst.trace.log"),
                at + "000000:migrate_set_state new state setup\n"
                        + at + "010000:vfio_migration_set_state (" + VF + ") new state RESUMING, recover state ERROR\n"
                        + at + "020000:vfio_migration_set_device_state (" + VF + ") state RESUMING\n"
                        + at + "050000:vfio_load_state_device_data (" + VF + ") size 4096 ret 0\n"
                        + at + "100000:vfio_migration_set_state (" + VF + ") new state STOP, recover state ERROR\n"
                        + "2026-12-01T00:45:11.110000Z qemu-system-x86_64: " + VF
                        + ": Failed setting device state to STOP, err: Invalid argument. Setting device in recover state"
                        + " ERROR\n"
                        + at + "300000:migrate_set_state new state failed\n");
        Path log = Files.writeString(folder.resolve("kernel.log"), kernel);
        InMemoryEvents events = new InMemoryEvents();
        TraceImport.run(List.of(ImportInput.of(qemu), ImportInput.of(log)), events, ImportProgress.NONE);
        Report report = Analysis.of(List.of(new TraceInput("dst", events)));
        assertEquals(1, report.migrations().size());
        outcome = report.migrations().getFirst().outcome();
        lines = report.migrations().getFirst().verdict().lines();
        return report.migrations().getFirst().diagnosis().orElseThrow();
    }

    @Test
    void damagedLogsGiveALineOrWhatIsLeftAndNoFailure() throws Exception {
        String real = Files.readString(Captures.resource("/kernel/dmesg"));
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            Path log = Files.write(folder.resolve("dmesg"), damaged(real, random));
            try {
                InMemoryEvents events = new InMemoryEvents();
                TraceImport.run(
                        List.of(new ImportInput(log, Optional.of(ImportFormat.KERNEL_LOG))),
                        events,
                        ImportProgress.NONE);
                Report report = Analysis.of(List.of(new TraceInput("k", events)));
                assertTrue(
                        report.findings().stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR),
                        "seed " + seed);
                assertEquals(List.of(), report.migrations(), "seed " + seed);
            } catch (EventSourceException e) {
                assertTrue(!String.valueOf(e.getMessage()).contains("\n"), "seed " + seed);
            }
        }
    }

    private static byte[] damaged(String text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        for (int i = 0; i < 40; i++) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            int cut = line.isEmpty() ? 0 : random.nextInt(line.length());
            switch (random.nextInt(6)) {
                case 0 -> lines.set(at, line.substring(cut));
                case 1 -> lines.set(at, line.substring(0, cut));
                case 2 -> lines.add(at, line + line);
                case 3 -> lines.set(at, line.replaceAll("\\d", String.valueOf(random.nextInt(10))));
                case 4 -> lines.set(at, line + "x".repeat(1 + random.nextInt(200_000)));
                default -> lines.set(at, line.substring(0, cut) + "\0\u00e4\ufffd{[<" + line.substring(cut));
            }
        }
        byte[] bytes = String.join(random.nextBoolean() ? "\n" : "\r\n", lines)
                .getBytes(random.nextBoolean() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        return random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static <E extends MigrationEvent> List<E> of(Class<E> kind, List<MigrationEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <E extends MigrationEvent> E only(Class<E> kind, List<MigrationEvent> events) {
        List<E> found = of(kind, events);
        assertEquals(1, found.size(), found.toString());
        return found.getFirst();
    }
}
