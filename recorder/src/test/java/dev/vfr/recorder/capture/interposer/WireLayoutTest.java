package dev.vfr.recorder.capture.interposer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import dev.vfr.recorder.capture.interposer.WireLayout.DeviceEntry;
import dev.vfr.recorder.capture.interposer.WireLayout.OpenFile;
import dev.vfr.recorder.capture.interposer.WireLayout.PayloadHead;
import dev.vfr.recorder.capture.interposer.WireLayout.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `wire.h` says to a C compiler is what `WireLayout` says in Java.
class WireLayoutTest {

    @TempDir
    private Path folder;

    @Test
    void theTwoSidesAgree() throws Exception {
        Map<String, Long> expected = expected();
        String program = expected.keySet().stream()
                .map(expression -> "printf(\"%llu\\n\", (unsigned long long)(" + expression + "));")
                .collect(
                        Collectors.joining("\n", "#include <stdio.h>\n#include \"wire.h\"\nint main(void) {\n", "}\n"));
        Path source = Files.writeString(folder.resolve("layout.c"), program);
        Path binary = folder.resolve("layout");
        assumeTrue(hasCompiler(), "needs a C compiler");
        assertEquals("", run("cc", "-I", Path.of("src/main/c").toString(), "-o", binary.toString(), source.toString()));
        String found = run(binary.toString());
        assertEquals(
                expected.values().stream().map(String::valueOf).collect(Collectors.joining("\n", "", "\n")),
                found,
                () -> "in this order: " + expected.keySet());
    }

    private static Map<String, Long> expected() throws IllegalAccessException {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("VFR_WIRE_MAGIC", WireLayout.MAGIC);
        all.put("VFR_WIRE_VERSION", (long) WireLayout.VERSION);
        all.put("VFR_CONTROL_BYTES", (long) WireLayout.CONTROL_BYTES);
        all.put("VFR_PROCESSES", (long) WireLayout.PROCESSES);
        all.put("VFR_PROCESS_BYTES", (long) WireLayout.PROCESS_BYTES);
        all.put("VFR_MESSAGE_EVENT", (long) WireLayout.MESSAGE_EVENT);
        all.put("VFR_MESSAGE_PAYLOAD", (long) WireLayout.MESSAGE_PAYLOAD);
        all.put("VFR_FILES", (long) Slot.FILES);
        all.put("VFR_DEVICES", (long) Slot.DEVICES);
        all.put("VFR_NAME_BYTES", (long) DeviceEntry.NAME_BYTES);
        all.put("sizeof(struct vfr_file)", (long) Slot.FILE_BYTES);
        all.put("sizeof(struct vfr_device)", (long) Slot.DEVICE_BYTES);
        all.put("sizeof(struct vfr_payload)", (long) PayloadHead.BYTES);
        all.put("sizeof(((struct vfr_process *)0)->label)", (long) Slot.LABEL_BYTES);
        all.put("VFR_RING_TRAILER_BYTES", (long) RingBufferDescriptor.TRAILER_LENGTH);
        all.put("VFR_TAIL_AT", (long) RingBufferDescriptor.TAIL_POSITION_OFFSET);
        all.put("VFR_HEAD_AT", (long) RingBufferDescriptor.HEAD_POSITION_OFFSET);
        for (PayloadMode mode : PayloadMode.values()) {
            all.put("VFR_PAYLOAD_" + mode, (long) mode.number());
        }
        offsets(all, "vfr_control", Control.class);
        offsets(all, "vfr_process", Slot.class);
        offsets(all, "vfr_file", OpenFile.class);
        offsets(all, "vfr_device", DeviceEntry.class);
        offsets(all, "vfr_payload", PayloadHead.class);
        return all;
    }

    /// Each constant NAME_AT is the place of the field `name`.
    private static void offsets(Map<String, Long> all, String struct, Class<?> places) throws IllegalAccessException {
        int before = all.size();
        for (var field : places.getDeclaredFields()) {
            if (field.getName().endsWith("_AT")) {
                String name = field.getName().replaceAll("_AT$", "").toLowerCase(Locale.ROOT);
                all.put("offsetof(struct " + struct + ", " + name + ")", (long) field.getInt(null));
            }
        }
        assertTrue(all.size() > before, struct);
    }

    private static boolean hasCompiler() {
        try {
            return !run("cc", "--version").isEmpty();
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }
}
