package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import dev.vfr.recorder.capture.interposer.WireLayout.DeviceEntry;
import dev.vfr.recorder.capture.interposer.WireLayout.OpenFile;
import dev.vfr.recorder.capture.interposer.WireLayout.PayloadHead;
import dev.vfr.recorder.capture.interposer.WireLayout.Slot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What C and Java must agree on: the layout of the ring file, and the digest.
@EnabledOnOs(OS.LINUX)
class NativeLayoutTest {

    @TempDir
    private Path folder;

    @Test
    void theRingFileIsTheSameOnBothSides() throws Exception {
        Map<String, Long> c = new HashMap<>();
        for (String line : NativePrograms.run(NativePrograms.plain(folder, "layout"))) {
            int blank = line.lastIndexOf(' ');
            c.put(line.substring(0, blank), Long.parseUnsignedLong(line.substring(blank + 1)));
        }
        assertEquals(java(), c);
    }

    private static Map<String, Long> java() {
        Map<String, Long> java = new HashMap<>(Map.ofEntries(
                Map.entry("magic", WireLayout.MAGIC),
                Map.entry("trailer bytes", (long) RingBufferDescriptor.TRAILER_LENGTH),
                Map.entry("tail at", (long) RingBufferDescriptor.TAIL_POSITION_OFFSET),
                Map.entry("head cache at", (long) RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET),
                Map.entry("head at", (long) RingBufferDescriptor.HEAD_POSITION_OFFSET)));
        Object[][] rest = {
            {"version", WireLayout.VERSION},
            {"control bytes", WireLayout.CONTROL_BYTES},
            {"processes", WireLayout.PROCESSES},
            {"process bytes", WireLayout.PROCESS_BYTES},
            {"files", Slot.FILES},
            {"devices", Slot.DEVICES},
            {"name bytes", DeviceEntry.NAME_BYTES},
            {"event", WireLayout.MESSAGE_EVENT},
            {"payload", WireLayout.MESSAGE_PAYLOAD},
            {"payload none", PayloadMode.NONE.number()},
            {"payload digest", PayloadMode.DIGEST.number()},
            {"payload full", PayloadMode.FULL.number()},
            {"vfr_control.magic", Control.MAGIC_AT},
            {"vfr_control.version", Control.VERSION_AT},
            {"vfr_control.event_schema", Control.EVENT_SCHEMA_AT},
            {"vfr_control.ring_offset", Control.RING_OFFSET_AT},
            {"vfr_control.ring_capacity", Control.RING_CAPACITY_AT},
            {"vfr_control.data_reserve", Control.DATA_RESERVE_AT},
            {"vfr_control.payload", Control.PAYLOAD_AT},
            {"vfr_control.recording", Control.RECORDING_AT},
            {"vfr_control.recorder_pid", Control.RECORDER_PID_AT},
            {"vfr_control.next_process", Control.NEXT_PROCESS_AT},
            {"vfr_control.lost_control", Control.LOST_CONTROL_AT},
            {"vfr_control.lost_processes", Control.LOST_PROCESSES_AT},
            {"vfr_control.lost_payload", Control.LOST_PAYLOAD_AT},
            {"vfr_control.drained", Control.DRAINED_AT},
            {"vfr_control.told_control", Control.TOLD_CONTROL_AT},
            {"vfr_control.told_processes", Control.TOLD_PROCESSES_AT},
            {"vfr_control.told_payload", Control.TOLD_PAYLOAD_AT},
            {"vfr_file", Slot.FILE_BYTES},
            {"vfr_file.kind", OpenFile.KIND_AT},
            {"vfr_file.device", OpenFile.DEVICE_AT},
            {"vfr_file.session", OpenFile.SESSION_AT},
            {"vfr_file.saving", OpenFile.SAVING_AT},
            {"vfr_file.merged_calls", OpenFile.MERGED_CALLS_AT},
            {"vfr_file.merged_bytes", OpenFile.MERGED_BYTES_AT},
            {"vfr_file.merged_offset", OpenFile.MERGED_OFFSET_AT},
            {"vfr_file.merged_start_ns", OpenFile.MERGED_START_NS_AT},
            {"vfr_file.merged_end_ns", OpenFile.MERGED_END_NS_AT},
            {"vfr_file.merged_thread", OpenFile.MERGED_THREAD_AT},
            {"vfr_device", Slot.DEVICE_BYTES},
            {"vfr_device.number", DeviceEntry.NUMBER_AT},
            {"vfr_device.named", DeviceEntry.NAMED_AT},
            {"vfr_device.name", DeviceEntry.NAME_AT},
            {"vfr_process.pid", Slot.PID_AT},
            {"vfr_process.number", Slot.NUMBER_AT},
            {"vfr_process.attached_ns", Slot.ATTACHED_NS_AT},
            {"vfr_process.label", Slot.LABEL_AT},
            {"vfr_process.files", Slot.FILES_AT},
            {"vfr_process.devices", Slot.DEVICES_AT},
            {"vfr_payload", PayloadHead.BYTES},
            {"vfr_payload.device", PayloadHead.DEVICE_AT},
            {"vfr_payload.session", PayloadHead.SESSION_AT},
            {"vfr_payload.length", PayloadHead.LENGTH_AT},
            {"vfr_payload.stream_offset", PayloadHead.STREAM_OFFSET_AT},
        };
        for (Object[] entry : rest) {
            java.put((String) entry[0], ((Integer) entry[1]).longValue());
        }
        return java;
    }

    @Test
    void theDigestIsTheJdksCrc32cAtEveryLengthAndOffset() throws Exception {
        byte[] bytes = new byte[1 << 20];
        new Random(42).nextBytes(bytes);
        List<String> command = new ArrayList<>(List.of("digest"));
        List<String> expected = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (int length = 0; length < 40; length++) {
            lengths.add(length);
        }
        // Around the blocks of 256 and 8192 bytes that are worked on three at a time, and all of it.
        lengths.addAll(List.of(767, 768, 769, 1535, 1536, 1600, 24575, 24576, 24577, 50000, (1 << 20) - 8));
        for (int length : lengths) {
            for (int at = 0; at < 8; at += 3) {
                command.addAll(List.of(Integer.toString(at), Integer.toString(length)));
                CRC32C crc = new CRC32C();
                crc.update(bytes, at, length);
                String hex = Long.toHexString(crc.getValue());
                expected.add(hex + ' ' + hex + ' ' + hex);
            }
        }
        Path input = folder.resolve("bytes");
        Files.write(input, bytes);
        ProcessBuilder builder = NativePrograms.plain(folder, command.toArray(String[]::new));
        assertEquals(expected, NativePrograms.run(builder.redirectInput(input.toFile())));
    }
}
