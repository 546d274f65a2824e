package dev.vfr.recorder.capture.interposer;

import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import dev.vfr.recorder.trace.TraceException;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// Takes messages out of the ring, in the order in which their calls returned.
///
/// Messages are taken out in batches. Once a batch is in the trace the control block's `drained` says so, and the
/// ring's head follows when its place is cleared. A recorder that takes over from a killed one goes on at `drained`:
/// nothing is lost, and at most the batch that was being ended is there twice.
///
/// What lies in the ring is believed only within bounds: a process that writes where it should not may spoil its own
/// trace, but not end the recorder.
final class RingDrain {

    /// Messages that are taken out at once: few enough that the writers see the space soon.
    static final int BATCH = 1024;

    /// Takes messages.
    interface MessageHandler {

        /// Some messages follow.
        void beginBatch();

        /// Takes one message. What it throws stays in the ring.
        void onMessage(int type, UnsafeBuffer ring, int at, int length) throws TraceException;

        /// No message of the batch may be lost from here on, as they leave the ring.
        void endBatch() throws TraceException;
    }

    private final UnsafeBuffer control;
    private final ManyToOneRingBuffer ring;
    private final UnsafeBuffer messages;
    private final int capacity;
    private final MessageHandler handler;
    private boolean broken;

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
        long head = ring.consumerPosition();
        int index = index(head);
        if (messages.getIntVolatile(RecordDescriptor.lengthOffset(index)) <= 0) {
            return 0;
        }
        handler.beginBatch();
        int handed = 0;
        int taken = 0;
        try {
            while (handed < BATCH) {
                int bytes = next(index + taken);
                if (bytes <= 0) {
                    break;
                }
                handed += hand(index + taken) ? 1 : 0;
                taken += bytes;
            }
        } finally {
            handler.endBatch();
            control.putLong(Control.DRAINED_AT, head + taken);
            moveHead(head, head + taken);
        }
        return handed;
    }

    /// How many bytes of the ring the message at `index` takes, 0 where there is none or its writer is not done.
    private int next(int index) {
        if (index == capacity) {
            return 0;
        }
        int length = messages.getIntVolatile(RecordDescriptor.lengthOffset(index));
        if (length <= 0) {
            return 0;
        }
        int bytes = BitUtil.align(length, RecordDescriptor.ALIGNMENT);
        if (length < RecordDescriptor.HEADER_LENGTH || bytes <= 0 || bytes > capacity - index) {
            broken = true;
            return 0;
        }
        return bytes;
    }

    /// @return whether there was a message, and not mere padding
    private boolean hand(int index) throws TraceException {
        int type = messages.getInt(RecordDescriptor.typeOffset(index));
        if (type == ManyToOneRingBuffer.PADDING_MSG_TYPE_ID) {
            return false;
        }
        int length = messages.getInt(RecordDescriptor.lengthOffset(index)) - RecordDescriptor.HEADER_LENGTH;
        handler.onMessage(type, messages, RecordDescriptor.encodedMsgOffset(index), length);
        return true;
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
