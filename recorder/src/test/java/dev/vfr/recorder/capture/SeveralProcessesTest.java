package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logs that hold the lines of several processes.
final class SeveralProcessesTest {

    @TempDir
    private Path folder;

    @Test
    void sourceAndDestinationInOneLogAreTwoProcesses() throws Exception {
        Path both = Captures.resource("/field").resolve("22-two-vms-one-log/both.log");
        InMemoryEvents sink = new InMemoryEvents();
        ImportSummary summary = TraceImport.run(List.of(ImportInput.of(both)), sink, ImportProgress.NONE);
        assertEquals(2, summary.processes());
        List<MigrationEvent> events = sink.toList();
        assertEquals(List.of("both 1", "both 2"), labels(events));
        List<String> own = Files.readAllLines(both).stream()
                .filter(line -> line.matches("10[37]@.*"))
                .toList();
        assertEquals(calls(Captures.events(write("dst.log", own)), 0), calls(events, 1));
        assertTrue(events.stream().anyMatch(event -> event instanceof DeviceReset reset && ofProcess(reset, 1)));
        assertEquals(
                List.of("00000001-0000-4000-8000-005169676701", "00000001-0000-4000-8000-005169676702"),
                events.stream()
                        .filter(DeviceNamed.class::isInstance)
                        .map(event -> ((DeviceNamed) event).name())
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"m-fail-load", "h-two-devices", "i-multifd-transfer", "a-precopy-ok-2", "m-slow-steps"})
    void eachProcessReadsAsFromItsOwnLog(String capture) throws Exception {
        Path source = Captures.FOLDER.resolve(capture).resolve("src.trace.log");
        Path destination = Captures.FOLDER.resolve(capture).resolve("dst.trace.log");
        List<String> bySource = calls(Captures.events(source), 0);
        List<String> byDestination = calls(Captures.events(destination), 0);
        List<String> appended = new ArrayList<>(Files.readAllLines(source));
        appended.addAll(Files.readAllLines(destination));
        List<String> sorted = new ArrayList<>(appended);
        sorted.sort(Comparator.comparing(line -> line.substring(line.indexOf('@'))));
        for (List<String> lines : List.of(appended, sorted)) {
            List<MigrationEvent> events = Captures.events(write("both.log", lines));
            assertEquals(2, labels(events).size());
            assertEquals(bySource, calls(events, 0));
            assertEquals(byDestination, calls(events, 1));
        }
    }

    @Test
    void aLogThatWasAppendedOnAnotherHostIsOfAnotherProcess() throws Exception {
        // 10.1 and later print no thread; both hosts call the device alike.
        List<String> lines = new ArrayList<>();
        for (String side : List.of("src", "dst")) {
            Path log = Captures.FOLDER.resolve("q11-m-fail-load").resolve(side + ".trace.log");
            Files.readAllLines(log)
                    .forEach(line ->
                            lines.add(line.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "0000:b1:00.2")));
        }
        List<MigrationEvent> events = Captures.events(write("both.log", lines));
        assertEquals(List.of("both 1", "both 2"), labels(events));
        assertEquals(
                2,
                events.stream()
                        .filter(DeviceNamed.class::isInstance)
                        .map(event -> event.header().device())
                        .distinct()
                        .count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i-ping-pong",
                "h-two-devices",
                "i-multifd-transfer",
                "m-fail-load",
                "m-enomsg",
                "c-cancel",
                "q11-m-fail-load",
                "q11-i-multifd-mismatch"
            })
    void oneProcessIsNeverTakenForTwo(String capture) throws Exception {
        try (Stream<Path> all = Files.list(Captures.FOLDER.resolve(capture))) {
            for (Path log :
                    all.filter(file -> file.toString().endsWith(".trace.log")).toList()) {
                assertEquals(1, labels(Captures.events(log)).size(), log.toString());
                // Without the lines of the start, and of what only some threads print.
                for (String gone : List.of("vfio_(attach|mdev|migration_realize|device_attach)", "vfio_", "vmstate_")) {
                    List<String> fewer = Files.readAllLines(log).stream()
                            .filter(line -> !line.matches(".*[: ]" + gone + ".*"))
                            .toList();
                    assertEquals(
                            1, labels(Captures.events(write("some.log", fewer))).size(), log + " without " + gone);
                }
            }
        }
    }

    @Test
    void aMessageGoesToTheProcessOfItsDevice() throws Exception {
        List<String> lines = new ArrayList<>();
        for (String side : List.of("src", "dst")) {
            lines.addAll(
                    Files.readAllLines(Captures.FOLDER.resolve("m-fail-load").resolve(side + ".trace.log")));
        }
        lines.sort(Comparator.comparing(line -> line.substring(line.indexOf('@'))));
        lines.add("2026-11-20T10:14:59.104000Z qemu-system-x86_64: 00000001-0000-4000-8000-005169676701: something");
        List<MigrationEvent> events = Captures.events(write("both.log", lines));
        ErrorLinePrinted line = events.stream()
                .filter(ErrorLinePrinted.class::isInstance)
                .map(ErrorLinePrinted.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
        assertTrue(ofProcess(line, 0));
    }

    @Test
    void mixedLinesDroppedDoubledOrMovedNeverStopTheImport() throws Exception {
        List<String> lines = Files.readAllLines(Captures.resource("/field").resolve("22-two-vms-one-log/both.log"));
        Random random = new Random(11);
        for (int round = 0; round < 40; round++) {
            List<String> agitated = new ArrayList<>(lines);
            for (int change = 0; change < 10; change++) {
                int at = random.nextInt(agitated.size());
                switch (random.nextInt(3)) {
                    case 0 -> agitated.remove(at);
                    case 1 -> agitated.add(at, agitated.get(at));
                    default -> agitated.add(random.nextInt(agitated.size()), agitated.remove(at));
                }
            }
            List<MigrationEvent> events = Captures.events(write("both.log", agitated));
            assertEquals(2, labels(events).size());
            for (int i = 0; i < events.size(); i++) {
                assertEquals(i, events.get(i).header().seq());
            }
        }
    }

    private Path write(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    private static List<String> labels(List<MigrationEvent> events) {
        return events.stream()
                .filter(ProcessNamed.class::isInstance)
                .map(event -> ((ProcessNamed) event).label())
                .toList();
    }

    private static boolean ofProcess(MigrationEvent event, int process) {
        return event.header().process() == process;
    }

    /// The requests of a process, with their duration and outcome.
    private static List<String> calls(List<MigrationEvent> events, int process) {
        List<String> calls = new ArrayList<>();
        for (MigrationEvent event : events) {
            EventHeader header = event.header();
            if (event instanceof DeviceStateSet set && header.process() == process) {
                calls.add(set.requested() + " " + set.cause() + " " + set.result() + " " + header.durationNs() + " "
                        + header.thread() + " " + header.session());
            }
        }
        return calls;
    }
}
