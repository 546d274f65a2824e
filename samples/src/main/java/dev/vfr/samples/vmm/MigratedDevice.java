package dev.vfr.samples.vmm;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.DeviceFeature;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import java.util.Optional;
import java.util.OptionalInt;

/// A device as a VMM sees it: a copy of its state that is trusted and never read back, and the data_fd.
final class MigratedDevice {

    private final VfioDevice device;
    private final VmmDeviceName name;
    private final VmmContext vmm;

    private Answer<MigrationFlags> flags = Answer.failed(Errno.ENOTTY);
    private DeviceState state = DeviceState.RUNNING;
    private OptionalInt dataFd = OptionalInt.empty();
    private boolean dmaLoggingOffered;
    private boolean precopyInfoV2;

    MigratedDevice(VfioDevice device, VmmDeviceName name, VmmContext vmm) {
        this.device = device;
        this.name = name;
        this.vmm = vmm;
    }

    /// What a VMM asks once, when it is started.
    void open() {
        device.open();
        flags = device.migrationFlags();
        if (flags instanceof Answer.Failed) {
            return;
        }
        vmm.log().step(number(), "vfio_migration_realize", "");
        if (flags().hasPreCopy() && vmm.release().has(Change.PRECOPY_INFO_V2)) {
            precopyInfoV2 = device.enablePrecopyInfoV2().isOk();
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

    String name() {
        return name.name();
    }

    String handler() {
        return name.handler();
    }

    /// Why the device cannot be migrated at all, if so.
    Optional<Errno> flagsFailure() {
        return flags instanceof Answer.Failed<MigrationFlags>(Errno errno) ? Optional.of(errno) : Optional.empty();
    }

    MigrationFlags flags() {
        return flags.asOptional().orElse(MigrationFlags.NONE);
    }

    boolean dmaLoggingOffered() {
        return dmaLoggingOffered;
    }

    boolean precopyInfoV2() {
        return precopyInfoV2;
    }

    /// Whether this VMM reads the device in PRE_COPY.
    boolean usesPreCopy() {
        return flags().hasPreCopy() && vmm.release().has(Change.PRE_COPY);
    }

    /// The VMM's copy of the state.
    DeviceState state() {
        return state;
    }

    OptionalInt dataFd() {
        return dataFd;
    }

    /// Asks for a state. Where that fails the device is put into `recover`, or reset where that is ERROR or fails
    /// too.
    ///
    /// @return why it failed
    Optional<Refusal> setState(DeviceState wanted, DeviceState recover) {
        if (state == wanted && vmm.release().has(Change.NO_CALL_FOR_SAME_STATE)) {
            return Optional.empty();
        }
        Answer<OptionalInt> answer = device.setState(wanted.number());
        if (vmm.has(VmmFault.SetsEveryStateTwice.class) && answer instanceof Answer.Done) {
            device.setState(wanted.number());
        }
        return switch (answer) {
            case Answer.Done<OptionalInt>(OptionalInt newFd) -> moved(wanted, newFd);
            case Answer.Failed<OptionalInt>(Errno errno) -> {
                String text = vmm.messages().setFailed(name(), wanted, recover, errno);
                vmm.log().error(text);
                recover(recover);
                yield Optional.of(new Refusal(text, errno));
            }
        };
    }

    private Optional<Refusal> moved(DeviceState wanted, OptionalInt newFd) {
        state = wanted;
        if (newFd.isPresent() && dataFd.isPresent()) {
            String text = name() + ": data_fd out of sync";
            vmm.log().error(text);
            device.closeDataFd(newFd.getAsInt());
            return Optional.of(new Refusal(text, Errno.EBADF));
        }
        if (newFd.isPresent()) {
            dataFd = newFd;
        }
        return Optional.empty();
    }

    /// Takes a second data_fd beside the one that is held, which stays open.
    void keepSecondDataFd(OptionalInt second) {
        if (second.isPresent()) {
            dataFd = second;
        }
    }

    private void recover(DeviceState recover) {
        if (recover != DeviceState.ERROR) {
            switch (device.setState(recover.number())) {
                case Answer.Done<OptionalInt> ignored -> {
                    state = recover;
                    return;
                }
                case Answer.Failed<OptionalInt>(Errno errno) ->
                    vmm.log().error(VmmMessages.recoverFailed(name(), errno));
            }
        }
        if (vmm.has(VmmFault.RecoversWithoutReset.class)) {
            device.setState(DeviceState.STOP.number());
            state = DeviceState.STOP;
            return;
        }
        CallResult reset = device.reset();
        if (reset.isFailed()) {
            vmm.log().error(VmmMessages.resetFailed(name(), reset.code()));
            throw new ProcessEnded("hw_error: a device cannot be reset");
        }
        state = DeviceState.RUNNING;
    }

    void closeDataFd() {
        if (dataFd.isPresent()) {
            device.closeDataFd(dataFd.getAsInt());
            dataFd = OptionalInt.empty();
        }
    }

    /// The VM stops. A device in pre-copy goes on to STOP_COPY where a migration wants it, others wait in STOP.
    ///
    /// @param prepare the first of the two rounds, in which all devices stop their peer-to-peer DMA
    Optional<Refusal> vmStops(boolean prepare, String reason) {
        boolean saving = state.isPreCopy() && (reason.equals("finish-migrate") || reason.equals("paused"));
        DeviceState next = saving ? DeviceState.STOP_COPY : DeviceState.STOP;
        if (prepare) {
            next = state == DeviceState.PRE_COPY ? DeviceState.PRE_COPY_P2P : DeviceState.RUNNING_P2P;
        }
        Optional<Refusal> failure = setState(next, DeviceState.ERROR);
        vmm.log().wanted(number(), false, reason, next);
        return failure;
    }

    /// The VM starts.
    ///
    /// @param prepare the first of the two rounds
    Optional<Refusal> vmStarts(boolean prepare) {
        DeviceState next = prepare ? DeviceState.RUNNING_P2P : DeviceState.RUNNING;
        Optional<Refusal> failure = setState(next, DeviceState.ERROR);
        vmm.log().wanted(number(), true, "running", next);
        return failure;
    }

    /// Whether the device takes part in a round.
    boolean isIn(boolean prepare) {
        return !prepare || (flags().hasP2p() && vmm.release().has(Change.P2P_ROUND));
    }
}
