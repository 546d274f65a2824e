package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trace logs as they are found: cut, damaged, mixed, without times.
final class LogInputTest {

    private static final String NAME = "0000:b1:00.2";

    @TempDir
    private Path folder;

    @Test
    void carriageReturnsChangeNothing() throws Exception {
        Path log = capture("m-large/src.trace.log");
        Path windows = write("src.trace.log", Files.readString(log).replace("\n", "\r\n"));
        assertEquals(Captures.events(log), Captures.events(windows));
    }

    @Test
    void compressedLogsAreReadAsTheyAre() throws Exception {
        Path log = capture("m-large/src.trace.log");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Files.readAllBytes(log));
        }
        Path file = Files.write(folder.resolve("src.trace.log.gz"), packed.toByteArray());
        assertEquals(Captures.events(log), Captures.events(file));
    }

    @Test
    void logsWithoutTimesKeepTheirOrderAndKnowNoTime() throws Exception {
        for (String capture : List.of("m-large/src.trace.log", "q11-m-fail-load/src.trace.log")) {
            Path log = capture(capture);
            String bare = Files.readString(log).replaceAll("(?m)^([0-9]+@[0-9.]+:|[0-9T:.-]+Z )", "");
            List<MigrationEvent> events = Captures.events(write("src.trace.log", bare));
            assertEquals(path(Captures.events(log)), path(events));
            assertTrue(events.stream().noneMatch(event -> event.header().hasTime()));
            assertTrue(events.stream().noneMatch(ClockAnchored.class::isInstance));
        }
    }

    @Test
    void garbageBetweenTheLinesIsSkippedAndCounted() throws Exception {
        Path log = capture("m-enomsg/src.trace.log");
        Random random = new Random(7);
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        int garbage = 0;
        for (String line : Files.readAllLines(log)) {
            if (random.nextInt(10) == 0) {
                byte[] noise = new byte[random.nextInt(1, 200)];
                random.nextBytes(noise);
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = noise[i] == '\n' || i == 0 ? (byte) 0xff : noise[i];
                }
                damaged.write(noise);
                damaged.write('\n');
                garbage++;
            }
            if (random.nextInt(10) == 0) {
                damaged.write(new byte[random.nextInt(1, 5000)]);
            }
            damaged.write(line.getBytes(StandardCharsets.UTF_8));
            damaged.write('\n');
        }
        Path file = Files.write(folder.resolve("src.trace.log"), damaged.toByteArray());
        InMemoryEvents events = new InMemoryEvents();
        ImportSummary summary = TraceImport.run(List.of(ImportInput.of(file)), events, ImportProgress.NONE);
        assertEquals(Captures.events(log), events.toList());
        assertEquals(garbage, summary.files().getFirst().skipped().get(SkipReason.OTHER_TEXT));
    }

    @Test
    void linesBeyondAllMeasureAreSkipped() throws Exception {
        Path log = capture("m-enomsg/src.trace.log");
        String text = Files.readString(log);
        int middle = text.indexOf('\n', text.length() / 2) + 1;
        String longLine = "1@1795169700.000000:migrate_error error=" + "x".repeat(3 << 20) + "\n";
        Path file = write("src.trace.log", text.substring(0, middle) + longLine + text.substring(middle));
        assertEquals(Captures.events(log), Captures.events(file));
    }

    @Test
    void aLogCutAtAnyByteShowsNothingThatTheWholeLogDoesNot() throws Exception {
        byte[] whole = Files.readAllBytes(capture("m-large/src.trace.log"));
        List<MigrationEvent> all = Captures.events(capture("m-large/src.trace.log"));
        List<String> facts = all.stream().map(LogInputTest::fact).toList();
        int from = indexOf(whole, "vfio_save_complete_precopy_start");
        int to = Math.min(whole.length, from + 600);
        for (int cut = from; cut < to; cut++) {
            Path file = Files.write(folder.resolve("src.trace.log"), Arrays.copyOf(whole, cut));
            for (MigrationEvent event : Captures.events(file)) {
                if (event instanceof DataRead
                        || (event instanceof DeviceStateSet set && set.result().isOk())) {
                    assertTrue(facts.contains(fact(event)), "cut at " + cut + ": " + event);
                }
            }
        }
    }

    @Test
    void aCutLineIsToldAsALoss() throws Exception {
        Path file = write(
                "src.log",
                "vfio_save_setup  (" + NAME + ") data buffer size 60\n" + "vfio_save_block  (" + NAME
                        + ") data_size 104");
        List<MigrationEvent> events = Captures.events(file);
        assertEquals(1, events.stream().filter(EventsLost.class::isInstance).count());
        assertTrue(events.stream().noneMatch(DataRead.class::isInstance));
    }

    @Test
    void aWholeLastLineNeedsNoNewline() throws Exception {
        Path file = write("src.log", "vfio_migration_set_device_state  (" + NAME + ") state STOP_COPY");
        assertEquals(List.of(DeviceState.STOP_COPY), path(Captures.events(file)));
    }

    @Test
    void messagesBetweenTraceLinesReadAsFromTheirOwnFile() throws Exception {
        for (String capture : List.of("m-fail-stop-copy/src", "q11-m-fail-load/dst")) {
            Path log = capture(capture + ".trace.log");
            Path messages = capture(capture + ".stderr");
            List<MigrationEvent> merged = Captures.events(log, messages);
            Path mixed = write(log.getFileName().toString(), interleaved(merged, log, messages));
            List<MigrationEvent> single = Captures.events(mixed);
            assertEquals(withoutOpening(merged), withoutOpening(single));
        }
    }

    @Test
    void aGuestsNameBeforeTheProgramIsNoPartOfTheMessage() throws Exception {
        Path file = write("dst.stderr", "2026-11-20T10:15:00Z web-1 qemu-system-x86_64: vfio: oops\n");
        ErrorLinePrinted line = Captures.events(file).stream()
                .filter(ErrorLinePrinted.class::isInstance)
                .map(ErrorLinePrinted.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals("qemu-system-x86_64", line.program().orElseThrow());
        assertEquals("vfio: oops", line.text());
        assertEquals(0, line.header().timeNs());
    }

    @Test
    void anAttemptThatTheLogEndsOnIsNotShown() throws Exception {
        Path file = write("src.log", "vfio_migration_realize  (" + NAME + ")\n" + attempt("STOP_COPY", "ERROR"));
        DeviceStateSet set = onlySet(Captures.events(file));
        assertTrue(set.result().isUnknown());
        assertFalse(set.header().hasDuration());
    }

    @Test
    void anAttemptAtTheStateThatQemuHoldsIsNone() throws Exception {
        String log = attempt("STOP_COPY", "ERROR") + adoption("STOP_COPY") + attempt("STOP_COPY", "STOP")
                + "vfio_save_block  (" + NAME + ") data_size 36\n" + attempt("STOP", "ERROR") + adoption("STOP");
        assertEquals(List.of(DeviceState.STOP_COPY, DeviceState.STOP), path(Captures.events(write("src.log", log))));
    }

    @Test
    void aFailedRecoveryIsFollowedByAReset() throws Exception {
        String log = "vfio_migration_realize  (" + NAME + ")\n" + attempt("RESUMING", "STOP")
                + "qemu-kvm: " + NAME + ": Failed setting device in recover state, err: Input/output error. "
                + "Resetting device\n" + adoption("RUNNING")
                + "qemu-kvm: " + NAME + ": Failed setting device state to RESUMING. Setting device in recover state "
                + "STOP: Device or resource busy\n";
        List<String> seen = calls(Captures.events(write("dst.log", log)));
        assertEquals(List.of("RESUMING SET 16", "STOP RECOVER 5", "reset 0", "RUNNING RESET 0"), seen);
    }

    @Test
    void aFailedResetEndsTheProcess() throws Exception {
        String log = "vfio_migration_realize  (" + NAME + ")\n" + attempt("STOP_COPY", "ERROR")
                + "qemu: hardware error: " + NAME + ": Failed resetting device, err: Connection timed out\n"
                + "CPU #0:\nEAX=00000000 EBX=00000000\n";
        assertEquals(List.of("STOP_COPY SET -1", "reset 110"), calls(Captures.events(write("src.log", log))));
    }

    @Test
    void anEarlierReleasesFailureIsToldByItsMessagesAlone() throws Exception {
        String log = "vfio_migration_realize  (" + NAME + ")\n"
                + "qemu-kvm: " + NAME + ": Failed setting device state to STOP_COPY, err: Input/output error. "
                + "Setting device in recover state STOP\n"
                + "qemu-kvm: " + NAME + ": Failed setting device in recover state, err: Invalid argument. "
                + "Resetting device\n"
                + "qemu: hardware error: " + NAME + ": Failed resetting device, err: No such device\n";
        assertEquals(
                List.of("STOP_COPY SET 5", "STOP RECOVER 22", "reset 19"),
                calls(Captures.events(write("src.log", log))));
    }

    @Test
    void aSetThatHangsForVeryManyLinesIsStillOneSet() throws Exception {
        StringBuilder log = new StringBuilder("1@1795169700.000000:vfio_migration_realize  (" + NAME + ")\n");
        log.append("1@1795169701.000000:").append(attempt("STOP_COPY", "ERROR"));
        for (int i = 0; i < 100_000; i++) {
            log.append("2@1795169701.5").append(10_000 + i % 10_000).append(":migration_thread_low_pending 1\n");
        }
        log.append("1@1795169703.000000:").append(adoption("STOP_COPY"));
        DeviceStateSet set = onlySet(Captures.events(write("src.log", log.toString())));
        assertTrue(set.result().isOk());
        assertEquals(1_000_000_000L, set.header().timeNs());
        assertEquals(2_000_000_000L, set.header().durationNs());
    }

    @Test
    void messagesWithoutTimesStillTellTheErrno() throws Exception {
        Path log = capture("m-fail-stop-copy/src.trace.log");
        String silent = Files.readString(log).replaceAll("(?m)^.*migrate_error.*\n", "");
        String bare = Files.readString(capture("m-fail-stop-copy/src.stderr")).replaceAll("(?m)^[0-9T:.-]+Z ", "");
        List<String> known = calls(Captures.events(write("src.trace.log", silent), write("src.stderr", bare)));
        assertTrue(known.contains("STOP_COPY SET 5"), known::toString);
        List<String> unknown = calls(Captures.events(write("src.trace.log", silent)));
        assertTrue(unknown.contains("STOP_COPY SET -1"), unknown::toString);
    }

    @Test
    void aSizeBeyondALongIsLeftOutAndTheLineKept() throws Exception {
        Path file = write(
                "src.log",
                "vfio_query_precopy_size  (" + NAME + ") init 18446744073709551615, dirty 0, reinit 0, ret 0\n");
        List<MigrationEvent> events = Captures.events(file);
        PrecopyInfoQueried query = events.stream()
                .filter(PrecopyInfoQueried.class::isInstance)
                .map(PrecopyInfoQueried.class::cast)
                .findFirst()
                .orElseThrow();
        assertTrue(query.initialBytes().isEmpty());
        assertEquals(0, query.dirtyBytes().orElseThrow());
        assertTrue(events.stream()
                .anyMatch(event ->
                        event instanceof VmmStepSeen step && step.text().contains("18446744073709551615")));
    }

    @Test
    void linesDroppedDoubledOrMovedNeverStopTheImport() throws Exception {
        List<String> lines = Files.readAllLines(capture("q11-m-fail-load/dst.trace.log"));
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            List<String> agitated = new ArrayList<>(lines);
            for (int change = 0; change < 10; change++) {
                int at = random.nextInt(agitated.size());
                switch (random.nextInt(3)) {
                    case 0 -> agitated.remove(at);
                    case 1 -> agitated.add(at, agitated.get(at));
                    default -> agitated.add(random.nextInt(agitated.size()), agitated.remove(at));
                }
            }
            Path file = write("dst.trace.log", String.join("\n", agitated) + "\n");
            List<MigrationEvent> events = Captures.events(file);
            for (int i = 0; i < events.size(); i++) {
                assertEquals(i, events.get(i).header().seq());
            }
        }
    }

    @Test
    void aRecognisedLogWithoutMigrationIsAnEmptyTrace() throws Exception {
        Path file = write("idle.log", "1@1795169700.000000:kvm_run_exit cpu_index 0, reason 2\n");
        assertEquals(4, Captures.events(file).size());
    }

    @Test
    void anEmptyCompanionIsNoFault() throws Exception {
        Path log = capture("m-large/src.trace.log");
        Path empty = write("src.stderr", "");
        assertEquals(withoutOpening(Captures.events(log)), withoutOpening(Captures.events(log, empty)));
        assertThrows(EventSourceException.class, () -> Captures.events(empty));
    }

    // helpers

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Path capture(String name) {
        return Captures.FOLDER.resolve(name);
    }

    private static String attempt(String state, String recover) {
        return "vfio_migration_set_state  (" + NAME + ") new state " + state + ", recover state " + recover + "\n";
    }

    private static String adoption(String state) {
        return "vfio_migration_set_device_state  (" + NAME + ") state " + state + "\n";
    }

    /// All lines of both files in the order of time, as one file.
    private static String interleaved(List<MigrationEvent> merged, Path log, Path messages) throws IOException {
        assertFalse(merged.isEmpty());
        List<String> all = new ArrayList<>(Files.readAllLines(log));
        all.addAll(Files.readAllLines(messages));
        all.sort(java.util.Comparator.comparingLong(LogInputTest::micros));
        return String.join("\n", all) + "\n";
    }

    private static long micros(String line) {
        if (line.indexOf('@') > 0 && line.indexOf('@') < 10) {
            String time = line.substring(line.indexOf('@') + 1, line.indexOf(':'));
            return Long.parseLong(time.replace(".", ""));
        }
        var instant = java.time.Instant.parse(line.substring(0, line.indexOf(' ')));
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private static List<MigrationEvent> withoutOpening(List<MigrationEvent> events) {
        return events.stream().filter(event -> !(event instanceof TraceOpened)).toList();
    }

    private static List<DeviceState> path(List<MigrationEvent> events) {
        return events.stream()
                .filter(DeviceStateSet.class::isInstance)
                .map(DeviceStateSet.class::cast)
                .filter(set -> set.result().isOk())
                .map(set -> set.requested().orElseThrow())
                .toList();
    }

    private static DeviceStateSet onlySet(List<MigrationEvent> events) {
        List<DeviceStateSet> sets = events.stream()
                .filter(DeviceStateSet.class::isInstance)
                .map(DeviceStateSet.class::cast)
                .toList();
        assertEquals(1, sets.size());
        return sets.getFirst();
    }

    private static List<String> calls(List<MigrationEvent> events) {
        List<String> calls = new ArrayList<>();
        for (MigrationEvent event : events) {
            if (event instanceof DeviceStateSet set) {
                calls.add(set.requested().orElseThrow() + " " + set.cause() + " "
                        + set.result().code());
            } else if (event instanceof DeviceReset reset) {
                calls.add("reset " + reset.result().code());
            }
        }
        return calls;
    }

    /// The event without its place in the trace.
    private static String fact(MigrationEvent event) {
        EventHeader header = event.header();
        return event.withHeader(header.withSeq(0)).toString();
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
