package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How a migration ends at the source, well or not.
///
/// | release | after a failure or a cancel |
/// |---|---|
/// | up to 10.2 | a stopped guest runs; data_fds are closed; devices in the saving group go to RUNNING |
/// | from 11.0 | devices go to RUNNING, be the guest stopped; a stopped guest runs; data_fds are closed |
final class SourceEnding {

    private static final long NS_PER_MS = 1_000_000;
    private static final long LONGEST_NS = 3_600_000 * NS_PER_MS;
    private static final long CLIENT_NS = 20 * NS_PER_MS;

    private final VmmContext vmm;
    private final MigrationStream stream;
    private final SourceGuest guest;
    private final List<SavedDevice> devices;
    private final DirtyTracking tracking;
    private long startNs;
    private OptionalLong setupNs = OptionalLong.empty();
    private OptionalLong downtimeStartNs = OptionalLong.empty();
    private Optional<String> error = Optional.empty();

    SourceEnding(
            VmmContext vmm,
            MigrationStream stream,
            SourceGuest guest,
            List<SavedDevice> devices,
            DirtyTracking tracking) {
        this.vmm = vmm;
        this.stream = stream;
        this.guest = guest;
        this.devices = devices;
        this.tracking = tracking;
    }

    /// The migration begins.
    void start() {
        startNs = vmm.host().trueNs();
    }

    /// @throws NeverEndsException where nothing has come of the migration for an hour
    void checkThatItEnds() {
        if (vmm.host().trueNs() - startNs > LONGEST_NS) {
            throw new NeverEndsException();
        }
    }

    /// Setup is done.
    void active() {
        setupNs = OptionalLong.of(vmm.host().trueNs() - startNs);
    }

    /// The guest is about to be stopped.
    void downtimeStarts() {
        vmm.checkpoint("src-downtime-start");
        downtimeStartNs = OptionalLong.of(vmm.host().trueNs());
    }

    /// All is sent, and the destination had no objection that could be heard.
    SourceVmm.End complete(long savedBytes) throws EventSourceException {
        vmm.checkpoint("src-downtime-end");
        long downtimeNs =
                vmm.host().trueNs() - downtimeStartNs.orElse(vmm.host().trueNs());
        vmm.log().status("completed");
        vmm.log().runState("postmigrate");
        cleanUp();
        query("completed", OptionalLong.of(downtimeNs / NS_PER_MS), OptionalLong.empty(), savedBytes);
        return SourceVmm.End.COMPLETED;
    }

    private void cleanUp() throws EventSourceException {
        vmm.log().step(vmm.release().has(Change.MULTIFD_DEVICE_STATE) ? "migration_cleanup" : "migrate_fd_cleanup");
        if (guest.runs()) {
            // Logging outlasts a migration whose guest is stopped: QEMU puts the end off until the guest runs.
            tracking.stop();
        }
        devices.forEach(SavedDevice::cleanUp);
        stream.close();
    }

    /// The migration failed or was cancelled; the guest goes on here.
    SourceVmm.End giveUp(MigrationAborted aborted, long savedBytes) throws EventSourceException {
        if (aborted.isCancelled()) {
            boolean renamed = vmm.release().has(Change.MULTIFD_DEVICE_STATE);
            vmm.log().step(renamed ? "migration_cancel" : "migrate_fd_cancel");
            vmm.log().status("cancelling");
            stream.close();
        } else {
            error = Optional.of(aborted.text());
            if (!aborted.isPrinted()) {
                vmm.log().error(aborted.text());
            }
            vmm.log().status(vmm.release().has(Change.STATUS_FAILING) ? "failing" : "failed");
        }
        boolean switchedOver = downtimeStartNs.isPresent();
        String end = aborted.isCancelled() ? "cancelled" : "failed";
        boolean endIsSaid = !aborted.isCancelled() && !vmm.release().has(Change.STATUS_FAILING);
        if (vmm.release().has(Change.NOTIFIER_FIRST)) {
            notifyDevices();
            guest.resumeAfterFailure(switchedOver);
            cleanUp();
            vmm.log().status(end);
        } else {
            guest.resumeAfterFailure(switchedOver);
            cleanUp();
            if (!endIsSaid) {
                vmm.log().status(end);
            }
            notifyDevices();
        }
        query(end, OptionalLong.empty(), OptionalLong.empty(), savedBytes);
        return aborted.isCancelled() ? SourceVmm.End.CANCELLED : SourceVmm.End.FAILED;
    }

    /// The notifier of a failed migration, which QEMU calls in the reverse order of the devices.
    private void notifyDevices() {
        for (SavedDevice device : devices.reversed()) {
            Optional<Refusal> ignored = device.calls().setState(DeviceState.RUNNING, DeviceState.ERROR);
        }
    }

    /// The client asks while the migration goes on.
    void poll(long expectedDowntimeMs, long savedBytes) {
        answer("active", OptionalLong.empty(), OptionalLong.of(expectedDowntimeMs), savedBytes);
    }

    /// The client asks when all is over.
    private void query(String status, OptionalLong downtimeMs, OptionalLong expectedMs, long savedBytes)
            throws EventSourceException {
        stream.deliverUntil(vmm.host().trueNs());
        vmm.host().passAbout(CLIENT_NS);
        answer(status, downtimeMs, expectedMs, savedBytes);
    }

    private void answer(String status, OptionalLong downtimeMs, OptionalLong expectedMs, long savedBytes) {
        boolean counts = status.equals("active") || status.equals("completed");
        vmm.log()
                .queried(new VmmLog.Progress(
                        status,
                        downtimeMs,
                        expectedMs,
                        counts ? OptionalLong.of((vmm.host().trueNs() - startNs) / NS_PER_MS) : OptionalLong.empty(),
                        counts ? OptionalLong.of(setupNs.orElse(0) / NS_PER_MS) : OptionalLong.empty(),
                        counts ? OptionalLong.of(stream.sentBytes() - savedBytes) : OptionalLong.empty(),
                        counts ? OptionalLong.of(savedBytes) : OptionalLong.empty(),
                        error));
    }
}
