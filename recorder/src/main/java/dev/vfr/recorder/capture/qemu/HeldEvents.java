package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps events in their order while the outcome of an earlier one is still to be read.
///
/// A call's event stands where the call was entered, but QEMU prints how it ended later: the adoption on the next
/// line, the errno some lines on, perhaps in another file. A [Slot] keeps the place; what follows waits. The
/// wait is bounded, so that memory is: a slot that gets too old is told to do without.
final class HeldEvents {

    private final EventSink sink;
    private final ArrayDeque<Slot> queue = new ArrayDeque<>();
    private long recorded;

    HeldEvents(EventSink sink) {
        this.sink = sink;
    }

    /// A place in the order of events whose events are not known yet.
    static final class Slot {
        private int patience;
        private @Nullable Runnable onExpiry;
        private @Nullable List<MigrationEvent> events;

        private Slot(@Nullable List<MigrationEvent> events) {
            this.events = events;
        }

        /// Fills the place, once; with no events it vanishes.
        void fill(List<MigrationEvent> found) {
            if (events == null) {
                events = found;
            }
        }

        private void expire() {
            if (events == null && onExpiry != null) {
                onExpiry.run();
            }
        }

        /// From now on waits for something else.
        ///
        /// @param newPatience how many events may queue up behind the slot
        /// @param newOnExpiry has to fill the slot when its patience is over
        void await(int newPatience, Runnable newOnExpiry) {
            patience = newPatience;
            onExpiry = newOnExpiry;
        }
    }

    /// Takes the next event.
    void append(MigrationEvent event) throws EventSourceException {
        recorded++;
        if (queue.isEmpty()) {
            sink.append(event);
        } else {
            queue.add(new Slot(List.of(event)));
            release();
        }
    }

    /// Keeps a place for events to come; [Slot#await] has to follow.
    Slot hold() {
        recorded++;
        Slot slot = new Slot(null);
        queue.add(slot);
        return slot;
    }

    /// Passes on what no longer waits.
    void release() throws EventSourceException {
        Slot head = queue.peek();
        while (head != null) {
            if (queue.size() > head.patience) {
                head.expire();
            }
            if (head.events == null) {
                return;
            }
            queue.remove();
            for (MigrationEvent event : head.events) {
                sink.append(event);
            }
            head = queue.peek();
        }
    }

    /// Lets every slot that still waits do without, and passes on all.
    void finish() throws EventSourceException {
        for (Slot slot : List.copyOf(queue)) {
            slot.expire();
        }
        release();
    }

    /// How many events were taken so far, a slot counting as one.
    long recorded() {
        return recorded;
    }
}
