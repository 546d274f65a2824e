package dev.vfr.model.replay;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.MigrationEvent.ArcTaken;
import dev.vfr.model.event.MigrationEvent.CaptureCostMeasured;
import dev.vfr.model.event.MigrationEvent.ClockAnchored;
import dev.vfr.model.event.MigrationEvent.DataFdClosed;
import dev.vfr.model.event.MigrationEvent.DataFdPolled;
import dev.vfr.model.event.MigrationEvent.DataMerged;
import dev.vfr.model.event.MigrationEvent.DataRead;
import dev.vfr.model.event.MigrationEvent.DataWritten;
import dev.vfr.model.event.MigrationEvent.DeviceClosed;
import dev.vfr.model.event.MigrationEvent.DeviceNamed;
import dev.vfr.model.event.MigrationEvent.DeviceOpened;
import dev.vfr.model.event.MigrationEvent.DeviceReset;
import dev.vfr.model.event.MigrationEvent.DeviceStateAnnounced;
import dev.vfr.model.event.MigrationEvent.DeviceStateGot;
import dev.vfr.model.event.MigrationEvent.DeviceStateSet;
import dev.vfr.model.event.MigrationEvent.DeviceStateWanted;
import dev.vfr.model.event.MigrationEvent.DirtyPagesReported;
import dev.vfr.model.event.MigrationEvent.DmaLoggingStarted;
import dev.vfr.model.event.MigrationEvent.DmaLoggingStopped;
import dev.vfr.model.event.MigrationEvent.DowntimeCheckpointPassed;
import dev.vfr.model.event.MigrationEvent.ErrorLinePrinted;
import dev.vfr.model.event.MigrationEvent.EventsLost;
import dev.vfr.model.event.MigrationEvent.FeatureProbed;
import dev.vfr.model.event.MigrationEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.MigrationEvent.IoctlCalled;
import dev.vfr.model.event.MigrationEvent.IrqWired;
import dev.vfr.model.event.MigrationEvent.MarkerSet;
import dev.vfr.model.event.MigrationEvent.MigDataSizeQueried;
import dev.vfr.model.event.MigrationEvent.MigrationFlagsQueried;
import dev.vfr.model.event.MigrationEvent.MigrationQueried;
import dev.vfr.model.event.MigrationEvent.MigrationStatusChanged;
import dev.vfr.model.event.MigrationEvent.MultifdBufferSeen;
import dev.vfr.model.event.MigrationEvent.PrecopyInfoQueried;
import dev.vfr.model.event.MigrationEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.MigrationEvent.ProcessNamed;
import dev.vfr.model.event.MigrationEvent.RegionInfoRead;
import dev.vfr.model.event.MigrationEvent.RegionMapped;
import dev.vfr.model.event.MigrationEvent.RegionUnmapped;
import dev.vfr.model.event.MigrationEvent.RunStateChanged;
import dev.vfr.model.event.MigrationEvent.StreamRecordSeen;
import dev.vfr.model.event.MigrationEvent.TraceClosed;
import dev.vfr.model.event.MigrationEvent.TraceOpened;
import dev.vfr.model.event.MigrationEvent.TrapSignalled;
import dev.vfr.model.event.MigrationEvent.VmmCommandSeen;
import dev.vfr.model.event.MigrationEvent.VmmEstimated;
import dev.vfr.model.event.MigrationEvent.VmmStepSeen;
import dev.vfr.model.fold.DeviceTrack;
import java.util.Optional;
import java.util.function.Predicate;

/// What one looks for in a replay.
public final class Moments {

    private static final int ENOMSG = 42;

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
            case ArcTaken e -> failed(e.result());
            case DataFdClosed e -> failed(e.result());
            case DataFdPolled e -> failed(e.result());
            case DataRead e -> failed(e.result());
            case DataWritten e -> failed(e.result());
            case DeviceOpened e -> failed(e.result());
            case DeviceReset e -> failed(e.result());
            case DeviceStateGot e -> failed(e.result());
            case DeviceStateSet e -> failed(e.result());
            case DirtyPagesReported e -> failed(e.result());
            case DmaLoggingStarted e -> failed(e.result());
            case DmaLoggingStopped e -> failed(e.result());
            case IrqWired e -> failed(e.result());
            case MigDataSizeQueried e -> failed(e.result());
            case MigrationFlagsQueried e -> failed(e.result());
            case PrecopyInfoQueried e -> failed(e.result());
            case PrecopyInfoV2Enabled e -> failed(e.result());
            case RegionInfoRead e -> failed(e.result());
            // Such a call asks what is there; that it is not is an answer.
            case FeatureProbed _, IoctlCalled _ -> false;
            case TraceOpened _,
                    ProcessNamed _,
                    ClockAnchored _,
                    MarkerSet _,
                    CaptureCostMeasured _,
                    DataMerged _,
                    TraceClosed _,
                    DeviceNamed _,
                    DeviceClosed _,
                    TrapSignalled _,
                    RegionMapped _,
                    RegionUnmapped _,
                    RunStateChanged _,
                    MigrationQueried _,
                    DowntimeCheckpointPassed _,
                    HandlerDowntimeMeasured _,
                    StreamRecordSeen _,
                    MultifdBufferSeen _,
                    VmmEstimated _,
                    DeviceStateWanted _,
                    DeviceStateAnnounced _,
                    VmmCommandSeen _,
                    VmmStepSeen _,
                    ErrorLinePrinted _ -> false;
        };
    }

    private static boolean failed(CallResult result) {
        return result.isFailed() && result.code() != ENOMSG;
    }
}
