package dev.vfr.model.fold;

import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.FeatureProbed;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MemoryEvent.IommuDirtyBitmapRead;
import dev.vfr.model.event.MemoryEvent.IommuDirtyTrackingSet;
import dev.vfr.model.event.MemoryEvent.IrqWired;
import dev.vfr.model.event.MemoryEvent.RegionInfoRead;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MemoryEvent.RegionUnmapped;
import dev.vfr.model.event.MemoryEvent.TrapSignalled;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.MarkerSet;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.DeviceStateAnnounced;
import dev.vfr.model.event.VmmEvent.DeviceStateWanted;
import dev.vfr.model.event.VmmEvent.DowntimeCheckpointPassed;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.event.VmmEvent.StreamRecordSeen;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event more: the pure, total step from a state and an event to the next state.
///
/// The same events give the same state on any machine at any time. An event that does not fit is an [Anomaly],
/// never an exception, and it is counted like every other.
public final class Fold {

    private Fold() {}

    /// The state after `event`, and what of it does not fit `state`.
    public static Step step(MigrationState state, MigrationEvent event) {
        EventHeader header = event.header();
        Noted noted = new Noted(header.seq(), header.device());
        if (header.seq() != state.events() && !state.trace().accountsFor(header.seq(), state.events())) {
            noted.note(
                    Anomaly.Kind.SEQUENCE_BROKEN,
                    "event " + header.seq() + " came where event " + state.events() + " was expected");
        }
        if (state.trace().closed() && !(event instanceof TraceOpened) && !(event instanceof TraceClosed)) {
            noted.note(Anomaly.Kind.OUTSIDE_TRACE, "an event came after the trace was closed");
        }
        MigrationState next = folded(state, event, noted);
        List<Anomaly> anomalies = noted.toList();
        return new Step(next.counted(header.seq() + 1, anomalies.size()), anomalies);
    }

    private static MigrationState folded(MigrationState state, MigrationEvent event, Noted noted) {
        return switch (event) {
            case TraceOpened e -> TraceFold.opened(state, e);
            case ProcessNamed e -> TraceFold.processNamed(state, e, noted);
            case ClockAnchored e -> TraceFold.clockAnchored(state, e, noted);
            case DeviceNamed e -> TraceFold.deviceNamed(state, e, noted);
            case EventsLost e -> TraceFold.lost(state, e);
            case TraceClosed _ -> TraceFold.closed(state);
            case CaptureCostMeasured _, MarkerSet _ -> state;

            case DeviceOpened e -> onDevice(state, e, noted, DeviceFold::opened);
            case DeviceClosed e -> onDevice(state, e, noted, DeviceFold::closed);
            case MigrationFlagsQueried e -> onDevice(state, e, noted, DeviceFold::flags);
            case DeviceReset e -> onDevice(state, e, noted, StateFold::reset);
            case DeviceStateSet e -> onDevice(state, e, noted, StateFold::set);
            case DeviceStateGot e -> onDevice(state, e, noted, StateFold::got);
            case ArcTaken e -> onDevice(state, e, noted, StateFold::arc);
            case DeviceStateAnnounced e -> announced(state, e, noted);
            case PrecopyInfoQueried e -> onDevice(state, e, noted, DataFold::precopyInfo);
            case PrecopyInfoV2Enabled e -> onDevice(state, e, noted, DeviceFold::reinitEnabled);
            case MigDataSizeQueried e -> onDevice(state, e, noted, DeviceFold::dataSize);
            case VmmEstimated e -> onDevice(state, e, noted, DeviceFold::vmmEstimated);
            case DataRead e -> onDevice(state, e, noted, DataFold::read);
            case DataWritten e -> onDevice(state, e, noted, DataFold::written);
            case DataMerged e -> onDevice(state, e, noted, DataFold::merged);
            case MultifdBufferSeen e -> onDevice(state, e, noted, DataFold::multifd);
            case VmmStepSeen e -> onDevice(state, e, noted, DeviceFold::vmmStep);

            case RunStateChanged e -> onProcess(state, e, noted, (p, r) -> p.withRunState(r.runState()));
            case MigrationStatusChanged e -> onProcess(state, e, noted, (p, s) -> p.withMigrationStatus(s.status()));
            case MigrationQueried e -> onProcess(state, e, noted, ProcessTrack::withAnswer);
            case DowntimeCheckpointPassed e -> onProcess(state, e, noted, (p, c) -> p.withCheckpoint(c.checkpoint()));
            case ErrorLinePrinted e -> onProcess(state, e, noted, (p, l) -> p.withError(l.text()));
            case CommandRefused e -> onProcess(state, e, noted, (p, r) -> p.withError(r.text()));

            case FeatureProbed _,
                    KernelMessagePrinted _,
                    IoctlCalled _,
                    DataFdPolled _,
                    DataFdClosed _,
                    DmaLoggingStarted _,
                    DmaLoggingStopped _,
                    DirtyPagesReported _,
                    IommuDirtyTrackingSet _,
                    IommuDirtyBitmapRead _,
                    IrqWired _,
                    TrapSignalled _,
                    RegionInfoRead _,
                    RegionMapped _,
                    RegionUnmapped _,
                    StreamRecordSeen _,
                    HandlerDowntimeMeasured _,
                    DeviceStateWanted _,
                    MigrationProgressQueried _,
                    MigrationBlocked _,
                    MigrationParametersShown _,
                    MigrationCapabilitiesShown _,
                    VmmCommandSeen _ -> onDevice(state, event, noted, (device, _, _) -> device);
        };
    }

