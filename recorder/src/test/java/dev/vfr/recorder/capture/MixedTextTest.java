package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.vfio.DeviceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that hold lines of several kinds: each line is taken for what it is, and keeps its place.
final class MixedTextTest {

    private static final Path FIELD = Captures.resource("/field");

    @TempDir
    private Path folder;

    @Test
    void aDomainLogShowsItsProcessAndItsEnd() throws Exception {
        List<MigrationEvent> events = Captures.events(FIELD.resolve("05-no-migration-driver/domain.log"));
        ProcessNamed process = only(events, ProcessNamed.class);
        assertEquals("hv12.example.net", process.host().orElseThrow());
        assertEquals("6.8.0-45-generic", process.kernel().orElseThrow());
        assertEquals("qemu-system-x86_64", process.vmm().orElseThrow());
        assertEquals("8.2.2", process.vmmVersion().orElseThrow());
        assertEquals("/usr/bin/qemu-system-x86_64", process.commandLine().getFirst());
        assertEquals("timestamp=on", process.commandLine().getLast());
        assertTrue(process.commandLine()
                .contains("{\"driver\":\"vfio-pci\",\"host\":\"0000:03:00.0\",\"id\":\"hostdev0\",\"bus\":\"pci.5\","
                        + "\"addr\":\"0x0\"}"));
        assertEquals(
                List.of(
                        "qemu-system-x86_64| warning: 0000:03:00.0: VFIO migration is not supported in kernel",
                        "libvirt-shutting-down| destroyed",
                        "qemu-system-x86_64| terminating on signal 15 from pid 1733 (/usr/sbin/libvirtd)"),
                told(events));
    }

    @Test
    void theCommandLineOfADestinationSaysSo() throws Exception {
        List<MigrationEvent> events = Captures.events(FIELD.resolve("22-two-vms-one-log/dst-domain.log"));
        ProcessNamed process = only(events, ProcessNamed.class);
        assertEquals("10.0.13", process.vmmVersion().orElseThrow());
        assertEquals(
                List.of("-incoming", "defer"),
                process.commandLine()
                        .subList(
                                process.commandLine().indexOf("-incoming"),
                                process.commandLine().indexOf("-incoming") + 2));
        assertEquals(0, process.header().timeNs());
        assertEquals(
                Optional.of(DeviceState.RESUMING),
                all(events, DeviceStateSet.class).getFirst().requested());
    }

    @Test
    void messagesStandBetweenTheMessagesOfQmp() throws Exception {
        for (String file : List.of("out.txt", "with-commands.txt")) {
            List<MigrationEvent> events = Captures.events(FIELD.resolve("09-qmp-stdio-with-stderr/" + file));
            assertEquals(
                    List.of(CaptureSource.QMP, CaptureSource.QEMU_STDERR),
                    only(events, TraceOpened.class).sources());
            ErrorLinePrinted line = only(events, ErrorLinePrinted.class);
            assertEquals("Not a migration stream", line.text());
            assertEquals("qemu-system-x86_64", line.program().orElseThrow());
            List<MigrationStatusChanged> statuses = all(events, MigrationStatusChanged.class);
            assertEquals("active", statuses.get(1).status());
            assertEquals("failed", statuses.get(2).status());
            assertTrue(statuses.get(1).header().seq() < line.header().seq());
            assertTrue(line.header().seq() < statuses.get(2).header().seq());
            assertEquals(
                    "load of migration failed: Invalid argument",
                    only(events, MigrationQueried.class).errorText().orElseThrow());
        }
    }

    @Test
    void commandsAreReadAsPythonPrintsThem() throws Exception {
        List<MigrationEvent> events = Captures.events(FIELD.resolve("09-qmp-stdio-with-stderr/with-commands.txt"));
        assertEquals(
                "{\"uri\":\"exec:echo x\",\"exit-on-error\":false}",
                command(events, "migrate-incoming").arguments());
        Path other = write("src.txt", """
                {'execute': 'migrate', 'arguments': {'uri': "exec:cat > /tmp/it's \\\\ here", 'detach': True, 'x': None}}
                {'return': {}}
                """);
        assertEquals(
                "{\"uri\":\"exec:cat > /tmp/it's \\\\ here\",\"detach\":true,\"x\":null}",
                command(Captures.events(other), "migrate").arguments());
    }

