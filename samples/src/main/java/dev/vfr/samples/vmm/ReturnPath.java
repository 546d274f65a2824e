package dev.vfr.samples.vmm;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// What the source can know of the destination: the return path's messages, and that the connection is closed.
final class ReturnPath {

    private final long latencyNs;
    private final Queue<Arriving> onTheWay = new ArrayDeque<>();
    private long closedNs = Long.MAX_VALUE;

    /// A message of the return path.
    sealed interface Message {

        /// MIG_RP_MSG_SWITCHOVER_ACK.
        record SwitchoverAck() implements Message {}

        /// MIG_RP_MSG_SHUT: the destination is done, with 0 or an error.
        record Shut(boolean failed) implements Message {}
    }

    private record Arriving(long trueNs, Message message) {}

    /// @param latencyNs ns from the destination to the source
    ReturnPath(long latencyNs) {
        this.latencyNs = latencyNs;
    }

    /// @param nowNs true time at the destination
    void send(long nowNs, Message message) {
        onTheWay.add(new Arriving(nowNs + latencyNs, message));
    }

    /// The destination's end of the connection is closed.
    ///
    /// @param nowNs true time at the destination
    void close(long nowNs) {
        closedNs = Math.min(closedNs, nowNs + latencyNs);
    }

    /// Takes the next message that has arrived at the source by `nowNs`.
    Optional<Message> receive(long nowNs) {
        Arriving next = onTheWay.peek();
        if (next == null || next.trueNs() > nowNs) {
            return Optional.empty();
        }
        onTheWay.remove();
        return Optional.of(next.message());
    }

    /// When the next message or the end of the connection arrives, [Long#MAX_VALUE] where nothing is known of
    /// either.
    long nextArrivalNs() {
        Arriving next = onTheWay.peek();
        return next == null ? closedNs : Math.min(next.trueNs(), closedNs);
    }

    /// Whether the source finds the connection closed at `nowNs`.
    boolean isClosed(long nowNs) {
        return nowNs >= closedNs;
    }
}
