package dev.vfr.recorder.capture.interposer;

import dev.vfr.recorder.capture.interposer.WireLayout.DeviceEntry;
import dev.vfr.recorder.capture.interposer.WireLayout.OpenFile;
import dev.vfr.recorder.capture.interposer.WireLayout.Slot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;

/// A struct vfr_process in the ring file.
///
/// It belongs to the process as long as that lives; what is read meanwhile may be half written.
///
/// @param file the whole ring file
/// @param at where the struct begins
record ProcessSlot(UnsafeBuffer file, int at) {

    /// Data calls of one file that the library merged and nobody has written down.
    ///
    /// @param fileAt where the struct vfr_file begins
    record Merged(
            int fileAt,
            int device,
            int session,
            boolean saving,
            long calls,
            long bytes,
            OptionalLong streamOffset,
            long startNs,
            long endNs,
            int thread) {}

    static List<ProcessSlot> all(UnsafeBuffer file) {
        return IntStream.range(0, WireLayout.PROCESSES)
                .mapToObj(slot -> new ProcessSlot(file, WireLayout.CONTROL_BYTES + slot * WireLayout.PROCESS_BYTES))
                .toList();
    }

    /// The process's id, 0 where the slot is free.
    int pid() {
        return file.getIntVolatile(at + Slot.PID_AT);
    }

    /// The trace's number of the process.
    int number() {
        return file.getInt(at + Slot.NUMBER_AT);
    }

    String label() {
        return text(at + Slot.LABEL_AT, Slot.LABEL_BYTES);
    }

    /// The name that the library has given the device with this number, empty where it is none of the process's.
    Optional<String> deviceName(int device) {
        for (int i = 0; i < Slot.DEVICES; i++) {
            int entry = at + Slot.DEVICES_AT + i * Slot.DEVICE_BYTES;
            if (file.getIntVolatile(entry + DeviceEntry.NAMED_AT) != 0
                    && file.getInt(entry + DeviceEntry.NUMBER_AT) == device) {
                return Optional.of(text(entry + DeviceEntry.NAME_AT, DeviceEntry.NAME_BYTES));
            }
        }
        return Optional.empty();
    }

    List<Merged> merged() {
        List<Merged> all = new ArrayList<>();
        for (int i = 0; i < Slot.FILES; i++) {
            int entry = at + Slot.FILES_AT + i * Slot.FILE_BYTES;
            if (file.getLongVolatile(entry + OpenFile.MERGED_CALLS_AT) != 0) {
                all.add(new Merged(
                        entry,
                        file.getInt(entry + OpenFile.DEVICE_AT),
                        file.getInt(entry + OpenFile.SESSION_AT),
                        file.getInt(entry + OpenFile.SAVING_AT) != 0,
                        file.getLong(entry + OpenFile.MERGED_CALLS_AT),
                        file.getLong(entry + OpenFile.MERGED_BYTES_AT),
                        file.getInt(entry + OpenFile.OFFSET_UNKNOWN_AT) == 0
                                ? OptionalLong.of(file.getLong(entry + OpenFile.MERGED_OFFSET_AT))
                                : OptionalLong.empty(),
                        file.getLong(entry + OpenFile.MERGED_START_NS_AT),
                        file.getLong(entry + OpenFile.MERGED_END_NS_AT),
                        file.getInt(entry + OpenFile.MERGED_THREAD_AT)));
            }
        }
        return all;
    }

    void forget(Merged merged) {
        file.putLongOrdered(merged.fileAt() + OpenFile.MERGED_CALLS_AT, 0);
    }

    /// Makes the slot free for another process. The one that had it must be gone.
    void free() {
        file.setMemory(at + Integer.BYTES, WireLayout.PROCESS_BYTES - Integer.BYTES, (byte) 0);
        file.putIntOrdered(at + Slot.PID_AT, 0);
    }

    private String text(int from, int bytes) {
        byte[] content = new byte[bytes];
        file.getBytes(from, content);
        OptionalInt end = IntStream.range(0, bytes).filter(i -> content[i] == 0).findFirst();
        return new String(content, 0, end.orElse(bytes), StandardCharsets.UTF_8);
    }
}
