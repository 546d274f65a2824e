package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import dev.vfr.samples.host.SimulatedHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The VMM that a migration starts from: setup, iterations while the guest runs, switchover, completion, clean-up.
///
/// The order of its actions is that of QEMU 10.0, the order after a failure or a cancel included.
public final class SourceVmm {

    private static final long NS_PER_S = 1_000_000_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long STEP_NS = 100_000;
    private static final long IDLE_NS = 20 * NS_PER_MS;

    private final SimulatedHost host;
    private final VmmLog log;
    private final List<MigratedDevice> devices = new ArrayList<>();
    private final VmmSettings settings;
    private final MigrationStream stream;
    private final GuestMemory memory;
    private final DeviceSaver saver;

    private long startNs;
    private OptionalLong stoppedAtTrueNs = OptionalLong.empty();

    /// How a migration ended, as the source VMM believes.
    public enum End {
        COMPLETED,
        FAILED,
        CANCELLED
    }

    public SourceVmm(SimulatedHost host, VmmLog log, VmmSettings settings, MigrationStream stream) {
        this.host = host;
        this.log = log;
        this.settings = settings;
        this.stream = stream;
        this.memory = new GuestMemory(settings.ram());
        this.saver = new DeviceSaver(host, log, stream, settings.buffers().readBytes());
    }

    /// Plugs a device in, before the VM is started.
    public void plugIn(VfioDevice device, VmmDeviceName name) {
        devices.add(new MigratedDevice(device, name, log));
    }

    /// The truth: when the first device was taken out of its running state for the switchover.
    public OptionalLong stoppedAtTrueNs() {
        return stoppedAtTrueNs;
    }

    /// Starts the VM.
    public void boot() {
        devices.forEach(MigratedDevice::open);
        startVm();
        host.passAbout(2 * NS_PER_S);
    }

    private void startVm() {
        devices.forEach(device -> device.vmStarts(true));
        devices.forEach(device -> device.vmStarts(false));
        log.runState("running");
    }

    /// Migrates the VM.
    ///
    /// @throws EventSourceException where the trace cannot be written
    public End migrate() throws EventSourceException {
        startNs = host.trueNs();
        log.command("migrate");
        log.status("setup");
        stream.send(new StreamMessage.Start());
        Optional<Errno> failure = setUp();
        if (failure.isPresent()) {
            return fail(failure.get());
        }
        log.status("active");
        memory.start(host.trueNs());
        while (!readyForSwitchover()) {
            if (isCancelled()) {
                return cancel();
            }
            failure = iterate();
            if (failure.isPresent()) {
                return fail(failure.get());
            }
        }
        failure = switchOver();
        return failure.isPresent() ? fail(failure.get()) : complete();
    }

    private Optional<Errno> setUp() throws EventSourceException {
        devices.forEach(MigratedDevice::startDirtyTracking);
        for (int i = 0; i < devices.size(); i++) {
            MigratedDevice device = devices.get(i);
            device.queryStopCopySize();
            record(i, StreamTag.DEV_SETUP_STATE);
            if (device.flags().hasPreCopy()) {
                Optional<Errno> failure = device.setState(DeviceState.PRE_COPY, DeviceState.RUNNING);
                if (failure.isPresent()) {
                    return failure;
                }
                device.queryPrecopyInfo();
            }
            record(i, StreamTag.END_OF_STATE);
        }
        return Optional.empty();
    }

    private void record(int position, long tag) throws EventSourceException {
        saver.record(devices.get(position), position, tag);
    }

    /// Compares what is left with what the network can carry within the downtime limit: first by the numbers at
    /// hand, then by asking.
    private boolean readyForSwitchover() {
        double threshold = (double) stream.bandwidth() * settings.switchover().downtimeLimitNs() / NS_PER_S;
        double estimate = memory.leftBytes();
        for (MigratedDevice device : devices) {
            device.logEstimate(false);
            estimate += device.initialBytes() + device.dirtyBytes();
        }
        if (estimate > threshold) {
            return false;
        }
        memory.sync(host.trueNs());
        double exact = memory.leftBytes();
        for (MigratedDevice device : devices) {
            device.queryDirtyPages();
            device.queryStopCopySize();
            device.queryPrecopyInfo();
            device.logEstimate(true);
            exact += device.stopCopyBytes();
        }
        return exact <= threshold;
    }

