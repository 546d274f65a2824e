package dev.vfr.recorder.capture.interposer;

import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import dev.vfr.recorder.log.TraceException;
import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;

/// Takes messages out of the ring, in the order in which their calls returned.
///
/// After each message the control block's `drained` says that it is in the trace; the ring's head follows some messages
/// later. A recorder that takes over from a killed one goes on at `drained`, so that nothing is lost and at most the
/// message that was being written is there twice.
///
/// What lies in the ring is believed only within bounds: a process that writes where it should not may spoil its own
/// trace, but not end the recorder.
final class RingDrain {

    /// Messages that are taken out at once: few enough that the writers see the space soon.
    private static final int BATCH = 256;

    /// Takes one message. What it throws stays in the ring.
    @FunctionalInterface
    interface MessageHandler {
        void onMessage(int type, UnsafeBuffer ring, int at, int length) throws TraceException;
    }

    private final UnsafeBuffer control;
    private final ManyToOneRingBuffer ring;
    private final UnsafeBuffer messages;
    private final int capacity;
    private final MessageHandler handler;
    private final ControlledMessageHandler onMessage = this::onMessage;

    private long batchPosition;
    private int batchIndex;
    private boolean broken;
    private @Nullable TraceException failure;

    RingDrain(RingFile file, MessageHandler handler) {
        this.control = file.file();
        this.ring = file.ring();
        this.messages = new UnsafeBuffer(ring.buffer(), 0, ring.buffer().capacity());
        this.capacity = ring.capacity();
        this.handler = handler;
        skipDrained();
    }

    /// Removes what the recorder before this one has written into its trace but not taken out of the ring.
    private void skipDrained() {
        long head = ring.consumerPosition();
        long drained = control.getLong(Control.DRAINED_AT);
        if (drained > head && drained <= ring.producerPosition() && drained - head <= capacity) {
            moveHead(head, drained);
        } else {
            control.putLong(Control.DRAINED_AT, head);
        }
    }

    private void moveHead(long from, long to) {
        clear(from, (int) (to - from));
        setHead(to);
    }

    private void clear(long from, int bytes) {
        int index = index(from);
        int first = Math.min(bytes, capacity - index);
        messages.setMemory(index, first, (byte) 0);
        messages.setMemory(0, bytes - first, (byte) 0);
    }

    /// Gives the space before to the writers.
    private void setHead(long to) {
        control.putLong(Control.DRAINED_AT, to);
        messages.putLongOrdered(capacity + RingBufferDescriptor.HEAD_POSITION_OFFSET, to);
    }

    /// Hands on some messages.
    ///
    /// @return how many
    /// @throws TraceException what the handler has thrown; its message is still in the ring
    int poll() throws TraceException {
        batchPosition = ring.consumerPosition();
        batchIndex = index(batchPosition);
        markDrained(batchPosition);
        int count = 0;
        try {
            count = ring.controlledRead(onMessage, BATCH);
        } catch (IndexOutOfBoundsException e) {
            // Padding that reaches beyond the ring.
            broken = true;
        }
        if (failure != null) {
            throw failure;
        }
        return count;
    }

    private Action onMessage(int type, MutableDirectBuffer ignored, int at, int length) {
        int record = at - RecordDescriptor.HEADER_LENGTH;
        int recordBytes = BitUtil.align(length + RecordDescriptor.HEADER_LENGTH, RecordDescriptor.ALIGNMENT);
        if (length < 0 || recordBytes > capacity - record) {
            broken = true;
            return Action.ABORT;
        }
        try {
            handler.onMessage(type, messages, at, length);
        } catch (TraceException e) {
            failure = e;
            return Action.ABORT;
        }
        markDrained(batchPosition + (record - batchIndex) + recordBytes);
        return Action.CONTINUE;
    }

    /// All before `position` is in the trace, and so is the padding that may follow.
    private void markDrained(long position) {
        int index = index(position);
        int length = messages.getIntVolatile(RecordDescriptor.lengthOffset(index));
        boolean padding = length > 0
                && length <= capacity - index
                && messages.getInt(RecordDescriptor.typeOffset(index)) == ManyToOneRingBuffer.PADDING_MSG_TYPE_ID;
        control.putLong(Control.DRAINED_AT, padding ? position + length : position);
    }

    /// Whether the ring holds something that no writer puts there, so that the way to the next message is lost.
    boolean isBroken() {
        return broken;
    }

    /// Throws away all that is in a broken ring, and goes on with what comes then. Whoever is writing right now loses
    /// what it writes.
    void startOver() {
        long tail = ring.producerPosition();
        // The free part as well: nobody knows where else somebody has written.
        clear(tail, capacity);
        setHead(tail);
        broken = false;
    }

    /// Whether there is nothing in the ring, not even a message that is still being written.
    boolean isEmpty() {
        return ring.producerPosition() <= ring.consumerPosition();
    }

    /// How many bytes are in the ring.
    long bytes() {
        return ring.producerPosition() - ring.consumerPosition();
    }

    /// Before here lies all that has been claimed so far.
    long tail() {
        return ring.producerPosition();
    }

    /// Where the next message begins.
    long position() {
        return ring.consumerPosition();
    }

    /// The thread that is writing the next message, 0 where it has not said so yet.
    ///
    /// Meaningful only while [#poll] finds nothing although the ring is not empty.
    int writer() {
        int index = index(ring.consumerPosition());
        int length = messages.getIntVolatile(RecordDescriptor.lengthOffset(index));
        return length < 0 ? messages.getInt(RecordDescriptor.typeOffset(index)) : 0;
    }

    /// Passes over the message that is being written, whose writer must be gone.
    ///
    /// Agrona's own `unblock()` does not see the end of a claim at which nothing was written and no
    /// message follows, or the next one is at the beginning of the ring.
    void passOver() {
        long head = ring.consumerPosition();
        int index = index(head);
        int room = (int) Math.min(capacity - index, bytes());
        int length = messages.getIntVolatile(RecordDescriptor.lengthOffset(index));
        if (length < 0) {
            broken = length < -room;
            length = Math.min(room, -length);
        } else if (length == 0) {
            do {
                length += RecordDescriptor.ALIGNMENT;
            } while (length < room && messages.getIntVolatile(RecordDescriptor.lengthOffset(index + length)) == 0);
        } else {
            // It was finished after all.
            return;
        }
        moveHead(head, head + BitUtil.align(length, RecordDescriptor.ALIGNMENT));
    }

    private int index(long position) {
        return (int) position & (capacity - 1);
    }
}
