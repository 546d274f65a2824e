package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import dev.vfr.recorder.trace.EventMessage;
import dev.vfr.recorder.trace.TraceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/// A ring that native programs write to, read with Agrona's own reader.
final class NativeRing implements AutoCloseable {

    /// A message of type VFR_MESSAGE_PAYLOAD.
    ///
    /// @param hex its bytes
    record Payload(long streamOffset, int length, String hex) {}

    private final RingFile file;
    private final EventMessage messages = new EventMessage();
    private final Map<Integer, ProcessNamed> processes = new HashMap<>();
    private final Map<Integer, String> devices = new HashMap<>();
    private final List<Payload> payloads = new ArrayList<>();

    private NativeRing(RingFile file) {
        this.file = file;
    }

    static NativeRing make(Path path) throws RecordingException {
        RingFile.make(path, 1, PayloadMode.DIGEST);
        return new NativeRing(RingFile.open(path, true));
    }

    RingFile file() {
        return file;
    }

    ManyToOneRingBuffer ring() {
        return file.ring();
    }

    /// All that is in the ring, introductions excepted: those must come before what they introduce.
    List<MigrationEvent> drain() {
        List<MigrationEvent> events = drainAsFarAsCommitted();
        assertEquals(0, file.ring().size(), "all is committed");
        return events;
    }

    /// The same of a ring whose last message may never be finished.
    List<MigrationEvent> drainAsFarAsCommitted() {
        List<MigrationEvent> events = new ArrayList<>();
        while (file.ring().read((type, buffer, at, length) -> {
                    if (type == WireLayout.MESSAGE_PAYLOAD) {
                        payloads.add(payload(buffer, at, length));
                        return;
                    }
                    assertEquals(WireLayout.MESSAGE_EVENT, type);
                    assertTrue(messages.isSound(buffer, at, length));
                    take(decode(buffer, at, length), events);
                })
                > 0) {
            // Reading stops at the end of the ring's memory.
        }
        return events;
    }

    private static Payload payload(DirectBuffer buffer, int at, int length) {
        byte[] bytes = new byte[length - WireLayout.PayloadHead.BYTES];
        assertEquals(bytes.length, buffer.getInt(at + WireLayout.PayloadHead.LENGTH_AT));
        buffer.getBytes(at + WireLayout.PayloadHead.BYTES, bytes);
        return new Payload(
                buffer.getLong(at + WireLayout.PayloadHead.STREAM_OFFSET_AT),
                bytes.length,
                HexFormat.of().formatHex(bytes));
    }

    private MigrationEvent decode(DirectBuffer buffer, int at, int length) {
        try {
            return messages.decode(buffer, at, length);
        } catch (TraceException e) {
            throw new AssertionError(e);
        }
    }

    private void take(MigrationEvent event, List<MigrationEvent> events) {
        switch (event) {
            case ProcessNamed named -> processes.put(named.header().process(), named);
            case DeviceNamed named -> devices.put(named.header().device(), named.name());
            default -> events.add(event);
        }
    }

    List<Payload> payloads() {
        return payloads;
    }

    Map<Integer, ProcessNamed> processes() {
        return processes;
    }

    /// The events as `said.h` has them.
    List<String> lines() {
        return drain().stream()
                .map(event -> NativeLine.of(event, processes, devices))
                .toList();
    }

    long lostControl() {
        return file.file().getLongVolatile(Control.LOST_CONTROL_AT);
    }

    @Override
    public void close() throws RecordingException {
        file.close();
    }
}
