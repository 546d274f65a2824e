package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.trace.TraceException.Kind;
import dev.vfr.recorder.trace.sbe.ClockAnchoredDecoder;
import dev.vfr.recorder.trace.sbe.DataReadDecoder;
import dev.vfr.recorder.trace.sbe.DataWrittenDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.trace.sbe.OriginDecoder;
import dev.vfr.recorder.trace.sbe.ProcessNamedDecoder;
import dev.vfr.recorder.trace.sbe.TraceOpenedDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// An event as a message of `events.xml`, which somebody else has encoded: looked at where it lies, and believed only
/// after [#isSound].
///
/// | at | bytes | content |
/// |---|---|---|
/// | 0 | 8 | message header: block length, template, schema, version (2 bytes each) |
/// | 8 | 32 | origin: time ns (8), duration ns (8), process, thread, device, session (4 each) |
/// | 40 | … | the rest of the message |
///
/// For one thread.
public final class EventMessage {

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int ORIGIN_AT = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int MIN_BYTES = ORIGIN_AT + OriginDecoder.ENCODED_LENGTH;
    private static final int LENGTH_BYTES = 4;

    private final RecordCodec codec = new RecordCodec();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    /// The number of the message in `events.xml`.
    public static int template(DirectBuffer buffer, int at) {
        return Short.toUnsignedInt(buffer.getShort(at + MessageHeaderDecoder.templateIdEncodingOffset(), ORDER));
    }

    /// Ns on the host clock, or [EventHeader#UNKNOWN_NS].
    public static long timeNs(DirectBuffer buffer, int at) {
        return buffer.getLong(at + ORIGIN_AT + OriginDecoder.timeNsEncodingOffset(), ORDER);
    }

    /// The trace's number of the process, or [EventHeader#NONE].
    public static int process(DirectBuffer buffer, int at) {
        return buffer.getInt(at + ORIGIN_AT + OriginDecoder.processEncodingOffset(), ORDER);
    }

    /// The trace's number of the device, or [EventHeader#NONE].
    public static int device(DirectBuffer buffer, int at) {
        return buffer.getInt(at + ORIGIN_AT + OriginDecoder.deviceEncodingOffset(), ORDER);
    }

    /// Whether a reader of the trace would find an event in these bytes.
    ///
    /// Reads and writes of data, which are nearly all there is, are checked by their bounds; the others
    /// are decoded.
    public boolean isSound(DirectBuffer buffer, int at, int length) {
        if (length < MIN_BYTES || !isOriginSound(buffer, at + ORIGIN_AT)) {
            return false;
        }
        int block = Short.toUnsignedInt(buffer.getShort(at + MessageHeaderDecoder.blockLengthEncodingOffset(), ORDER));
        int schema = Short.toUnsignedInt(buffer.getShort(at + MessageHeaderDecoder.schemaIdEncodingOffset(), ORDER));
        int version = Short.toUnsignedInt(buffer.getShort(at + MessageHeaderDecoder.versionEncodingOffset(), ORDER));
        if (schema != MessageHeaderDecoder.SCHEMA_ID || version > MessageHeaderDecoder.SCHEMA_VERSION) {
            return false;
        }
        return switch (template(buffer, at)) {
            case DataReadDecoder.TEMPLATE_ID ->
                block == DataReadDecoder.BLOCK_LENGTH && endsWithText(buffer, at + ORIGIN_AT + block, at + length);
            case DataWrittenDecoder.TEMPLATE_ID ->
                block == DataWrittenDecoder.BLOCK_LENGTH && endsWithText(buffer, at + ORIGIN_AT + block, at + length);
            default -> isDecodable(buffer, at, length);
        };
    }

    private static boolean isOriginSound(DirectBuffer buffer, int at) {
        long durationNs = buffer.getLong(at + OriginDecoder.durationNsEncodingOffset(), ORDER);
        return (durationNs >= 0 || durationNs == EventHeader.UNKNOWN_NS)
                && buffer.getInt(at + OriginDecoder.processEncodingOffset(), ORDER) >= EventHeader.NONE
                && buffer.getInt(at + OriginDecoder.threadEncodingOffset(), ORDER) >= EventHeader.NONE
                && buffer.getInt(at + OriginDecoder.deviceEncodingOffset(), ORDER) >= EventHeader.NONE
                && buffer.getInt(at + OriginDecoder.sessionEncodingOffset(), ORDER) >= EventHeader.NONE;
    }

    private static boolean endsWithText(DirectBuffer buffer, int lengthAt, int end) {
        int room = end - lengthAt - LENGTH_BYTES;
        return room >= 0 && Integer.compareUnsigned(buffer.getInt(lengthAt, ORDER), room) <= 0;
    }

    private boolean isDecodable(DirectBuffer buffer, int at, int length) {
        try {
            decode(buffer, at, length);
            return true;
        } catch (TraceException e) {
            return false;
        }
    }

    /// The event in the message; its sequence number is 0.
    ///
    /// @throws TraceException of kind CORRUPT where there is none that this version knows
    public MigrationEvent decode(DirectBuffer buffer, int at, int length) throws TraceException {
        try {
            view.wrap(buffer, at, length);
            return codec.decode(0, view, 0);
        } catch (RuntimeException | OutOfMemoryError e) {
            // A length inside of it that is garbage asks for any amount of memory.
            throw new TraceException(Kind.CORRUPT, "expected the message of an event, found " + e.getMessage(), e);
        }
    }

    /// Whether the manifest tells more of such events than their number.
    static boolean isToldInManifest(int template) {
        return template == TraceOpenedDecoder.TEMPLATE_ID
                || template == ProcessNamedDecoder.TEMPLATE_ID
                || template == ClockAnchoredDecoder.TEMPLATE_ID;
    }
}
