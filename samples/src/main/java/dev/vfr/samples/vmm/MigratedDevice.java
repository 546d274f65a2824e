package dev.vfr.samples.vmm;

import dev.vfr.model.event.MigrationEvent.IovaRange;
import dev.vfr.model.vfio.DeviceFeature;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A device as a VMM sees it: a copy of its state that is trusted and never read back, the data_fd, the last
/// estimates.
final class MigratedDevice {

    private static final IovaRange GUEST_MEMORY = new IovaRange(0, 1L << 32);
    private static final long PAGE_BYTES = 4096;

    private final VfioDevice device;
    private final VmmDeviceName name;
    private final VmmLog log;

    private MigrationFlags flags = MigrationFlags.NONE;
    private DeviceState state = DeviceState.RUNNING;
    private OptionalInt dataFd = OptionalInt.empty();
    private boolean dmaLoggingOffered;
    private boolean dmaLogging;
    private long initialBytes;
    private long dirtyBytes;
    private OptionalLong stopCopyBytes = OptionalLong.empty();

    MigratedDevice(VfioDevice device, VmmDeviceName name, VmmLog log) {
        this.device = device;
        this.name = name;
        this.log = log;
    }

    /// What a VMM asks once, when it is started.
    void open() {
        device.open();
        flags = device.migrationFlags().asOptional().orElse(MigrationFlags.NONE);
        if (flags.hasPreCopy()) {
            device.enablePrecopyInfoV2();
        }
        dmaLoggingOffered =
                device.probe(DeviceFeature.DMA_LOGGING_START.index()).isOk();
    }

    void close() {
        device.close();
    }

    VfioDevice calls() {
        return device;
    }

    int number() {
        return name.number();
    }

    String handler() {
        return name.handler();
    }

    MigrationFlags flags() {
        return flags;
    }

    OptionalInt dataFd() {
        return dataFd;
    }

    long initialBytes() {
        return initialBytes;
    }

    long dirtyBytes() {
        return dirtyBytes;
    }

    /// The last size asked for, [Long#MAX_VALUE] where the driver could not tell: then no switchover is allowed.
    long stopCopyBytes() {
        return stopCopyBytes.orElse(Long.MAX_VALUE);
    }

    /// Asks for a state. Where that fails the device is put into `recover`, or reset where that is ERROR or fails
    /// too.
    ///
    /// @return why it failed
    Optional<Errno> setState(DeviceState wanted, DeviceState recover) {
        if (state == wanted) {
            return Optional.empty();
        }
        return switch (device.setState(wanted.number())) {
            case Answer.Done<OptionalInt>(OptionalInt newFd) -> moved(wanted, newFd);
            case Answer.Failed<OptionalInt>(Errno errno) -> {
                recover(wanted, recover, errno);
                yield Optional.of(errno);
            }
        };
    }

    private Optional<Errno> moved(DeviceState wanted, OptionalInt newFd) {
        state = wanted;
        if (newFd.isPresent() && dataFd.isPresent()) {
            log.error(name.name() + ": data_fd out of sync");
            device.closeDataFd(newFd.getAsInt());
            return Optional.of(Errno.EBADF);
        }
        if (newFd.isPresent()) {
            dataFd = newFd;
        }
        return Optional.empty();
    }

    private void recover(DeviceState wanted, DeviceState recover, Errno errno) {
        String failed = name.name() + ": Failed setting device state to " + wanted + ". ";
        if (recover != DeviceState.ERROR) {
            log.error(failed + "Setting device in recover state " + recover + ": " + errno.text());
            if (device.setState(recover.number()) instanceof Answer.Done) {
                state = recover;
                return;
            }
            log.error(name.name() + ": Failed setting device in recover state. Resetting device");
        } else {
            log.error(failed + "Recover state is ERROR. Resetting device: " + errno.text());
        }
        if (device.reset().isOk()) {
            state = DeviceState.RUNNING;
        }
    }

    /// Takes note that `bytes` were read, so that the estimates need not be asked for again.
    void countRead(long bytes) {
        long initial = Math.min(initialBytes, bytes);
        initialBytes -= initial;
        dirtyBytes = Math.max(0, dirtyBytes - (bytes - initial));
    }

    /// Takes note that nothing is left for now.
    void countNothingLeft() {
        initialBytes = 0;
        dirtyBytes = 0;
    }

    void queryPrecopyInfo() {
        if (dataFd.isPresent() && state.isPreCopy()) {
            device.precopyInfo(dataFd.getAsInt(), 0).asOptional().ifPresent(this::keep);
        }
    }

    private void keep(PrecopyInfo info) {
        initialBytes = info.initialBytes();
        dirtyBytes = info.dirtyBytes();
    }

    void queryStopCopySize() {
        stopCopyBytes = device.migDataSize().asOptional().map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    void logEstimate(boolean exact) {
        log.estimate(number(), exact, initialBytes, dirtyBytes, stopCopyBytes);
    }

    void startDirtyTracking() {
        dmaLogging = dmaLoggingOffered
                && device.startDmaLogging(PAGE_BYTES, List.of(GUEST_MEMORY)).isOk();
    }

    void queryDirtyPages() {
        if (dmaLogging) {
            device.reportDirtyPages(GUEST_MEMORY, PAGE_BYTES);
        }
    }

    void stopDirtyTracking() {
        if (dmaLogging) {
            device.stopDmaLogging();
            dmaLogging = false;
        }
    }

    void closeDataFd() {
        if (dataFd.isPresent()) {
            device.closeDataFd(dataFd.getAsInt());
            dataFd = OptionalInt.empty();
        }
    }

    /// The VM stops. With PRE_COPY the device goes on to STOP_COPY, without it waits in STOP.
    ///
    /// @param prepare the first of the two rounds, in which all devices stop their peer-to-peer DMA
    Optional<Errno> vmStops(boolean prepare, String reason) {
        DeviceState next = flags.hasPreCopy() && state.isSaving() ? DeviceState.STOP_COPY : DeviceState.STOP;
        if (prepare) {
            if (!flags.hasP2p()) {
                return Optional.empty();
            }
            next = state == DeviceState.PRE_COPY ? DeviceState.PRE_COPY_P2P : DeviceState.RUNNING_P2P;
        }
        Optional<Errno> failure = setState(next, DeviceState.ERROR);
        log.wanted(number(), false, reason, next);
        return failure;
    }

    /// The VM starts.
    ///
    /// @param prepare the first of the two rounds
    Optional<Errno> vmStarts(boolean prepare) {
        if (prepare && !flags.hasP2p()) {
            return Optional.empty();
        }
        DeviceState next = prepare ? DeviceState.RUNNING_P2P : DeviceState.RUNNING;
        Optional<Errno> failure = setState(next, DeviceState.ERROR);
        log.wanted(number(), true, "running", next);
        return failure;
    }
}
