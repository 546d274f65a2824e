package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the failed SETs of one device out of what QEMU up to 9.0 prints of them: only messages.
///
/// A failed SET leaves no trace line there, nor does the recovery from it. But QEMU says on stderr that the SET
/// failed and what it does next, and says at once where that fails as well: a second message for the recover
/// state, an abort for the reset. So the recovery was done when QEMU goes on without such a message, and is not
/// shown where the capture ends.
final class EarlierFailures {

    /// Another message would follow directly.
    private static final int PATIENCE = 64;

    private final Timeline timeline;
    private final DeviceTrack track;
    private @Nullable Recovery recovery;

    EarlierFailures(Timeline timeline, DeviceTrack track) {
        this.timeline = timeline;
        this.track = track;
    }

    /// @param target the recover state, [DeviceState#ERROR] for a reset
    private record Recovery(HeldEvents.Slot slot, EventHeader at, DeviceState target, long recordedBefore) {

        MigrationEvent event(CallResult result) {
            return target == DeviceState.ERROR
                    ? new DeviceReset(at, result)
                    : DeviceRequests.set(at, target, result, SetCause.RECOVER, Optional.empty());
        }
    }

    /// A SET failed; QEMU asks for `recover` next, or resets the device where that is ERROR.
    void failed(DeviceState requested, CallResult why, DeviceState recover) throws EventSourceException {
        goesOn();
        timeline.append(DeviceRequests.set(timeline.header(track), requested, why, SetCause.SET, Optional.of(recover)));
        begin(recover);
    }

    private void begin(DeviceState target) {
        HeldEvents.Slot slot = timeline.hold();
        Recovery begun = new Recovery(slot, timeline.header(track), target, timeline.recorded());
        slot.await(
                PATIENCE,
                () -> slot.fill(List.of(begun.event(
                        timeline.recorded() > begun.recordedBefore() ? CallResult.OK : CallResult.UNKNOWN))));
        recovery = begun;
        track.moveTo(target == DeviceState.ERROR ? DeviceState.RUNNING : target);
    }

    /// Another line of the device: the recovery before it was done.
    void goesOn() throws EventSourceException {
        if (recovery != null) {
            complete(recovery, CallResult.OK);
        }
    }

    /// The recover state could not be set either; a reset follows. False where none was asked for.
    boolean recoverFailed(CallResult why) throws EventSourceException {
        if (recovery == null || recovery.target() == DeviceState.ERROR) {
            return false;
        }
        complete(recovery, why);
        begin(DeviceState.ERROR);
        return true;
    }

    /// The reset failed, upon which QEMU aborts. False where there was none.
    boolean resetFailed(CallResult why) throws EventSourceException {
        if (recovery == null || recovery.target() != DeviceState.ERROR) {
            return false;
        }
        complete(recovery, why);
        return true;
    }

    private void complete(Recovery ended, CallResult result) throws EventSourceException {
        recovery = null;
        ended.slot().fill(List.of(ended.event(result)));
        timeline.release();
    }
}
