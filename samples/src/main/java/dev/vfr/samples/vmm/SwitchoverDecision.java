package dev.vfr.samples.vmm;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.inprocess.Answer;
import java.util.List;
import java.util.OptionalLong;

/// When the source thinks that what is left goes over within the downtime limit.
///
/// First the numbers at hand are compared; only if they are small are the drivers asked and dirty pages fetched.
final class SwitchoverDecision {

    private static final long NS_PER_S = 1_000_000_000;
    private static final long NS_PER_MS = 1_000_000;

    private final VmmContext vmm;
    private final MigrationStream stream;
    private final GuestMemory memory;
    private final DirtyTracking tracking;
    private final List<SavedDevice> devices;
    private final SwitchoverAcks acks;
    private final TransferMeter meter = new TransferMeter();
    private long startNs;

    SwitchoverDecision(
            VmmContext vmm,
            MigrationStream stream,
            GuestMemory memory,
            DirtyTracking tracking,
            List<SavedDevice> devices,
            SwitchoverAcks acks) {
        this.vmm = vmm;
        this.stream = stream;
        this.memory = memory;
        this.tracking = tracking;
        this.devices = devices;
        this.acks = acks;
    }

    /// The migration begins.
    void start() {
        startNs = vmm.host().trueNs();
        meter.start(vmm.host().trueNs(), stream.sentBytes());
    }

    /// @param guestRuns whether the guest runs; a stopped one waits for no acknowledgement
    /// @throws MigrationAborted where dirty pages cannot be fetched
    boolean isReady(boolean guestRuns) throws MigrationAborted {
        meter.update(vmm.host().trueNs(), stream.sentBytes());
        double threshold = bytesPerSecond() * vmm.settings().switchover().downtimeLimitNs() / NS_PER_S;
        boolean oneQuery = vmm.release().has(Change.SHRINKING_STOP_COPY_SIZE);
        double preCopy = memory.leftBytes();
        double pending = memory.leftBytes();
        for (SavedDevice device : devices) {
            if (vmm.release().has(Change.PRE_COPY)) {
                device.logEstimate(false);
            }
            double now = device.estimates().preCopyPending(device.inPreCopy());
            preCopy += now;
            pending += oneQuery ? device.estimates().exactPending(device.inPreCopy()) : now;
        }
        vmm.log().pending(vmm.release(), false, preCopy, pending);
        acks.collect();
        if (oneQuery ? preCopy <= threshold : preCopy < threshold) {
            pending = ask(guestRuns);
        }
        OptionalLong at = vmm.settings().switchover().atNs();
        if (at.isPresent()) {
            return vmm.host().trueNs() - startNs >= at.getAsLong();
        }
        boolean fits = oneQuery ? pending <= threshold : pending == 0 || pending < threshold;
        return fits && (!guestRuns || acks.allowSwitchover());
    }

    /// The bandwidth that the switchover is believed to have.
    private double bytesPerSecond() {
        return switch (vmm.settings().switchover().bandwidth()) {
            case SwitchoverBandwidth.Measured() -> meter.bytesPerSecond();
            case SwitchoverBandwidth.Configured(long configured) ->
                vmm.release().has(Change.SWITCHOVER_BANDWIDTH) ? configured : meter.bytesPerSecond();
            case SwitchoverBandwidth.OfTheLine() -> meter.hasMeasured() ? stream.lineBytesPerSecond() : 0;
        };
    }

    /// @return bytes that are left altogether
    private double ask(boolean guestRuns) throws MigrationAborted {
        tracking.sync();
        memory.sync(vmm.host().trueNs(), guestRuns);
        double preCopy = memory.leftBytes();
        double pending = memory.leftBytes();
        for (SavedDevice device : devices) {
            device.queryStopCopySize();
            if (device.inPreCopy()) {
                requestIfNew(device, device.queryPrecopyInfo());
            }
            device.logEstimate(true);
            preCopy += device.estimates().preCopyPending(device.inPreCopy());
            pending += device.estimates().exactPending(device.inPreCopy());
        }
        vmm.log().pending(vmm.release(), true, preCopy, pending);
        acks.collect();
        return pending;
    }

    private void requestIfNew(SavedDevice device, Answer<Boolean> reinit) {
        if (reinit.asOptional().orElse(false)) {
            acks.request(device.number());
        }
    }

    /// The last look at a device before it is asked to stop its peer-to-peer DMA, since 11.1 and where initial
    /// data is acknowledged.
    ///
    /// @return false if the driver did not answer
    boolean finalQuery(SavedDevice device) {
        boolean asks = vmm.release().has(Change.PRECOPY_INFO_V2)
                && device.calls().precopyInfoV2()
                && vmm.settings().capabilities().switchoverAck()
                && device.calls().state() == DeviceState.PRE_COPY;
        if (!asks) {
            return true;
        }
        Answer<Boolean> reinit = device.queryPrecopyInfo();
        requestIfNew(device, reinit);
        return reinit instanceof Answer.Done;
    }

    /// The expected downtime that a client gets, ms.
    long expectedDowntimeMs() {
        long limitMs = vmm.settings().switchover().downtimeLimitNs() / NS_PER_MS;
        boolean whole = vmm.release().has(Change.SHRINKING_STOP_COPY_SIZE);
        if (!whole && !memory.wasSyncedAgain()) {
            return limitMs;
        }
        double bytes = memory.bytesAtSync();
        if (whole) {
            for (SavedDevice device : devices) {
                bytes += device.estimates().exactPending(device.inPreCopy());
            }
        }
        double perMs = meter.bytesPerSecond() / (NS_PER_S / NS_PER_MS);
        return perMs == 0 ? (whole ? Long.MAX_VALUE : limitMs) : (long) (bytes / perMs);
    }
}
