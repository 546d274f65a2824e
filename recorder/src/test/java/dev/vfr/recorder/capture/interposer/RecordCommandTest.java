package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.MarkerSet;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.recorder.trace.PayloadPlace;
import dev.vfr.recorder.trace.TraceVerification;
import dev.vfr.recorder.trace.TraceVerifier;
import dev.vfr.recorder.trace.TraceWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `vfr record` with real processes.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordCommandTest {

    @TempDir
    private Path folder;

    private VfrProcess vfr(String... words) throws Exception {
        return VfrProcess.start(folder, Map.of(), words);
    }

    /// `vfr record -o a.vfr --` and then these words.
    private VfrProcess record(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("record", "-o", "a.vfr", "--"));
        all.addAll(Arrays.asList(words));
        return vfr(all.toArray(String[]::new));
    }

    private VfrProcess program(Path ring, String argument) throws Exception {
        List<String> command = VfrProcess.java(RingProgram.class.getName());
        command.add(argument);
        return VfrProcess.run(folder, Map.of("VFR_RING", ring.toString()), command);
    }

    private List<MigrationEvent> events(String trace) throws Exception {
        return RecordedTrace.events(folder.resolve(trace));
    }

    private static void assertNoRingIsLeft(VfrProcess vfr) {
        assertFalse(Files.exists(Path.of("/dev/shm/vfr-" + vfr.pid() + ".ring")));
    }

    @Test
    void theCommandsStatusAndStreamsAreItsOwn() throws Exception {
        try (VfrProcess vfr = record("sh", "-c", "echo said; echo complained >&2; exit 42")) {
            assertEquals("said", vfr.line());
            assertEquals(42, vfr.end());
            List<String> complaints = vfr.complaints().lines().toList();
            assertEquals("complained", complaints.getFirst());
            assertTrue(complaints.get(1).startsWith("vfr: a.vfr: "), complaints::toString);
            assertTrue(complaints.get(1).contains("no VFIO device was used"), complaints::toString);
            assertEquals(2, complaints.size(), complaints::toString);
            assertNoRingIsLeft(vfr);
        }
        MarkerSet end = RecordedTrace.only(MarkerSet.class, events("a.vfr")).getFirst();
        assertTrue(end.text().matches("sh \\(pid \\d+\\) ended with status 42"), end.text());
    }

    @Test
    void aCommandThatASignalKilledEndsWithItsNumber() throws Exception {
        try (VfrProcess vfr = record("sh", "-c", "kill -9 $$")) {
            assertEquals(128 + 9, vfr.end());
        }
        MarkerSet end = RecordedTrace.only(MarkerSet.class, events("a.vfr")).getFirst();
        assertTrue(end.text().endsWith("ended by signal 9"), end.text());
    }

    @Test
    void signalsArePassedOn() throws Exception {
        Map<String, Integer> signals = Map.of("HUP", 1, "INT", 2, "USR1", 10, "USR2", 12, "TERM", 15);
        for (String signal : signals.keySet()) {
            if (isIgnored(signals.get(signal))) {
                // As by nohup: then it stays ignored, see below.
                continue;
            }
            String script = "trap 'exit 43' " + signal + "; echo ready; while :; do sleep 0.05; done";
            try (VfrProcess vfr = vfr("record", "-o", signal + ".vfr", "--", "sh", "-c", script)) {
                assertEquals("ready", vfr.line());
                vfr.signal(signal);
                assertEquals(43, vfr.end(), signal);
            }
        }
    }

    private static boolean isIgnored(int signal) throws Exception {
        String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return new BigInteger(mask.substring("SigIgn:".length()).strip(), 16).testBit(signal - 1);
    }

    @Test
    void aSignalThatWasIgnoredStaysIgnored() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
        command.addAll(VfrProcess.java("dev.vfr.recorder.cli.Vfr"));
        command.addAll(List.of("record", "-o", "a.vfr", "--", "sh", "-c", "kill -HUP $$ $PPID; echo lives; read line"));
        try (VfrProcess vfr = VfrProcess.run(folder, Map.of(), command)) {
            assertEquals("lives", vfr.line());
            vfr.say("end");
            assertEquals(0, vfr.end());
        }
    }

    @Test
    void aCommandThatIsNotThereLeavesNothing() throws Exception {
        try (VfrProcess vfr = record("no-such-program")) {
            assertEquals(4, vfr.end());
            assertEquals("vfr: no-such-program: cannot be started: No such file or directory\n", vfr.complaints());
            assertFalse(Files.exists(folder.resolve("a.vfr")));
            assertNoRingIsLeft(vfr);
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldBeforeTheCommandStarts() throws Exception {
        Path touched = folder.resolve("touched");
        try (VfrProcess vfr = vfr("record", "-o", "missing/a.vfr", "--", "touch", touched.toString())) {
            assertEquals(4, vfr.end());
            assertEquals(1, vfr.complaints().lines().count(), vfr::complaints);
            assertFalse(Files.exists(touched));
        }
        Files.createDirectory(folder.resolve("a.vfr"));
        try (VfrProcess vfr = record("touch", touched.toString())) {
            assertEquals(2, vfr.end());
            assertFalse(Files.exists(touched));
        }
    }

    @Test
    void whatWasPreloadedStaysPreloaded() throws Exception {
        Map<String, String> variables = Map.of("LD_PRELOAD", "libm.so.6", "OTHER", "a=b c");
        try (VfrProcess vfr = VfrProcess.start(
                folder, variables, "record", "-o", "a.vfr", "--", "sh", "-c", "echo $LD_PRELOAD; echo $OTHER")) {
            String preloaded = vfr.line();
            assertTrue(preloaded.matches("/\\S+/libvfr-interposer\\.so:libm\\.so\\.6"), preloaded);
            assertEquals("a=b c", vfr.line());
            assertEquals(0, vfr.end());
        }
    }

    @Test
    void anOpenFdReachesTheCommandAndNoneOfOurs() throws Exception {
        Path file = Files.writeString(folder.resolve("given"), "through fd 9\n");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 9<" + file, "sh"));
        command.addAll(VfrProcess.java("dev.vfr.recorder.cli.Vfr"));
        command.addAll(List.of("record", "-o", "a.vfr", "--", "sh", "-c", "cat <&9; ls -l /proc/$$/fd"));
        try (VfrProcess vfr = VfrProcess.run(folder, Map.of(), command)) {
            assertEquals("through fd 9", vfr.line());
            for (String line = vfr.line(); ; line = vfr.line()) {
                assertFalse(line.contains(".jar") || line.contains("modules") || line.contains(".ring"), line);
                if (line.contains(" 9 -> ")) {
                    break;
                }
            }
            assertEquals(0, vfr.end());
        }
    }

    @Test
    void whatTheCommandDoesIsRecorded() throws Exception {
        List<String> words = VfrProcess.java(RingProgram.class.getName());
        words.add("5000");
        try (VfrProcess vfr = record(words.toArray(String[]::new))) {
            assertEquals(7, vfr.end());
            assertTrue(vfr.complaints().endsWith(" events, 0 lost\n"), vfr::complaints);
        }
        List<MigrationEvent> events = events("a.vfr");
        assertEquals(5000, RecordedTrace.only(DataRead.class, events).size());
        MarkerSet end = RecordedTrace.only(MarkerSet.class, events).getLast();
        assertTrue(end.text().endsWith("ended with status 7"), end.text());
        assertEquals(0, end.header().process());
    }

    @Test
    void aSecondRecorderIsRefused() throws Exception {
        Path ring = folder.resolve("a.ring");
        try (VfrProcess first = vfr("record", "--attach", ring.toString(), "-o", "a.vfr")) {
            RecordedTrace.await(() -> Files.exists(folder.resolve("a.vfr/manifest.json")));
            try (VfrProcess second = vfr("record", "--attach", ring.toString(), "-o", "b.vfr")) {
                assertEquals(4, second.end());
                assertEquals(
                        "vfr: " + ring + ": process " + first.pid() + " is recording from it already\n",
                        second.complaints());
            }
            first.signal("TERM");
            assertEquals(0, first.end());
        }
        assertFalse(Files.exists(folder.resolve("b.vfr")));
        assertFalse(Files.exists(ring), "who made it removes it");
    }

    @Test
    void whoTakesOverFromAKilledRecorderLosesNothing() throws Exception {
        Path ring = folder.resolve("a.ring");
        long told;
        try (VfrProcess first = vfr("record", "--attach", ring.toString(), "-o", "a.vfr")) {
            RecordedTrace.await(() -> Files.exists(folder.resolve("a.vfr/manifest.json")));
            try (VfrProcess program = program(ring, "endless")) {
                told = readUntil(program, 100_000);
                first.signal("KILL");
                first.end();
                assertTrue(program.isAlive());
                try (VfrProcess second = vfr("record", "--attach", ring.toString(), "-o", "b.vfr")) {
                    told = readUntil(program, told + 200_000);
                    program.signal("KILL");
                    program.end();
                    assertEquals(0, second.end());
                }
            }
        }
        assertTrue(Files.exists(ring), "the killed one would have removed it");
        List<Long> offsets = new ArrayList<>(offsets(RecordedTrace.recovered(folder.resolve("a.vfr"))));
        List<MigrationEvent> later = events("b.vfr");
        assertEquals(
                RingWriter.LABEL,
                RecordedTrace.only(ProcessNamed.class, later).getFirst().label());
        offsets.addAll(offsets(later));
        // The batch that was being ended when the recorder was killed may be in both.
        List<Long> distinct = offsets.stream().distinct().toList();
        assertTrue(offsets.size() - distinct.size() <= RingDrain.BATCH, "twice: " + (offsets.size() - distinct.size()));
        for (int i = 0; i < distinct.size(); i++) {
            assertEquals(i, distinct.get(i));
        }
        assertTrue(distinct.size() >= told, distinct.size() + " of " + told);
    }

    private static List<Long> offsets(List<MigrationEvent> events) {
        return RecordedTrace.only(DataRead.class, events).stream()
                .map(read -> read.streamOffset().orElseThrow())
                .toList();
    }

    private static long readUntil(VfrProcess program, long count) throws Exception {
        long told = 0;
        while (told < count) {
            told = Long.parseLong(program.line());
        }
        return told;
    }

    @Test
    void aWriterThatIsKilledInTheMiddleHoldsUpNobody() throws Exception {
        Path ring = folder.resolve("a.ring");
        try (VfrProcess vfr = vfr("record", "--attach", ring.toString(), "-o", "a.vfr")) {
            RecordedTrace.await(() -> Files.exists(folder.resolve("a.vfr/manifest.json")));
            try (VfrProcess survivor = program(ring, "endless");
                    VfrProcess victim = program(ring, "claim")) {
                readUntil(survivor, 1000);
                assertEquals("1", victim.line());
                victim.signal("KILL");
                // The ring holds fewer than these: they come only if it is emptied again.
                readUntil(survivor, 500_000);
                survivor.signal("KILL");
                survivor.end();
            }
            assertEquals(0, vfr.end());
        }
        List<MigrationEvent> events = events("a.vfr");
        long cutOff = 0;
        for (EventsLost lost : RecordedTrace.only(EventsLost.class, events)) {
            assertEquals(Loss.CUT_OFF.reason(), lost.reason());
            cutOff += lost.count().orElseThrow();
        }
        // The other one may have been in the middle of a claim as well when it was killed.
        assertTrue(cutOff == 1 || cutOff == 2, cutOff + " cut off");
        assertEquals(2, RecordedTrace.only(MarkerSet.class, events).size(), "both ended");
    }

    @Test
    void whatIsWrittenWhileTheRecorderIsStoppedIsReadLater() throws Exception {
        Path ring = folder.resolve("a.ring");
        try (VfrProcess vfr = vfr("record", "--attach", ring.toString(), "-o", "a.vfr")) {
            RecordedTrace.await(() -> Files.exists(folder.resolve("a.vfr/manifest.json")));
            vfr.signal("STOP");
            try (VfrProcess program = program(ring, "300000")) {
                // The ring holds half of it.
                readUntil(program, 100_000);
                vfr.signal("CONT");
                assertEquals(7, program.end());
            }
            assertEquals(0, vfr.end());
        }
        assertEquals(300_000, offsets(events("a.vfr")).size());
    }

    /// The library itself, above a driver that never ends its stream.
    @Test
    void aProgramUnderTheLibraryGoesOnWhileItsRecorderIsStopped() throws Exception {
        Map<String, String> variables =
                new HashMap<>(NativePrograms.plain(folder, "processes").environment());
        variables.put("FAKE_VFIO_ENDLESS", "1");
        String program = NativePrograms.plain(folder, "processes").command().getFirst();
        List<String> command = VfrProcess.java("dev.vfr.recorder.cli.Vfr");
        command.addAll(List.of("record", "--ring-size", "1", "-o", "a.vfr", "--", program, "on-demand"));
        try (VfrProcess vfr = VfrProcess.run(folder, variables, command)) {
            read(vfr, 1);
            RecordedTrace.await(() -> Files.exists(folder.resolve("a.vfr/manifest.json")));
            vfr.signal("STOP");
            // Many times what the ring holds.
            read(vfr, 200_000);
            vfr.signal("CONT");
            read(vfr, 10);
            vfr.say("0");
            assertEquals(0, vfr.end());
            assertTrue(vfr.complaints().endsWith(" events, 0 lost\n"), vfr::complaints);
        }
        List<MigrationEvent> events = events("a.vfr");
        long calls = RecordedTrace.only(DataRead.class, events).size();
        List<DataMerged> merged = RecordedTrace.only(DataMerged.class, events);
        assertFalse(merged.isEmpty());
        assertEquals(
                200_011, calls + merged.stream().mapToLong(DataMerged::calls).sum());
        assertEquals(0, RecordedTrace.only(EventsLost.class, events).size());
        assertEquals(1, RecordedTrace.only(CaptureCostMeasured.class, events).size());
    }

    private static void read(VfrProcess program, int count) throws Exception {
        program.say(String.valueOf(count));
        while (!program.line().equals("done")) {
            // It may say other things.
        }
    }

    @Test
    void aFullDiskEndsTheRecordingAndNotTheCommand() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = VfrProcess.runs("mount", "-t", "tmpfs", "-o", "size=8m", "vfr-test", disk.toString());
        assumeTrue(mounted, "needs the right to mount a tmpfs");
        try {
            List<String> words = new ArrayList<>(List.of("record", "-o", "disk/a.vfr", "--"));
            words.addAll(VfrProcess.java(RingProgram.class.getName()));
            words.add("while-recording");
            try (VfrProcess vfr = vfr(words.toArray(String[]::new))) {
                assertEquals(7, vfr.end(), "the command went on, and has a status of its own");
                String complaints = vfr.complaints();
                assertEquals(1, complaints.lines().count(), complaints);
                assertTrue(
                        complaints.contains("no space left on the disk; what was recorded before is intact"),
                        complaints);
            }
            assertFalse(RecordedTrace.only(DataRead.class, events("disk/a.vfr")).isEmpty());
        } finally {
            assertTrue(VfrProcess.runs("umount", disk.toString()));
        }
    }

    @Test
    void theDeviceDataIsKeptWhereItIsAskedForAndCanBeTakenOut() throws Exception {
        Map<String, String> variables =
                new HashMap<>(NativePrograms.plain(folder, "calls").environment());
        String program = NativePrograms.plain(folder, "calls").command().getFirst();
        try (VfrProcess vfr = VfrProcess.start(
                folder, variables, "record", "--payload", "full", "-o", "a.vfr", "--", program, "reads")) {
            assertEquals(0, vfr.end());
            assertTrue(vfr.complaints().startsWith("vfr: --payload full: "), vfr::complaints);
        }
        // What sendfile and splice move never comes by, and has no digest either.
        long recorded = RecordedTrace.only(DataRead.class, events("a.vfr")).stream()
                .filter(read -> read.digest().isPresent())
                .mapToLong(read -> read.bytes().orElse(0))
                .sum();
        assertTrue(recorded > 0);
        try (VfrProcess vfr = vfr("export", "payload", "a.vfr", "-o", "out")) {
            assertEquals(0, vfr.end());
            assertFalse(vfr.complaints().contains("missing"), vfr::complaints);
        }
        long exported = 0;
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            for (Path file : files.toList()) {
                assertTrue(String.valueOf(file.getFileName()).matches("0000:00:0[23]\\.0\\.session-\\d+\\.bin"));
                byte[] bytes = Files.readAllBytes(file);
                for (int i = 0; i < bytes.length; i++) {
                    assertEquals((byte) (i % 65536 * 31 + (i % 65536 >> 8) * 7 + 1), bytes[i], file + " byte " + i);
                }
                exported += bytes.length;
            }
        }
        assertEquals(recorded, exported);
    }

    @Test
    void damagedDeviceDataIsFound() throws Exception {
        Path trace = folder.resolve("a.vfr");
        PayloadPlace place = new PayloadPlace(0, 0, 0, 0);
        try (TraceWriter writer = TraceWriter.create(trace)) {
            writer.append(ClockReading.take().event());
            writer.appendPayload(place, new UnsafeBuffer(new byte[3_000_000]), 0, 3_000_000);
        }
        assertTrue(TraceVerifier.verify(trace).isIntact());
        Path queue = trace.resolve("payload/queue");
        Path file;
        try (Stream<Path> files = Files.list(queue)) {
            file = files.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), "the guest's secret");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        List<TraceVerification.Finding> findings = TraceVerifier.verify(trace).findings();
        assertEquals(1, findings.size());
        assertTrue(findings.getFirst().toString().startsWith("payload/queue/"), findings::toString);
        try (Stream<Path> files = Files.walk(trace.resolve("payload"))) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        assertEquals(
                "payload: expected 3000000 bytes of device data, found none",
                TraceVerifier.verify(trace).findings().getFirst().toString());
    }
}