    /// What one event does to the device that it names.
    private interface DeviceStep<E extends MigrationEvent> {
        DeviceTrack next(DeviceTrack device, E event, Noted noted);
    }

    /// What one event does to the process that it names.
    private interface ProcessStep<E extends MigrationEvent> {
        ProcessTrack next(ProcessTrack process, E event);
    }

    @SuppressWarnings("ReferenceEquality") // Nothing was changed where it is the very same device; equality costs more.
    private static <E extends MigrationEvent> MigrationState onDevice(
            MigrationState state, E event, Noted noted, DeviceStep<E> step) {
        EventHeader header = event.header();
        requireProcess(state, header, noted);
        if (!header.hasDevice()) {
            return state;
        }
        DeviceTrack device = state.deviceTable().get(header.device());
        if (device == null) {
            noted.note(Anomaly.Kind.NOT_INTRODUCED, "device " + header.device() + " was not introduced");
            return state;
        }
        DeviceTrack used = device.process() == header.process() || header.process() == EventHeader.NONE
                ? device
                : device.withProcess(header.process());
        DeviceTrack next = step.next(used, event, noted);
        return next == device ? state : state.with(next);
    }

    private static <E extends MigrationEvent> MigrationState onProcess(
            MigrationState state, E event, Noted noted, ProcessStep<E> step) {
        ProcessTrack process = requireProcess(state, event.header(), noted);
        return process == null ? state : state.with(step.next(process, event));
    }

    /// What the VMM announced counts only where no source shows what the device did.
    private static MigrationState announced(MigrationState state, DeviceStateAnnounced event, Noted noted) {
        ProcessTrack process = state.processTable().get(event.header().process());
        boolean shown = process != null && process.showsStates();
        return onDevice(state, event, noted, shown ? (device, _, _) -> device : StateFold::announced);
    }

    private static @Nullable ProcessTrack requireProcess(MigrationState state, EventHeader header, Noted noted) {
        if (header.process() == EventHeader.NONE) {
            return null;
        }
        ProcessTrack process = state.processTable().get(header.process());
        if (process == null) {
            noted.note(Anomaly.Kind.NOT_INTRODUCED, "process " + header.process() + " was not introduced");
        }
        return process;
    }
}