    @Test
    void messagesQmpAndLibvirtAreToldApartInOneFile() throws Exception {
        List<MigrationEvent> events = Captures.events(FIELD.resolve("27-domain-log-with-qmp/dst.log"));
        assertEquals(
                "{\"uri\":\"tcp:[::]:49152\"}",
                command(events, "migrate-incoming").arguments());
        assertEquals(
                List.of(
                        "command| migrate-incoming",
                        "status| setup",
                        "status| active",
                        "qemu-system-aarch64| Length too large: /rom@etc/acpi/rsdp: 0x10000 > 0x1000: Invalid argument",
                        "qemu-system-aarch64| error while loading state for instance 0x0 of device 'ram'",
                        "qemu-system-aarch64| load of migration failed: Invalid argument",
                        "status| failed",
                        "libvirt-shutting-down| failed"),
                told(events));
        List<MigrationEvent> messages = Captures.events(FIELD.resolve("27-domain-log-with-qmp/only-messages.log"));
        assertEquals(
                "{\"uri\":\"tcp:[::]:49152\"}",
                command(messages, "migrate-incoming").arguments());
        assertEquals(3, all(messages, ErrorLinePrinted.class).size());
    }

    @Test
    void everyLineOfTheFieldIsAccountedFor() throws Exception {
        for (String file : List.of(
                "05-no-migration-driver/domain.log",
                "07-kubevirt-json-log/jq-msg.txt",
                "15-postcopy-dma-map-crash/dst-domain.log",
                "27-domain-log-with-qmp/dst.log",
                "27-domain-log-with-qmp/only-messages.log")) {
            InMemoryEvents events = new InMemoryEvents();
            ImportSummary summary =
                    TraceImport.run(List.of(ImportInput.of(FIELD.resolve(file))), events, ImportProgress.NONE);
            assertTrue(
                    summary.files().getFirst().skipped().keySet().stream()
                            .allMatch(reason -> reason.name().equals("OTHER_MESSAGE")),
                    file + summary);
            assertTrue(
                    all(events.toList(), ErrorLinePrinted.class).stream()
                            .noneMatch(line -> line.text().contains("reason=")
                                    || line.text().contains("qmp_cmd_name")
                                    || line.text().contains("char device")),
                    file);
        }
    }

    @Test
    void aMessageWithoutATimeStandsBeforeTheNextLineWithOne() throws Exception {
        List<MigrationEvent> events = Captures.events(FIELD.resolve("15-postcopy-dma-map-crash/dst-domain.log"));
        assertEquals(
                List.of(
                        "qemu-system-x86_64| VFIO_MAP_DMA failed: Bad address",
                        "qemu-system-x86_64| vfio_dma_map(0x55a28c7659d0, 0xc0000, 0xb000, 0x7f1b11a00000) = -14 (Bad"
                                + " address)",
                        "qemu| hardware error: vfio: DMA mapping failed, unable to continue",
                        "libvirt-shutting-down| crashed"),
                told(events));
        Path log = write("vm1.log", """
                2026-12-01 00:45:24.980+0000: Domain id=1 is tainted: high-privileges
                2026-12-01T00:45:25.468306Z qemu-system-x86_64: vfio: Cannot reset device mt0, no available reset mechanism.
                0000:b1:00.2: Failed setting device state to RUNNING_P2P. Recover state is ERROR. Resetting device: Input/output error
                2026-12-01T00:45:31.468306Z qemu-system-x86_64: terminating on signal 15 from pid 240 (libvirtd)
                """);
        Path qmp = write("vm1.qmp", """
                {"timestamp": {"seconds": 1796085930, "microseconds": 1}, "event": "RESUME"}
                {"timestamp": {"seconds": 1796085940, "microseconds": 1}, "event": "STOP"}
                """);
        List<String> told = told(Captures.events(log, qmp));
        assertEquals(
                "-| 0000:b1:00.2: Failed setting device state to RUNNING_P2P. Recover state is ERROR. Resetting device:"
                        + " Input/output error",
                told.get(2));
        assertEquals(List.of("command| RESUME", "command| STOP"), List.of(told.get(1), told.get(4)));
    }

