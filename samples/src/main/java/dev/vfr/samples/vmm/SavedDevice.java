package dev.vfr.samples.vmm;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import java.util.Optional;
import java.util.OptionalLong;

/// A device at the source of a migration, with what the VMM knows of how much it has left.
final class SavedDevice {

    private final MigratedDevice calls;
    private final int position;
    private final VmmContext vmm;
    private final DeviceEstimates estimates;
    private int bufferBytes;
    private boolean iterated;

    /// @param position in the VMM, from 0
    SavedDevice(MigratedDevice calls, int position, VmmContext vmm) {
        this.calls = calls;
        this.position = position;
        this.vmm = vmm;
        this.estimates = new DeviceEstimates(vmm.release());
    }

    MigratedDevice calls() {
        return calls;
    }

    int position() {
        return position;
    }

    /// The trace's number of the device.
    int number() {
        return calls.number();
    }

    DeviceEstimates estimates() {
        return estimates;
    }

    /// The most that is read at once.
    int bufferBytes() {
        return bufferBytes;
    }

    /// Chooses the buffer by the size that the driver reports.
    void allocateBuffer() {
        queryStopCopySize();
        long bytes = estimates.stopCopyBytes().orElse(Long.MAX_VALUE);
        int most = vmm.settings().buffers().readBytes();
        // Negative is a size near 2^64. A buffer has room for something, as g_try_malloc0 of 0 would not.
        bufferBytes = bytes < 0 || bytes > most ? most : (int) Math.max(1, bytes);
    }

    boolean inPreCopy() {
        return calls.state().isPreCopy();
    }

    /// Whether this is the device's first turn.
    boolean beginsToIterate() {
        boolean first = !iterated;
        iterated = true;
        return first;
    }

    void queryStopCopySize() {
        estimates.setStopCopy(
                calls.calls().migDataSize().asOptional().map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    /// Asks for the pre-copy estimates.
    ///
    /// @return whether there is new initial data, the errno where the call failed
    Answer<Boolean> queryPrecopyInfo() {
        Answer<PrecopyInfo> answer = calls.calls().precopyInfo(calls.dataFd().orElse(-1), 0);
        return switch (answer) {
            case Answer.Done<PrecopyInfo>(PrecopyInfo info) -> {
                estimates.setPreCopy(info.initialBytes(), info.dirtyBytes());
                boolean reinit = calls.precopyInfoV2() && (info.flags() & PrecopyInfo.REINIT) != 0;
                yield Answer.done(reinit);
            }
            case Answer.Failed<PrecopyInfo>(Errno errno) -> {
                estimates.setPreCopy(0, 0);
                yield Answer.failed(errno);
            }
        };
    }

    void logEstimate(boolean exact) {
        vmm.log()
                .estimate(number(), exact, estimates.initialBytes(), estimates.dirtyBytes(), estimates.stopCopyBytes());
    }

    /// Ends an interrupted or completed saving: out of STOP_COPY, and the data_fd closed.
    void cleanUp() {
        if (calls.state() == DeviceState.STOP_COPY) {
            Optional<Refusal> ignored = calls.setState(DeviceState.STOP, DeviceState.ERROR);
        }
        calls.closeDataFd();
        vmm.log().step(number(), "vfio_save_cleanup", "");
    }
}
