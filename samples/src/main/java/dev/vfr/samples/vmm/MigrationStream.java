package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.host.Link;
import dev.vfr.samples.host.OneOrder;
import dev.vfr.samples.host.SimulatedHost;
import java.util.OptionalInt;

/// The migration stream: what the source sends, the destination takes as it arrives.
///
/// Whenever the source has sent something, the destination does all that it can have done by then, so that
/// neither is far ahead of the other and nothing has to be kept for long.
public final class MigrationStream {

    private static final long RECORD_HEAD_BYTES = 16;

    private final Link<StreamMessage> link;
    private final SimulatedHost source;
    private final DestinationVmm destination;
    private final OneOrder order;
    private final OptionalInt emptiedRecord;
    private int dataRecords;

    /// @param emptiedRecord the position of the device data record that is emptied on its way, counted from 0
    public MigrationStream(
            Link<StreamMessage> link,
            SimulatedHost source,
            DestinationVmm destination,
            OneOrder order,
            OptionalInt emptiedRecord) {
        this.link = link;
        this.source = source;
        this.destination = destination;
        this.order = order;
        this.emptiedRecord = emptiedRecord;
    }

    /// Bytes per second that the network gives now.
    long bandwidth() {
        return link.bandwidthAt(source.trueNs());
    }

    void send(StreamMessage message) throws EventSourceException {
        send(message, RECORD_HEAD_BYTES);
    }

    void sendRam(long bytes) throws EventSourceException {
        send(new StreamMessage.Ram(), bytes);
    }

    void sendData(int device, StateData data) throws EventSourceException {
        boolean emptied = emptiedRecord.isPresent() && emptiedRecord.getAsInt() == dataRecords;
        dataRecords++;
        long bytes = RECORD_HEAD_BYTES + data.length();
        send(new StreamMessage.DeviceData(device, emptied ? StateData.NONE : data), bytes);
    }

    private void send(StreamMessage message, long bytes) throws EventSourceException {
        link.send(source, bytes, message);
        deliverUntil(source.trueNs());
    }

    /// Lets the destination take everything that is on its way, however long that lasts.
    void deliverAll() throws EventSourceException {
        deliverUntil(Long.MAX_VALUE);
    }

    private void deliverUntil(long trueNs) throws EventSourceException {
        while (link.nextArrivalNs() <= trueNs) {
            Link.Arrival<StreamMessage> arrival = link.receive();
            if (arrival == null) {
                break;
            }
            destination.receive(arrival);
        }
        order.releaseBefore(source.trueNs());
    }

    /// Waits until the destination has said that it has loaded everything.
    void waitUntilLoaded() throws EventSourceException {
        deliverAll();
        source.waitUntil(destination.loadedAtTrueNs() + link.latencyNs());
    }
}