    private Optional<Errno> iterate() throws EventSourceException {
        host.passAbout(STEP_NS);
        long ram = memory.take(settings.ram().iterationBytes());
        if (ram > 0) {
            stream.sendRam(ram);
        }
        boolean idle = ram == 0;
        for (int i = 0; i < devices.size(); i++) {
            if (!devices.get(i).flags().hasPreCopy()) {
                continue;
            }
            Answer<StateData> answer = saver.sendOneRead(devices.get(i), i);
            if (answer instanceof Answer.Failed<StateData>(Errno errno) && errno != Errno.ENOMSG) {
                return Optional.of(errno);
            }
            boolean nothing = answer.asOptional().orElse(StateData.NONE).length() == 0;
            if (nothing) {
                devices.get(i).countNothingLeft();
            }
            idle &= nothing;
            record(i, StreamTag.END_OF_STATE);
        }
        if (idle) {
            host.passAbout(IDLE_NS);
        }
        return Optional.empty();
    }

    private boolean isCancelled() {
        return settings.happenings().stream()
                .anyMatch(happening -> happening instanceof Happening.Cancel(Moment at)
                        && at.phase().compareTo(MigrationPhase.ACTIVE) <= 0
                        && host.trueNs() - startNs >= at.afterNs());
    }

    /// Stops the VM and sends the rest.
    private Optional<Errno> switchOver() throws EventSourceException {
        log.checkpoint("src-downtime-start");
        stoppedAtTrueNs = OptionalLong.of(host.trueNs());
        log.runState("finish-migrate");
        Optional<Errno> failure = Optional.empty();
        for (boolean prepare : new boolean[] {true, false}) {
            for (MigratedDevice device : devices) {
                // A hook of the VM's stop cannot return an error: the others stop all the same.
                Optional<Errno> refusal = device.vmStops(prepare, "finish-migrate");
                failure = failure.isPresent() ? failure : refusal;
            }
        }
        log.checkpoint("src-vm-stopped");
        log.status("device");
        if (failure.isPresent()) {
            return failure;
        }
        stream.sendRam(memory.take(Long.MAX_VALUE));
        for (int i = 0; i < devices.size(); i++) {
            failure = saver.saveStopped(devices.get(i), i);
            if (failure.isPresent()) {
                return failure;
            }
        }
        log.checkpoint("src-iterable-saved");
        for (int i = 0; i < devices.size(); i++) {
            host.passAbout(STEP_NS);
            record(i, StreamTag.DEV_CONFIG_STATE);
            record(i, StreamTag.END_OF_STATE);
        }
        log.checkpoint("src-non-iterable-saved");
        return Optional.empty();
    }

    private End complete() throws EventSourceException {
        stream.send(new StreamMessage.End());
        stream.waitUntilLoaded();
        log.checkpoint("src-downtime-end");
        long downtimeNs = host.trueNs() - stoppedAtTrueNs.orElseThrow();
        long totalNs = host.trueNs() - startNs;
        log.status("completed");
        log.runState("postmigrate");
        for (MigratedDevice device : devices) {
            device.setState(DeviceState.STOP, DeviceState.ERROR);
            device.closeDataFd();
            device.stopDirtyTracking();
        }
        host.passAbout(20 * NS_PER_MS);
        log.queried(
                "completed",
                OptionalLong.of(downtimeNs / NS_PER_MS),
                OptionalLong.of(totalNs / NS_PER_MS),
                OptionalLong.of(saver.savedBytes()));
        return End.COMPLETED;
    }

    private End fail(Errno errno) throws EventSourceException {
        log.error("Channel error: " + errno.text());
        log.status("failed");
        cleanUpAfterFailure();
        log.queried("failed", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        return End.FAILED;
    }

    private End cancel() throws EventSourceException {
        log.command("migrate_cancel");
        log.status("cancelling");
        cleanUpAfterFailure();
        log.status("cancelled");
        log.queried("cancelled", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        return End.CANCELLED;
    }

    /// The guest goes on here: a stopped VM is started first, then the data_fds are closed, then the devices that
    /// are still in pre-copy leave it.
    private void cleanUpAfterFailure() throws EventSourceException {
        if (stoppedAtTrueNs.isPresent()) {
            startVm();
        }
        for (MigratedDevice device : devices) {
            device.closeDataFd();
            device.stopDirtyTracking();
        }
        for (MigratedDevice device : devices) {
            device.setState(DeviceState.RUNNING, DeviceState.ERROR);
        }
        stream.send(new StreamMessage.Closed());
        stream.deliverAll();
        host.passAbout(20 * NS_PER_MS);
    }
}