    @Test
    void aMessageWithoutATimeStillGivesTheErrno() throws Exception {
        Path trace = Captures.FOLDER.resolve("m-fail-load/dst.trace.log");
        Path messages = write("dst.stderr", """
                2026-11-20T10:14:37.780000Z qemu-system-x86_64: vfio: Cannot reset device x, no available reset mechanism.
                00000001-0000-4000-8000-005169676702: Failed setting device state to RUNNING_P2P. Recover state is ERROR. Resetting device: Input/output error
                2026-11-20T10:14:43.780000Z qemu-system-x86_64: terminating on signal 15 from pid 1 (x)
                """);
        List<DeviceStateSet> failed = all(Captures.events(trace, messages), DeviceStateSet.class).stream()
                .filter(set -> set.result().isFailed())
                .toList();
        assertEquals(1, failed.size());
        assertEquals("EIO", failed.getFirst().result().name());
    }

    @Test
    void qmpAndMessagesInATraceLogReadAsFromTheirOwnFiles() throws Exception {
        Path trace = Captures.FOLDER.resolve("m-fail-load/dst.trace.log");
        Path messages = Captures.FOLDER.resolve("m-fail-load/dst.stderr");
        List<MigrationEvent> apart = Captures.events(trace, messages);
        List<String> lines = new ArrayList<>(Files.readAllLines(trace));
        lines.addAll(Files.readAllLines(messages));
        lines.add("{\"execute\": \"quit\"}");
        lines.add("2026-11-20 10:14:43.104+0000: shutting down, reason=destroyed");
        lines.add("some other text");
        List<MigrationEvent> mixed = Captures.events(write("dst.trace.log", String.join("\n", lines) + "\n"));
        assertEquals(
                all(apart, DeviceStateSet.class).stream()
                        .map(set -> set.requested() + " " + set.result())
                        .toList(),
                all(mixed, DeviceStateSet.class).stream()
                        .map(set -> set.requested() + " " + set.result())
                        .toList());
        assertEquals("", command(mixed, "quit").arguments());
        assertEquals("destroyed", all(mixed, VmmStepSeen.class).getLast().text());
        // QEMU prints into the log of a domain what has no other place.
        assertEquals(
                "some other text", all(mixed, ErrorLinePrinted.class).getLast().text());
    }

    @Test
    void aSecondStartInTheLogOfADomainIsAnotherProcess() throws Exception {
        String run = """
                2026-12-01 00:3%d:59.310+0000: starting up libvirt version: 11.3.0, qemu version: 10.0.13Debian, kernel: 6.12.117, hostname: host-a
                LC_ALL=C \\
                /usr/bin/qemu-system-x86_64 \\
                -name guest=vm1 \\
                %s-msg timestamp=on
                2026-12-01T00:3%d:59.400000Z qemu-system-x86_64: warning: something
                2026-12-01 00:3%d:59.500+0000: shutting down, reason=saved
                """;
        Path log = write("vm1.log", run.formatted(6, "", 6, 6) + run.formatted(7, "-incoming defer \\\n", 7, 7));
        List<MigrationEvent> events = Captures.events(log);
        List<ProcessNamed> processes = all(events, ProcessNamed.class);
        assertEquals(2, processes.size());
        assertEquals(0, processes.get(0).header().process());
        assertEquals(1, processes.get(1).header().process());
        assertTrue(processes.get(1).commandLine().contains("-incoming"));
        assertEquals(processes.get(0).hostClock(), processes.get(1).hostClock());
        assertEquals(60_000_000_000L, processes.get(1).header().timeNs());
        assertEquals(
                List.of(0, 1),
                all(events, ErrorLinePrinted.class).stream()
                        .map(line -> line.header().process())
                        .toList());
    }

