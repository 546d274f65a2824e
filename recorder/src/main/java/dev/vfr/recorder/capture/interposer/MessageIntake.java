package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.interposer.WireLayout.PayloadHead;
import dev.vfr.recorder.trace.EventMessage;
import dev.vfr.recorder.trace.PayloadPlace;
import dev.vfr.recorder.trace.TraceException;
import dev.vfr.recorder.trace.TraceWriter;
import dev.vfr.recorder.trace.sbe.DataMergedDecoder;
import dev.vfr.recorder.trace.sbe.DataReadDecoder;
import dev.vfr.recorder.trace.sbe.DataWrittenDecoder;
import dev.vfr.recorder.trace.sbe.DeviceNamedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceStateSetDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.trace.sbe.ProcessNamedDecoder;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.agrona.concurrent.UnsafeBuffer;

/// Puts messages into the trace: nearly all as they are, introductions with what the host adds to them, and for what
/// is no message a count of the loss.
final class MessageIntake implements RingDrain.MessageHandler {

    private final TraceWriter trace;
    private final Introductions introductions;
    private final EventMessage messages = new EventMessage();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DataReadDecoder read = new DataReadDecoder();
    private final DataWrittenDecoder written = new DataWrittenDecoder();
    private final Map<Loss, Long> losses = new EnumMap<>(Loss.class);
    private long bytes;
    private long lost;
    private int device = EventHeader.NONE;
    private String state = "";

    MessageIntake(TraceWriter trace, Introductions introductions) {
        this.trace = trace;
        this.introductions = introductions;
    }

    @Override
    public void beginBatch() {
        trace.beginBatch();
    }

    @Override
    public void endBatch() throws TraceException {
        trace.endBatch();
    }

    @Override
    public void onMessage(int type, UnsafeBuffer ring, int at, int length) throws TraceException {
        if (type == WireLayout.MESSAGE_PAYLOAD && isPayloadSound(ring, at, length)) {
            takePayload(ring, at);
            return;
        }
        if (type != WireLayout.MESSAGE_EVENT || !messages.isSound(ring, at, length)) {
            lose(Loss.NOT_UNDERSTOOD, 1);
            return;
        }
        switch (EventMessage.template(ring, at)) {
            case ProcessNamedDecoder.TEMPLATE_ID ->
                introductions.process((ProcessNamed) messages.decode(ring, at, length));
            case DeviceNamedDecoder.TEMPLATE_ID ->
                introductions.device((DeviceNamed) messages.decode(ring, at, length));
            default -> copy(ring, at, length);
        }
    }

    private static boolean isPayloadSound(UnsafeBuffer ring, int at, int length) {
        return length > PayloadHead.BYTES
                && ring.getInt(at + PayloadHead.LENGTH_AT) == length - PayloadHead.BYTES
                && ring.getInt(at + PayloadHead.PROCESS_AT) >= EventHeader.NONE
                && ring.getInt(at + PayloadHead.DEVICE_AT) >= EventHeader.NONE
                && ring.getInt(at + PayloadHead.SESSION_AT) >= EventHeader.NONE
                && ring.getLong(at + PayloadHead.STREAM_OFFSET_AT) >= 0;
    }

    private void takePayload(UnsafeBuffer ring, int at) throws TraceException {
        PayloadPlace place = new PayloadPlace(
                ring.getInt(at + PayloadHead.PROCESS_AT),
                ring.getInt(at + PayloadHead.DEVICE_AT),
                ring.getInt(at + PayloadHead.SESSION_AT),
                ring.getLong(at + PayloadHead.STREAM_OFFSET_AT));
        introductions.require(place.process(), place.device(), System.nanoTime());
        trace.appendPayload(place, ring, at + PayloadHead.BYTES, ring.getInt(at + PayloadHead.LENGTH_AT));
    }

    private void copy(UnsafeBuffer ring, int at, int length) throws TraceException {
        int number = EventMessage.device(ring, at);
        introductions.require(EventMessage.process(ring, at), number, EventMessage.timeNs(ring, at));
        trace.append(ring, at, length);
        device = number == EventHeader.NONE ? device : number;
        switch (EventMessage.template(ring, at)) {
            case DataReadDecoder.TEMPLATE_ID -> {
                read.wrapAndApplyHeader(ring, at, header);
                bytes += read.present().bytes() ? read.bytes() : 0;
            }
            case DataWrittenDecoder.TEMPLATE_ID -> {
                written.wrapAndApplyHeader(ring, at, header);
                bytes += written.present().bytes() ? written.bytes() : 0;
            }
            case DataMergedDecoder.TEMPLATE_ID, DeviceStateSetDecoder.TEMPLATE_ID ->
                follow(messages.decode(ring, at, length));
            default -> {
                // Of no concern for who only wants to see how it goes.
            }
        }
    }

    private void follow(MigrationEvent event) {
        if (event instanceof DataMerged merged) {
            bytes += merged.bytes();
        } else if (event instanceof DeviceStateSet set && set.result().isOk()) {
            state = set.requested().map(DeviceState::name).orElse("");
        }
    }

    /// Takes data calls that the library left behind.
    void append(DataMerged merged) throws TraceException {
        EventHeader at = merged.header();
        introductions.require(at.process(), at.device(), at.timeNs());
        trace.append(merged);
        follow(merged);
    }

    /// Counts events that are not in the trace; [#tellLosses] says so there.
    void lose(Loss loss, long count) {
        losses.merge(loss, count, Long::sum);
        lost += count;
    }

    /// Writes down what was lost since the last time.
    void tellLosses() throws TraceException {
        for (Map.Entry<Loss, Long> entry : losses.entrySet()) {
            Loss loss = entry.getKey();
            OptionalLong count = loss.isCounted() ? OptionalLong.of(entry.getValue()) : OptionalLong.empty();
            trace.append(new EventsLost(now(), count, loss.reason()));
        }
        losses.clear();
    }

    /// Writes down a loss that nobody can count in events.
    void tellLoss(String reason) throws TraceException {
        trace.append(new EventsLost(now(), OptionalLong.empty(), reason));
    }

    /// The header of something about the trace itself that happens now.
    static EventHeader now() {
        int none = EventHeader.NONE;
        return new EventHeader(0, System.nanoTime(), EventHeader.UNKNOWN_NS, none, none, none, none);
    }

    RecordingProgress progress() {
        return new RecordingProgress(trace.count(), bytes, lost, introductions.deviceName(device), state);
    }
}
