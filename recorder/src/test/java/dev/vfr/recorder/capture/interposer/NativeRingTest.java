package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The library and the ring file: what it does when the ring is full, when it is killed, and when the file is not
/// what it should be.
@EnabledOnOs(OS.LINUX)
class NativeRingTest {

    private static final int READ_BYTES = 64;

    @TempDir
    private Path folder;

    /// A program that reads as often as it is told to.
    private static final class OnDemand implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;

        OnDemand(ProcessBuilder builder) throws IOException {
            builder.environment().put("FAKE_VFIO_ENDLESS", "1");
            process = builder.start();
            answers = process.inputReader();
        }

        void read(int count) throws IOException {
            process.outputWriter().write(count + "\n");
            process.outputWriter().flush();
            String line = answers.readLine();
            while (line != null && !line.equals("done")) {
                line = answers.readLine();
            }
            assertEquals("done", line);
        }

        void end() throws IOException, InterruptedException {
            process.outputWriter().write("0\n");
            process.outputWriter().flush();
            assertEquals(0, process.waitFor());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static long bytes(List<MigrationEvent> events) {
        long sum = 0;
        for (MigrationEvent event : events) {
            if (event instanceof DataRead read) {
                assertEquals(sum, read.streamOffset().orElseThrow());
                sum += read.bytes().orElseThrow();
            } else if (event instanceof DataMerged merged) {
                assertEquals(sum, merged.streamOffset().orElseThrow());
                assertEquals(merged.calls() * READ_BYTES, merged.bytes());
                sum += merged.bytes();
            }
        }
        return sum;
    }

    @Test
    void whatAFullRingDoesNotTakeIsMergedAndComesBeforeTheNextEvent() throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path);
                OnDemand program = new OnDemand(NativePrograms.recorded(folder, path, "processes", "on-demand"))) {
            int many = 20_000;
            program.read(many);
            long reserve = ring.file().file().getLong(Control.DATA_RESERVE_AT);
            assertTrue(ring.ring().size() <= ring.ring().capacity() - reserve, "the reserve stays free of data");
            List<MigrationEvent> first = ring.drain();
            long recorded = bytes(first);
            assertTrue(recorded > 0 && recorded < (long) many * READ_BYTES);

            program.read(1);
            program.end();
            List<MigrationEvent> second = ring.drain();
            DataMerged merged = (DataMerged) second.getFirst();
            assertEquals((long) many * READ_BYTES, recorded + merged.bytes());
            assertEquals(recorded, merged.streamOffset().orElseThrow());
            assertTrue(merged.saving());
            assertTrue(second.get(1) instanceof DataRead);
            assertEquals(0, ring.lostControl());
        }
    }

    @Test
    void theEndOfADataFdBringsWhatWasMergedIntoTheReserve() throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path);
                OnDemand program = new OnDemand(NativePrograms.recorded(folder, path, "processes", "on-demand"))) {
            program.read(20_000);
            program.end();
            List<MigrationEvent> events = ring.drain();
            assertEquals(20_000L * READ_BYTES, bytes(events));
            assertTrue(events.stream().anyMatch(DataFdClosed.class::isInstance));
            assertEquals(0, ring.lostControl());
        }
    }

    /// A ring that wraps many times, read while it is written.
    @Test
    void theRingGoesRoundWithoutAGap() throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path);
                OnDemand program = new OnDemand(NativePrograms.recorded(folder, path, "processes", "on-demand"))) {
            long expected = 0;
            for (int round = 0; round < 20; round++) {
                program.read(5_000);
                for (MigrationEvent event : ring.drain()) {
                    if (event instanceof DataRead read) {
                        assertEquals(expected, read.streamOffset().orElseThrow());
                        expected += READ_BYTES;
                    }
                }
            }
            program.end();
            assertEquals(100_000L * READ_BYTES, expected);
        }
    }

    @Test
    void whatAKilledProcessHasCommittedStays() throws Exception {
        Path path = folder.resolve("a.ring");
        for (int attempt = 0; attempt < 5; attempt++) {
            try (NativeRing ring = NativeRing.make(path)) {
                ProcessBuilder builder = NativePrograms.recorded(folder, path, "processes", "endless");
                builder.environment().put("FAKE_VFIO_ENDLESS", "1");
                Process process = builder.start();
                while (ring.ring().producerPosition() < 200_000) {
                    Thread.onSpinWait();
                }
                process.destroyForcibly();
                process.waitFor();
                List<MigrationEvent> events = ring.drainAsFarAsCommitted();
                assertTrue(bytes(events) > 0);
                // It may have died inside a claim, which then is the last thing in the ring.
                if (ring.ring().unblock()) {
                    assertEquals(List.of(), ring.drain());
                }
                assertEquals(0, ring.ring().size());
            }
        }
    }

    @Test
    void payloadIsWholeWhereItIsAskedFor() throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path)) {
            ring.file().file().putInt(Control.PAYLOAD_AT, 2);
            NativePrograms.run(NativePrograms.recorded(folder, path, "calls", "reads"));
            List<MigrationEvent> events = ring.drain();
            assertFalse(ring.payloads().isEmpty());
            for (NativeRing.Payload payload : ring.payloads()) {
                assertEquals(
                        HexFormat.of().formatHex(pattern(payload.streamOffset(), payload.length())), payload.hex());
            }
            assertTrue(events.stream()
                    .anyMatch(e -> e instanceof DataRead read && read.digest().isPresent()));
        }
    }

    /// The bytes of any session of the fake driver.
    private static byte[] pattern(long offset, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < length; i++) {
            int at = (int) ((offset + i) % 65536);
            bytes.write(at * 31 + (at >> 8) * 7 + 1);
        }
        return bytes.toByteArray();
    }

    @Test
    void withoutPayloadThereIsNoDigest() throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path)) {
            ring.file().file().putInt(Control.PAYLOAD_AT, 0);
            NativePrograms.run(NativePrograms.recorded(folder, path, "calls", "reads"));
            List<MigrationEvent> events = ring.drain();
            assertTrue(events.stream()
                    .noneMatch(e -> e instanceof DataRead read && read.digest().isPresent()));
            assertTrue(events.stream().anyMatch(DataRead.class::isInstance));
        }
    }

    /// The program must do the same as without the library, and the file stay as it was.
    private void assertPassedThrough(Path ring) throws Exception {
        byte[] before = Files.exists(ring) && Files.isRegularFile(ring) ? Files.readAllBytes(ring) : new byte[0];
        List<String> said = NativePrograms.run(NativePrograms.recorded(folder, ring, "calls", "walk"));
        byte[] after = Files.exists(ring) && Files.isRegularFile(ring) ? Files.readAllBytes(ring) : new byte[0];
        assertArrayEquals(before, after);
        Files.delete(folder.resolve("fake.state"));
        List<String> plain = NativePrograms.run(NativePrograms.plain(folder, "calls", "walk"));
        Files.delete(folder.resolve("fake.state"));
        assertEquals(withoutIds(plain), withoutIds(said));
    }

    private static List<String> withoutIds(List<String> lines) {
        return lines.stream().map(line -> line.replaceFirst("^\\d+ \\d+ ", "")).toList();
    }

    @Test
    void aRingThatIsMissingOrSomethingElseHurtsNobody() throws Exception {
        assertPassedThrough(folder.resolve("missing.ring"));
        assertPassedThrough(folder);
        assertPassedThrough(Path.of("/dev/null"));
        Path empty = Files.createFile(folder.resolve("empty.ring"));
        assertPassedThrough(empty);
        Path garbage = folder.resolve("garbage.ring");
        byte[] bytes = new byte[3 << 20];
        new Random(7).nextBytes(bytes);
        Files.write(garbage, bytes);
        assertPassedThrough(garbage);
    }

    @Test
    void aRingWithOneWrongNumberHurtsNobody() throws Exception {
        List<Consumer<UnsafeBuffer>> wrongs = List.of(
                file -> file.putLong(Control.MAGIC_AT, WireLayout.MAGIC + 1),
                file -> file.putInt(Control.VERSION_AT, WireLayout.VERSION + 1),
                file -> file.putInt(Control.RECORDING_AT, 0),
                file -> file.putLong(Control.RING_CAPACITY_AT, 1 << 21),
                file -> file.putLong(Control.RING_CAPACITY_AT, (1 << 20) - 8),
                file -> file.putLong(Control.RING_CAPACITY_AT, 1L << 63),
                file -> file.putLong(Control.RING_CAPACITY_AT, 0),
                file -> file.putLong(Control.RING_OFFSET_AT, -64),
                file -> file.putLong(Control.RING_OFFSET_AT, 0),
                file -> file.putLong(Control.DATA_RESERVE_AT, 1 << 20));
        for (Consumer<UnsafeBuffer> wrong : wrongs) {
            Path path = folder.resolve("a.ring");
            RingFile.make(path, 1, PayloadMode.DIGEST);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                wrong.accept(new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size())));
            }
            assertPassedThrough(path);
            Files.delete(path);
        }
        Path path = folder.resolve("short.ring");
        RingFile.make(path, 1, PayloadMode.DIGEST);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        assertPassedThrough(path);
    }

    @Test
    void withoutAFreeSlotCallsGoThroughAndTheProcessIsCounted() throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path)) {
            for (int slot = 0; slot < WireLayout.PROCESSES; slot++) {
                int at = WireLayout.CONTROL_BYTES + slot * WireLayout.PROCESS_BYTES;
                ring.file().file().putInt(at, 1 << 30);
            }
            NativePrograms.run(NativePrograms.recorded(folder, path, "calls", "walk"));
            assertEquals(List.of(), ring.drain());
            assertEquals(1, ring.file().file().getLong(Control.LOST_PROCESSES_AT));
        }
    }

    @Test
    void recordingThatEndsMeanwhileIsNoLoss() throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path);
                OnDemand program = new OnDemand(NativePrograms.recorded(folder, path, "processes", "on-demand"))) {
            program.read(10);
            ring.drain();
            ring.file().stopRecording();
            program.read(10);
            program.end();
            assertEquals(List.of(), ring.drain());
            assertEquals(0, ring.lostControl());
        }
    }
}
