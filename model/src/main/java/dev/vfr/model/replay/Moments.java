package dev.vfr.model.replay;

import dev.vfr.model.event.Call;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent.FeatureProbed;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.vfio.Errno;
import java.util.Optional;
import java.util.function.Predicate;

/// What one looks for in a replay.
public final class Moments {

    private Moments() {}

    /// The device that the event names is in another state after it, or less or more is known of its state.
    public static Predicate<Moment> stateChange() {
        return moment -> {
            int device = moment.event().header().device();
            Optional<DeviceTrack> after = moment.after().device(device);
            Optional<DeviceTrack> before = moment.before().device(device);
            return after.isPresent()
                    && before.isPresent()
                    && !after.get().state().now().equals(before.get().state().now());
        };
    }

    /// A call failed, the VMM's migration failed, events were lost or an event does not fit. ENOMSG is the temporary
    /// end of the pre-copy data and no failure.
    public static Predicate<Moment> failure() {
        return moment -> !moment.anomalies().isEmpty() || isFailure(moment.event());
    }

    /// The event concerns this device.
    public static Predicate<Moment> ofDevice(int device) {
        return moment -> moment.event().header().device() == device;
    }

    private static boolean isFailure(MigrationEvent event) {
        return switch (event) {
            case MigrationStatusChanged e -> e.status().equals("failed");
            case EventsLost _ -> true;
            // Such a call asks what is there; that it is not is an answer.
            case FeatureProbed _, IoctlCalled _ -> false;
            default -> event instanceof Call call && failed(call.result());
        };
    }

    private static boolean failed(CallResult result) {
        return result.isFailed() && !result.is(Errno.ENOMSG);
    }
}
