package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.EventHeader;
import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import dev.vfr.recorder.capture.interposer.WireLayout.DeviceEntry;
import dev.vfr.recorder.capture.interposer.WireLayout.OpenFile;
import dev.vfr.recorder.capture.interposer.WireLayout.Slot;
import dev.vfr.recorder.trace.sbe.DataReadEncoder;
import dev.vfr.recorder.trace.sbe.DeviceNamedEncoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderEncoder;
import dev.vfr.recorder.trace.sbe.OriginEncoder;
import dev.vfr.recorder.trace.sbe.ProcessNamedEncoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// Writes to a ring as the library does, in Java.
final class RingWriter {

    static final String LABEL = "java";
    static final String DEVICE = "0000:00:02.0";

    final UnsafeBuffer file;
    final ManyToOneRingBuffer ring;
    final UnsafeBuffer messages;
    final int slot;
    final int number;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer readMessage = new UnsafeBuffer(new byte[128]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final DataReadEncoder read = new DataReadEncoder();
    private long readBytes;

    private RingWriter(UnsafeBuffer file, int pid) {
        this.file = file;
        int capacity = (int) file.getLong(Control.RING_CAPACITY_AT) + RingBufferDescriptor.TRAILER_LENGTH;
        this.messages = new UnsafeBuffer(file, (int) file.getLong(Control.RING_OFFSET_AT), capacity);
        this.ring = new ManyToOneRingBuffer(messages);
        this.slot = takeSlot(pid);
        this.number = file.getAndAddInt(Control.NEXT_PROCESS_AT, 1);
        file.putInt(slot + Slot.NUMBER_AT, number);
        file.putBytes(slot + Slot.LABEL_AT, LABEL.getBytes(StandardCharsets.UTF_8));
        int device = slot + Slot.DEVICES_AT;
        file.putInt(device + DeviceEntry.NUMBER_AT, number);
        file.putBytes(device + DeviceEntry.NAME_AT, DEVICE.getBytes(StandardCharsets.UTF_8));
        file.putIntOrdered(device + DeviceEntry.NAMED_AT, 1);
    }

    /// Attaches to the ring as the process `pid`.
    static RingWriter attach(Path ring, long pid) throws IOException {
        try (FileChannel channel = FileChannel.open(ring, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new RingWriter(new UnsafeBuffer(channel.map(MapMode.READ_WRITE, 0, channel.size())), (int) pid);
        }
    }

    /// Attaches to a ring that this process has open as its recorder: opening it again would give the lock away.
    static RingWriter attach(RingFile ring, long pid) {
        return new RingWriter(ring.file(), (int) pid);
    }

    private int takeSlot(int pid) {
        int at = WireLayout.CONTROL_BYTES;
        while (!file.compareAndSetInt(at + Slot.PID_AT, 0, pid)) {
            at += WireLayout.PROCESS_BYTES;
        }
        return at;
    }

    /// Introduces process and device.
    void introduce(long pid) {
        ProcessNamedEncoder process = new ProcessNamedEncoder();
        origin(process.wrapAndApplyHeader(message, 0, header).origin(), EventHeader.NONE);
        process.present().clear().pid(true);
        process.hostClock(0).pid(pid).commandLineCount(1).next().text("java");
        process.label(LABEL).host("").kernel("").vmm("").vmmVersion("");
        write(process.limit());
        DeviceNamedEncoder device = new DeviceNamedEncoder();
        origin(device.wrapAndApplyHeader(message, 0, header).origin(), number);
        device.aliasesCount(0);
        device.name(DEVICE);
        write(device.limit());
    }

    private void origin(OriginEncoder to, int device) {
        to.timeNs(System.nanoTime())
                .durationNs(100)
                .process(number)
                .thread(1)
                .device(device)
                .session(device == EventHeader.NONE ? EventHeader.NONE : 0);
    }

    /// Writes a read of one byte, whose stream offset tells the reads apart.
    ///
    /// @return whether there was room
    boolean tryRead() {
        boolean written = ring.write(WireLayout.MESSAGE_EVENT, readMessage, 0, encodeRead());
        readBytes += written ? 1 : 0;
        return written;
    }

    /// Encodes the next read into [#readMessage].
    ///
    /// @return its length
    int encodeRead() {
        if (read.buffer() == null) {
            origin(read.wrapAndApplyHeader(readMessage, 0, header).origin(), number);
            read.present()
                    .clear()
                    .askedBytes(true)
                    .bytes(true)
                    .streamOffset(true)
                    .digest(true);
            read.result(0).askedBytes(4096).bytes(1).digestAlgorithm("crc32c");
        }
        read.streamOffset(readBytes).digestValue(readBytes);
        return read.limit();
    }

    UnsafeBuffer readMessage() {
        return readMessage;
    }

    /// Waits for room.
    void read() {
        while (!tryRead()) {
            Thread.onSpinWait();
        }
    }

    private void write(int length) {
        while (!ring.write(WireLayout.MESSAGE_EVENT, message, 0, length)) {
            Thread.onSpinWait();
        }
    }

    /// Claims room for a read and puts down who does, as if it were killed right then.
    ///
    /// @param thread the thread's id
    void claim(int thread) {
        messages.putInt(claimRead() - Integer.BYTES, thread);
    }

    /// Claims room for a read, as if it were killed before it could put down anything.
    void claimWithoutAWord() {
        messages.putLong(claimRead() - Long.BYTES, 0);
    }

    private int claimRead() {
        int at;
        do {
            at = ring.tryClaim(WireLayout.MESSAGE_EVENT, encodeRead());
        } while (at < 0);
        return at;
    }

    /// Leaves merged reads behind, as when the ring was full.
    void merge(long calls, long bytes) {
        int at = slot + Slot.FILES_AT;
        file.putInt(at + OpenFile.DEVICE_AT, number);
        file.putInt(at + OpenFile.SESSION_AT, 0);
        file.putInt(at + OpenFile.SAVING_AT, 1);
        file.putLong(at + OpenFile.MERGED_BYTES_AT, bytes);
        file.putLong(at + OpenFile.MERGED_OFFSET_AT, readBytes);
        file.putLong(at + OpenFile.MERGED_START_NS_AT, 1_000);
        file.putLong(at + OpenFile.MERGED_END_NS_AT, 3_000);
        file.putInt(at + OpenFile.MERGED_THREAD_AT, 1);
        file.putLongOrdered(at + OpenFile.MERGED_CALLS_AT, calls);
    }
}
