package dev.vfr.recorder.capture.qmp;

import dev.vfr.model.event.EventHeader;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds the place of each message among QEMU's own times.
///
/// QEMU puts its time into events only. What it answers, and what it is told, lies between the events around it
/// in the transcript. Within these bounds the client's clock says where; its offset from QEMU's is taken from
/// the event before, or from the first one, where it is more than a second. Without a client's clock the time
/// stays unknown and the message is ordered right after the event before it. Where the file has lines of other kinds
/// too, those with a time bound the messages as events do.
public final class QmpClock {

    /// How many messages without QEMU's time are kept back until the next event.
    private static final int LOOKAHEAD = 1_024;

    private static final long CLOSE_NS = 1_000_000_000;

    private final ArrayDeque<QmpMessage> waiting = new ArrayDeque<>();
    private long lastNs = EventHeader.UNKNOWN_NS;
    private OptionalLong nextEventNs = OptionalLong.empty();
    private long clientAheadNs;
    private boolean sawEvent;
    private boolean sealed;

    /// A message with its place.
    ///
    /// @param orderNs where it belongs, [EventHeader#UNKNOWN_NS] where nothing tells
    /// @param timeNs its time, [EventHeader#UNKNOWN_NS] where it is not known
    public record Placed(QmpMessage message, long orderNs, long timeNs) {}

    /// Takes the next message of the transcript.
    public void add(QmpMessage message) {
        waiting.add(message);
        if (message.qemuNs().isPresent()) {
            nextEventNs = message.qemuNs();
            if (!sawEvent) {
                sawEvent = true;
                compareClocks(message);
            }
        }
    }

    /// A line of another kind follows the messages taken so far, or nothing does.
    ///
    /// @param ns its time, [EventHeader#UNKNOWN_NS] where it shows none
    public void seal(long ns) {
        sealed = true;
        if (ns != EventHeader.UNKNOWN_NS) {
            nextEventNs = OptionalLong.of(nextEventNs.orElse(ns));
        }
    }

    /// A line of another kind, after all messages taken so far, has this time.
    public void passed(long ns) {
        lastNs = Math.max(ns, lastNs);
        nextEventNs = OptionalLong.empty();
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Whether [#take] needs no further messages.
    public boolean isReady() {
        return !waiting.isEmpty() && (sealed || nextEventNs.isPresent() || waiting.size() >= LOOKAHEAD);
    }

    /// The next message in order, empty where there is none.
    public Optional<Placed> take() {
        QmpMessage message = waiting.poll();
        if (message == null) {
            return Optional.empty();
        }
        sealed &= !waiting.isEmpty();
        if (message.qemuNs().isPresent()) {
            compareClocks(message);
            long own = message.qemuNs().getAsLong();
            // Threads may tell the client of their events in another order than that of their times.
            long order = Math.max(own, lastNs);
            lastNs = order;
            nextEventNs = OptionalLong.empty();
            return Optional.of(new Placed(message, order, own));
        }
        if (message.clientNs().isPresent()) {
            long time = within(message.clientNs().getAsLong() - clientAheadNs);
            lastNs = time;
            return Optional.of(new Placed(message, time, time));
        }
        long order = lastNs == EventHeader.UNKNOWN_NS ? nextEventNs.orElse(EventHeader.UNKNOWN_NS) : lastNs;
        return Optional.of(new Placed(message, order, EventHeader.UNKNOWN_NS));
    }

    private long within(long time) {
        return Math.max(Math.min(time, nextEventNs.orElse(time)), lastNs);
    }

    private void compareClocks(QmpMessage event) {
        if (event.clientNs().isPresent() && event.qemuNs().isPresent()) {
            long ahead = event.clientNs().getAsLong() - event.qemuNs().getAsLong();
            clientAheadNs = Math.abs(ahead) < CLOSE_NS ? 0 : ahead;
        }
    }
}
