package dev.vfr.recorder.report.table;

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
import java.util.Optional;

/// How the call that an event tells of ended.
final class EventResult {

    private EventResult() {}

    /// Empty where the event is no call.
    static Optional<CallResult> of(MigrationEvent event) {
        return switch (event) {
            case DeviceOpened e -> Optional.of(e.result());
            case MigrationFlagsQueried e -> Optional.of(e.result());
            case DeviceReset e -> Optional.of(e.result());
            case FeatureProbed e -> Optional.of(e.result());
            case DeviceStateSet e -> Optional.of(e.result());
            case DeviceStateGot e -> Optional.of(e.result());
            case ArcTaken e -> Optional.of(e.result());
            case IoctlCalled e -> Optional.of(e.result());
            case PrecopyInfoQueried e -> Optional.of(e.result());
            case PrecopyInfoV2Enabled e -> Optional.of(e.result());
            case MigDataSizeQueried e -> Optional.of(e.result());
            case DataRead e -> Optional.of(e.result());
            case DataWritten e -> Optional.of(e.result());
            case DataFdPolled e -> Optional.of(e.result());
            case DataFdClosed e -> Optional.of(e.result());
            case DmaLoggingStarted e -> Optional.of(e.result());
            case DmaLoggingStopped e -> Optional.of(e.result());
            case DirtyPagesReported e -> Optional.of(e.result());
            case IrqWired e -> Optional.of(e.result());
            case RegionInfoRead e -> Optional.of(e.result());
            case TraceOpened _,
                    ProcessNamed _,
                    ClockAnchored _,
                    EventsLost _,
                    CaptureCostMeasured _,
                    MarkerSet _,
                    TraceClosed _,
                    DeviceNamed _,
                    DeviceClosed _,
                    DataMerged _,
                    TrapSignalled _,
                    RegionMapped _,
                    RegionUnmapped _,
                    RunStateChanged _,
                    MigrationStatusChanged _,
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
                    ErrorLinePrinted _ -> Optional.empty();
        };
    }
}
