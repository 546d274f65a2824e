package dev.vfr.recorder.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.testing.RandomEvents;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On a real file system of 8 MiB, which only root can mount.
class FullDiskTest {

    private static final int DISK_BYTES = 8 << 20;

    private final List<MigrationEvent> events = new RandomEvents(40).everyKind(5);

    @TempDir
    private Path disk;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "vfr-test", disk.toString());
        assumeTrue(mounted, "needs the right to mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertTrue(run("umount", disk.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_disk_that_fills_up_ends_the_trace_with_what_is_recorded_intact(boolean batch) throws Exception {
        Path trace = disk.resolve("a.vfr");
        TraceWriter writer = TraceWriter.create(trace);
        if (batch) {
            writer.beginBatch();
        }
        TraceException e = assertThrows(TraceException.class, () -> appendForEver(writer));
        long count = writer.count();
        assertEquals(Kind.DISK_FULL, e.kind());
        String message = Objects.requireNonNull(e.getMessage());
        assertTrue(message.endsWith(".cq4: no space left on the disk; what was recorded before is intact"), message);
        assertEquals(
                Kind.DISK_FULL,
                assertThrows(TraceException.class, () -> appendForEver(writer)).kind());
        assertEquals(count, writer.count());
        writer.close();

        assertTrue(TraceVerifier.verify(trace).isIntact());
        try (TraceReader reader = TraceReader.open(trace);
                EventReader from = reader.readFrom(0)) {
            assertEquals(count, reader.count());
            assertTrue(reader.manifest().closedCleanly());
            assertEquals(message, reader.shortfall().orElseThrow());
            for (long seq = 0; seq < count; seq++) {
                MigrationEvent written = events.get((int) (seq % events.size()));
                assertEquals(written.withHeader(written.header().withSeq(seq)), from.next());
            }
        }
    }

    @Test
    void a_disk_that_is_full_from_the_start_is_told_and_nothing_is_left_behind() throws Exception {
        Path filler = disk.resolve("filler");
        assertThrows(IOException.class, () -> Files.write(filler, new byte[DISK_BYTES * 2]));
        Path trace = disk.resolve("a.vfr");
        TraceException e = assertThrows(TraceException.class, () -> TraceWriter.create(trace));
        assertEquals(1, Objects.requireNonNull(e.getMessage()).lines().count());
        assertEquals(Kind.DISK_FULL, e.kind());
        assertFalse(Files.exists(trace));
    }

    private void appendForEver(TraceWriter writer) throws TraceException {
        while (true) {
            for (MigrationEvent event : events) {
                writer.append(event);
            }
        }
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        return process.waitFor() == 0;
    }
}
