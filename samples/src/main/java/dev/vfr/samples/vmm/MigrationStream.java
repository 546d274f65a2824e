package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.samples.host.Link;
import dev.vfr.samples.host.OneOrder;
import dev.vfr.samples.host.SimulatedHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The connection from the source to the destination: what the source sends, the destination takes as it arrives.
///
/// Whenever the source has sent something, the destination does all that it can have done by then, so that
/// neither is far ahead of the other and nothing has to be kept for long.
public final class MigrationStream {

    /// What may be under way or wait at the destination before the source has to wait for it.
    private static final long WINDOW_BYTES = 8 << 20;

    private static final long PACKET_HEAD_BYTES = 512;

    private final Link<StreamMessage> link;
    private final SimulatedHost source;
    private final DestinationVmm destination;
    private final OneOrder order;
    private final StreamCopy copy;
    private final ReturnPath returnPath;
    private final long truncatedAt;
    private long sentBytes;
    private boolean closed;
    private boolean threads;

    /// @param faults of the stream; those of records are not done here
    /// @param copy takes what arrives
    public MigrationStream(
            Link<StreamMessage> link,
            SimulatedHost source,
            DestinationVmm destination,
            OneOrder order,
            List<StreamFault> faults,
            StreamCopy copy) {
        this.link = link;
        this.source = source;
        this.destination = destination;
        this.order = order;
        this.copy = copy;
        this.returnPath = new ReturnPath(link.latencyNs());
        this.truncatedAt = faults.stream()
                .filter(StreamFault.Truncated.class::isInstance)
                .mapToLong(fault -> ((StreamFault.Truncated) fault).offset())
                .min()
                .orElse(Long.MAX_VALUE);
        destination.connect(returnPath);
    }

    /// Bytes per second that the network gives now.
    double lineBytesPerSecond() {
        return link.bandwidthAt(source.trueNs());
    }

    /// All bytes of the stream until now, those of multifd channels too.
    long sentBytes() {
        return sentBytes;
    }

    /// Several threads of the source are at work: no event is known to be the next one.
    void holdEvents(boolean hold) {
        threads = hold;
    }

    /// Sends the next bytes of the stream.
    ///
    /// @throws MigrationAborted where the connection is closed
    void send(List<StreamPiece> pieces) throws EventSourceException, MigrationAborted {
        checkOpen();
        List<StreamPiece> arriving = new ArrayList<>();
        long bytes = 0;
        for (StreamPiece piece : pieces) {
            if (sentBytes + bytes + piece.length() > truncatedAt) {
                arriving.add(cut(piece, truncatedAt - sentBytes - bytes));
                deliver(arriving, truncatedAt - sentBytes);
                lose();
                return;
            }
            arriving.add(piece);
            bytes += piece.length();
        }
        deliver(arriving, bytes);
    }

    private static StreamPiece cut(StreamPiece piece, long length) {
        StreamBytes out = new StreamBytes();
        long left = length;
        for (java.nio.ByteBuffer buffer : piece.buffers()) {
            byte[] bytes = new byte[(int) Math.min(left, buffer.remaining())];
            buffer.get(bytes);
            out.bytes(bytes);
            left -= bytes.length;
        }
        return out.piece();
    }

    private void deliver(List<StreamPiece> pieces, long bytes) throws EventSourceException {
        pieces.forEach(copy::take);
        sentBytes += bytes;
        link.send(source, bytes, new StreamMessage.Bytes(pieces));
        settle();
    }

    /// Sends a packet of device state on a multifd channel.
    ///
    /// @param extraNs ns that this channel is slower than the others at the moment
    /// @throws MigrationAborted where the connection is closed
    void sendPacket(StreamMessage.Packet packet, long extraNs) throws EventSourceException, MigrationAborted {
        checkOpen();
        long bytes = PACKET_HEAD_BYTES + packet.data().length();
        sentBytes += bytes;
        link.send(source, bytes, packet, extraNs);
        settle();
    }

    private void checkOpen() throws MigrationAborted {
        if (closed || returnPath.isClosed(source.trueNs())) {
            throw MigrationAborted.failed("Unable to write to socket: Broken pipe");
        }
    }

    /// Lets the destination take what has arrived; where too much is under way, the source waits for it.
    private void settle() throws EventSourceException {
        while (link.bytesOnTheWay() > WINDOW_BYTES && link.nextArrivalNs() < Long.MAX_VALUE) {
            receiveNext();
            source.waitUntil(destination.takenAtTrueNs());
        }
        deliverUntil(source.trueNs());
    }

    private void receiveNext() throws EventSourceException {
        Link.Arrival<StreamMessage> arrival = link.receive();
        if (arrival != null) {
            destination.receive(arrival);
        }
    }

    /// The destination does all that it can have done until `trueNs`.
    void deliverUntil(long trueNs) throws EventSourceException {
        while (link.nextArrivalNs() <= trueNs) {
            Link.Arrival<StreamMessage> arrival = link.receive();
            if (arrival == null) {
                break;
            }
            destination.receive(arrival);
        }
        destination.idleUntil(trueNs);
        if (!threads) {
            order.releaseBefore(Math.min(trueNs, source.trueNs()));
        }
    }

    /// Lets the destination take everything that is on its way, however long that lasts.
    void deliverAll() throws EventSourceException {
        while (link.nextArrivalNs() < Long.MAX_VALUE) {
            deliverUntil(link.nextArrivalNs());
        }
    }

    /// The source closes its end, or is gone.
    void close() throws EventSourceException {
        if (!closed) {
            closed = true;
            link.send(source, 0, new StreamMessage.Closed());
            deliverUntil(source.trueNs());
        }
    }

    /// The network is gone: both ends find the connection closed.
    void lose() throws EventSourceException {
        close();
        returnPath.close(source.trueNs() - link.latencyNs());
    }

    /// The destination's process is killed.
    void killDestination() throws EventSourceException {
        deliverUntil(source.trueNs());
        destination.kill();
        returnPath.close(source.trueNs());
    }

    /// The client lets the guest at the destination go on.
    void continueDestination() throws EventSourceException {
        deliverUntil(source.trueNs());
        destination.goOn(source.trueNs());
    }

    /// Takes the next message of the destination, if it has arrived.
    Optional<ReturnPath.Message> hear() throws EventSourceException {
        deliverUntil(source.trueNs());
        return returnPath.receive(source.trueNs());
    }

    boolean isClosedByDestination() {
        return returnPath.isClosed(source.trueNs());
    }

    /// When the source next hears something of the destination, as far as that is certain.
    long nextHeardNs() {
        return returnPath.nextArrivalNs();
    }

    /// When the destination next has something to do, [Long#MAX_VALUE] where nothing is on its way.
    long nextArrivalNs() {
        return link.nextArrivalNs();
    }
}
