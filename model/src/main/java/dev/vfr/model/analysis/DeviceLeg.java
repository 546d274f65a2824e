package dev.vfr.model.analysis;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one device did on one side of one migration. Filled by [LegTracker] in the pass, read only afterwards.
final class DeviceLeg {

    final int device;
    final StreamMarks marks = new StreamMarks();

    /// The SET that took the device out of RUNNING or PRE_COPY for the switchover.
    @Nullable
    Call left;
    /// The SET that brought it into STOP_COPY.
    @Nullable
    Call stopCopy;
    /// The SET that brought it into RESUMING.
    @Nullable
    Call resuming;
    /// The SET that ended the load, or brought a source device back.
    @Nullable
    Call running;
    /// The first SET on the way from RESUMING to RUNNING.
    @Nullable
    Call resumeBegun;

    @Nullable
    Refusal refusal;
    /// The device was reset after the refusal.
    boolean wasReset;

    /// The device was in RESUMING or in the saving group.
    boolean entered;
    /// The migration is over for the device: what it does later belongs to no migration.
    boolean settled;

    long bytes;
    /// Bytes read before STOP_COPY.
    long preCopyBytes;
    long firstMovedNs = EventHeader.UNKNOWN_NS;
    long lastMovedNs = EventHeader.UNKNOWN_NS;
    long firstStopCopyReadNs = EventHeader.UNKNOWN_NS;
    long lastStopCopyReadNs = EventHeader.UNKNOWN_NS;
    boolean endOfData;
    boolean unsized;

    @Nullable
    FailedTransfer failedTransfer;

    @Nullable
    DeviceState lastState;

    /// A read or write of the data_fd that failed.
    record FailedTransfer(long seq, boolean read, CallResult result, Optional<DeviceState> state) {}

    DeviceLeg(int device) {
        this.device = device;
    }

    boolean lostState() {
        Refusal refused = refusal;
        return refused != null && refused.losesState();
    }
}
