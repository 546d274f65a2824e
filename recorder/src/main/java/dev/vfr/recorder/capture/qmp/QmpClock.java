package dev.vfr.recorder.capture.qmp;

import dev.vfr.model.event.EventHeader;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Finds the place of each message among QEMU's own times.
///
/// QEMU puts its time into events only. What it answers, and what it is told, lies between the events around it
/// in the transcript. Within these bounds the client's clock says where; its offset from QEMU's is taken from
/// the event before, or from the first one, where it is more than a second. Without a client's clock the time
/// stays unknown and the message is ordered right after the event before it.
final class QmpClock {

    /// How many messages without QEMU's time are kept back until the next event.
    private static final int LOOKAHEAD = 1_024;

    private static final long CLOSE_NS = 1_000_000_000;

    private final ArrayDeque<QmpMessage> waiting = new ArrayDeque<>();
    private OptionalLong lastEventNs = OptionalLong.empty();
    private OptionalLong nextEventNs = OptionalLong.empty();
    private long clientAheadNs;
    private boolean sawEvent;

    /// A message with its place.
    ///
    /// @param orderNs where it belongs, [EventHeader#UNKNOWN_NS] where nothing tells
    /// @param timeNs its time, [EventHeader#UNKNOWN_NS] where it is not known
    record Placed(QmpMessage message, long orderNs, long timeNs) {}

    /// Takes the next message of the transcript.
    void add(QmpMessage message) {
        waiting.add(message);
        if (message.qemuNs().isPresent()) {
            nextEventNs = message.qemuNs();
            if (!sawEvent) {
                sawEvent = true;
                compareClocks(message);
            }
        }
    }

    /// Whether [#take] needs no further messages.
    boolean isReady() {
        return nextEventNs.isPresent() || waiting.size() >= LOOKAHEAD;
    }

    /// The next message in order, null where there is none.
    @Nullable
    Placed take() {
        QmpMessage message = waiting.poll();
        if (message == null) {
            return null;
        }
        if (message.qemuNs().isPresent()) {
            compareClocks(message);
            long own = message.qemuNs().getAsLong();
            // Threads may tell the client of their events in another order than that of their times.
            long order = Math.max(own, lastEventNs.orElse(own));
            lastEventNs = OptionalLong.of(order);
            nextEventNs = OptionalLong.empty();
            return new Placed(message, order, own);
        }
        if (message.clientNs().isPresent()) {
            long time = within(message.clientNs().getAsLong() - clientAheadNs);
            lastEventNs = OptionalLong.of(time);
            return new Placed(message, time, time);
        }
        long order = lastEventNs.orElse(nextEventNs.orElse(EventHeader.UNKNOWN_NS));
        return new Placed(message, order, EventHeader.UNKNOWN_NS);
    }

    private long within(long time) {
        long bounded = Math.min(time, nextEventNs.orElse(time));
        return Math.max(bounded, lastEventNs.orElse(bounded));
    }

    private void compareClocks(QmpMessage event) {
        if (event.clientNs().isPresent() && event.qemuNs().isPresent()) {
            long ahead = event.clientNs().getAsLong() - event.qemuNs().getAsLong();
            clientAheadNs = Math.abs(ahead) < CLOSE_NS ? 0 : ahead;
        }
    }
}