    @Test
    void aCommandLineBesideTheCapturesIsThatOfTheProcess() throws Exception {
        Path command =
                write("dst.cmdline.json", "[\"qemu-system-x86_64\", \"-name\", \"dst\", \"-incoming\", \"defer\"]");
        Path messages = write("dst.stderr", "2026-12-01T00:45:25.468306Z qemu-system-x86_64: oops\n");
        List<MigrationEvent> events = Captures.events(messages, command);
        assertEquals(
                List.of("qemu-system-x86_64", "-name", "dst", "-incoming", "defer"),
                only(events, ProcessNamed.class).commandLine());
        assertEquals(1, all(events, ErrorLinePrinted.class).size());
    }

    @Test
    void aTimeThatNoCaptureCanHaveIsNone() throws Exception {
        Path file = write("any.log", """
                9999-12-31T23:59:59Z qemu-kvm: far
                {"timestamp": {"seconds": 253402300799, "microseconds": 1}, "event": "STOP"}
                {"t": 1e300, "msg": {"execute": "stop"}}
                9999-12-31 23:59:59.999+0000: shutting down, reason=failed
                1970-01-01T00:00:01Z qemu-kvm: first
                2076-01-01T00:00:01Z qemu-kvm: last
                """);
        List<MigrationEvent> events = Captures.events(file);
        assertEquals(
                List.of(
                        "qemu-kvm| far",
                        "command| STOP",
                        "command| stop",
                        "libvirt-shutting-down| failed",
                        "qemu-kvm| first",
                        "qemu-kvm| last"),
                told(events));
        assertEquals(
                List.of(false, false, true, false),
                events.stream()
                        .filter(event -> event instanceof ErrorLinePrinted || event instanceof VmmStepSeen)
                        .map(event -> event.header().hasTime())
                        .toList());
    }

    @Test
    void damagedMixturesAreReadOrRefusedInOneLine() throws Exception {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> all = Files.walk(FIELD)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                List<String> some = Files.readAllLines(file);
                lines.addAll(some.subList(0, Math.min(60, some.size())));
            }
        }
        Random random = new Random(12);
        for (int round = 0; round < 80; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                StringBuilder line = new StringBuilder(lines.get(random.nextInt(lines.size())));
                for (int change = random.nextInt(4); change > 0 && !line.isEmpty(); change--) {
                    int at = random.nextInt(line.length());
                    switch (random.nextInt(3)) {
                        case 0 -> line.setLength(at);
                        case 1 -> line.setCharAt(at, (char) random.nextInt(1, 300));
                        default -> line.insert(at, "{'\\\"}\n");
                    }
                }
                text.append(line).append('\n');
            }
            Path file = write("any.log", text.toString());
            try {
                List<MigrationEvent> events = Captures.events(file);
                for (int i = 0; i < events.size(); i++) {
                    assertEquals(i, events.get(i).header().seq());
                }
            } catch (EventSourceException e) {
                assertEquals(1, String.valueOf(e.getMessage()).lines().count());
            }
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// What was printed, commanded and said by libvirt, in the order of the trace.
    private static List<String> told(List<MigrationEvent> events) {
        List<String> told = new ArrayList<>();
        for (MigrationEvent event : events) {
            switch (event) {
                case ErrorLinePrinted line -> told.add(line.program().orElse("-") + "| " + line.text());
                case VmmStepSeen step -> told.add(step.name() + "| " + step.text());
                case MigrationStatusChanged status -> told.add("status| " + status.status());
                case VmmCommandSeen command -> {
                    if (!command.name().equals("MIGRATION")) {
                        told.add("command| " + command.name());
                    }
                }
                default -> {}
            }
        }
        return told;
    }

    private static VmmCommandSeen command(List<MigrationEvent> events, String name) {
        return all(events, VmmCommandSeen.class).stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static <T extends MigrationEvent> T only(List<MigrationEvent> events, Class<T> type) {
        List<T> all = all(events, type);
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }

    private static <T extends MigrationEvent> List<T> all(List<MigrationEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
