package dev.vfr.samples.host;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// One direction of a network connection: what is sent arrives as fast as the bandwidth lets it, and in order
/// unless it takes longer on its own way.
///
/// @param <M> what is sent
public final class Link<M> {

    private static final long NS_PER_S = 1_000_000_000;

    /// How far the sender may be ahead of the wire before it has to wait: the socket's buffers.
    private static final long BUFFERED_NS = 2_000_000;

    private final LongUnaryOperator bandwidth;
    private final long latencyNs;
    private final Queue<Sent<M>> onTheWay = new PriorityQueue<>(
            Comparator.<Sent<M>>comparingLong(sent -> sent.arrival().trueNs()).thenComparingLong(Sent::number));
    private long freeNs;
    private long sentMessages;
    private long bytesOnTheWay;

    /// Something that arrives.
    ///
    /// @param trueNs when
    public record Arrival<M>(long trueNs, M message) {}

    private record Sent<M>(long number, long bytes, Arrival<M> arrival) {}

    /// @param bandwidth bytes per second at a true time
    /// @param latencyNs ns from one end to the other
    public Link(LongUnaryOperator bandwidth, long latencyNs) {
        this.bandwidth = bandwidth;
        this.latencyNs = latencyNs;
    }

    /// Sends `message` of `bytes`; the sending host waits as long as the connection takes no more.
    public void send(SimulatedHost sender, long bytes, M message) {
        send(sender, bytes, message, 0);
    }

    /// Sends a message that takes longer than others, by which they may overtake it.
    ///
    /// @param extraNs ns on top of the latency
    public void send(SimulatedHost sender, long bytes, M message, long extraNs) {
        long start = Math.max(freeNs, sender.trueNs());
        freeNs = start + wireNs(start, bytes);
        sender.waitUntil(freeNs - BUFFERED_NS);
        onTheWay.add(new Sent<>(sentMessages++, bytes, new Arrival<>(freeNs + latencyNs + extraNs, message)));
        bytesOnTheWay += bytes;
    }

    private long wireNs(long atNs, long bytes) {
        return (long) ((double) bytes * NS_PER_S / bandwidth.applyAsLong(atNs));
    }

    /// ns from one end to the other.
    public long latencyNs() {
        return latencyNs;
    }

    /// Bytes per second at a true time.
    public long bandwidthAt(long trueNs) {
        return bandwidth.applyAsLong(trueNs);
    }

    /// Bytes that were sent and not received.
    public long bytesOnTheWay() {
        return bytesOnTheWay;
    }

    /// When the next message arrives, [Long#MAX_VALUE] where none is on its way.
    public long nextArrivalNs() {
        Sent<M> next = onTheWay.peek();
        return next == null ? Long.MAX_VALUE : next.arrival().trueNs();
    }

    /// Takes the next message off the link, null if none is on its way.
    public @Nullable Arrival<M> receive() {
        Sent<M> next = onTheWay.poll();
        if (next == null) {
            return null;
        }
        bytesOnTheWay -= next.bytes();
        return next.arrival();
    }
}
