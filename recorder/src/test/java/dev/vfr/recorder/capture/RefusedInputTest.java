package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be imported is refused in one line: file, position, what was expected, what was found.
final class RefusedInputTest {

    @TempDir
    private Path folder;

    @Test
    void aLogOfProtocolV1IsRefusedWhereItShows() throws Exception {
        String start = "vfio_migration_probe  (mt0) Migration supported\n";
        for (String line : List.of(
                "vfio_migration_set_state  (0000:00:02.0) state 3",
                "vfio_vmstate_change  (0000:00:02.0) running 1 reason running device state 1",
                "vfio_save_iterate  (0000:00:02.0) data_size 4096",
                "vfio_update_pending  (0000:00:02.0) pending 0x1000",
                "vfio_save_pending  (0000:00:02.0) precopy 0x0 postcopy 0x0 compatible 0x1000",
                "vfio_save_buffer  (0000:00:02.0) Offset 0x1000 size 0x100000 pending 0x0",
                "vfio_load_state_device_data  (0000:00:02.0) Offset 0x1000 size 0x10")) {
            for (String prefix : List.of("", "98@1600000000.000001:")) {
                String message = refusal("old.log", prefix + start + prefix + line + "\n");
                assertTrue(message.contains("old.log:2: expected a trace log of QEMU 8.0 or later"), message);
                assertTrue(message.contains("found protocol v1"), message);
            }
        }
    }

    @Test
    void otherTracesAreRefusedByName() throws Exception {
        assertFound("a text of the kernel's ftrace without the probes", "# tracer: nop\n#\n");
        assertFound(
                "a text of the kernel's ftrace without the probes",
                " qemu-system-x86-107     [000] .....    10.638867: sched_switch: prev_comm=swapper\n");
        assertFound(
                "the output of perf", "qemu-system-x86    97 [001]  12.345678:  probe:mtty_set_state: (ffffffff)\n");
        assertFound("the output of perf", "     0.000 ( 0.007 ms): qemu/97 ioctl(fd: 8, cmd: 0x3b67) = 0\n");
        assertFound("\"Dear diary,\"", "Dear diary,\nthe migration failed.\n");
        assertFound("\"2026-11-20T10:15:00.000001Z host sshd", "2026-11-20T10:15:00.000001Z host sshd: vfio: oops\n");
        assertFound("JSON that is no message of QMP; bring ", "{\"answer\": 42}\n");
    }

    @Test
    void simpletraceIsRefusedInEitherByteOrder() throws Exception {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            ByteBuffer header = ByteBuffer.allocate(24).order(order);
            header.putLong(-1).putLong(0xf2b177cb0aa429b4L).putLong(4);
            Path file = Files.write(folder.resolve("trace-1234"), header.array());
            String message = refused(ImportInput.of(file));
            assertTrue(message.contains("QEMU's simple trace backend"), message);
            assertOneLine(message);
        }
    }

    @Test
    void missingFilesAndFoldersAreRefused() {
        for (Path file : List.of(folder.resolve("none.log"), folder)) {
            assertOneLine(refused(ImportInput.of(file)));
        }
    }

    @Test
    void aFormatThatWasNamedHasToShow() throws Exception {
        Path file = write("notes.txt", "Dear diary,\n");
        for (ImportFormat format : List.of(
                ImportFormat.QEMU_LOG,
                ImportFormat.QMP,
                ImportFormat.STRACE,
                ImportFormat.FTRACE,
                ImportFormat.KERNEL_LOG,
                ImportFormat.JSONL)) {
            ImportInput input = new ImportInput(file, Optional.of(format));
            assertOneLine(refused(input));
        }
    }

    @Test
    void whatIsATraceOfItsOwnStandsAlone() throws Exception {
        Path events = write("trace.jsonl", "{\"event\":\"trace-closed\",\"seq\":0}\n");
        Path log = Captures.FOLDER.resolve("m-large/src.trace.log");
        Path strace = Captures.FOLDER.resolve("a-precopy-ok-strace/src.strace.gz");
        assertOneLine(refused(ImportInput.of(log), ImportInput.of(strace)));
        assertOneLine(refused(ImportInput.of(strace), ImportInput.of(strace)));
        assertOneLine(refused(ImportInput.of(log), ImportInput.of(events)));
    }

    private void assertFound(String found, String text) throws IOException {
        String message = refusal("input", text);
        assertTrue(
                message.contains(
                        ":1: expected one of " + String.join(", ", ImportFormat.labels()) + ", found " + found),
                message);
    }

    private String refusal(String name, String text) throws IOException {
        Path file = write(name, text);
        String message = refused(ImportInput.of(file));
        assertOneLine(message);
        return message;
    }

    private static String refused(ImportInput... inputs) {
        EventSourceException refusal = assertThrows(EventSourceException.class, () -> Captures.events(List.of(inputs)));
        return String.valueOf(refusal.getMessage());
    }

    private static void assertOneLine(String message) {
        assertFalse(message.isBlank());
        assertEquals(1, message.lines().count(), message);
    }

    private Path write(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
