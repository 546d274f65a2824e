package dev.vfr.recorder.report.timeline;

import dev.vfr.model.event.CallResult;
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
import dev.vfr.model.event.EventName;
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
import dev.vfr.recorder.report.timeline.Tracks.Part;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// Draws the events of one trace.
final class EventDrawing {

    private final int trace;
    private final Tracks tracks;
    private final TimelineSink sink;

    EventDrawing(int trace, Tracks tracks, TimelineSink sink) {
        this.trace = trace;
        this.tracks = tracks;
        this.sink = sink;
    }

    /// Draws what is to be seen of an event.
    ///
    /// @param at the event's time in ns on the time line
    void draw(MigrationEvent event, long at) throws IOException {
        switch (event) {
            case DataRead e -> chunk(e, "read", e.result(), e.bytes(), e.streamOffset(), at);
            case DataWritten e -> chunk(e, "write", e.result(), e.bytes(), e.streamOffset(), at);
            case DataMerged e -> merged(e, at);

            case PrecopyInfoQueried e -> {
                call(e, "VFIO_MIG_GET_PRECOPY_INFO", e.result(), at);
                count(e, Part.INITIAL_BYTES, e.initialBytes(), at);
                count(e, Part.DIRTY_BYTES, e.dirtyBytes(), at);
            }
            case MigDataSizeQueried e -> {
                call(e, "GET MIG_DATA_SIZE", e.result(), at);
                count(e, Part.STOP_COPY_LENGTH, e.stopCopyLength(), at);
            }
            case VmmEstimated e -> {
                count(e, Part.VMM_INITIAL_BYTES, e.initialBytes(), at);
                count(e, Part.VMM_DIRTY_BYTES, e.dirtyBytes(), at);
                count(e, Part.VMM_STOP_COPY, e.stopCopyBytes(), at);
            }

            case DeviceStateSet e ->
                call(e, "SET " + e.requested().map(Enum::name).orElse("state " + e.requestedNumber()), e.result(), at);
            case ArcTaken e -> call(e, e.from().map(from -> from + " -> ").orElse("-> ") + e.to(), e.result(), at);
            case DeviceStateGot e -> call(e, "GET state", e.result(), at);
            case DeviceOpened e -> call(e, EventName.of(e), e.result(), at);
            case MigrationFlagsQueried e -> call(e, EventName.of(e), e.result(), at);
            case DeviceReset e -> call(e, EventName.of(e), e.result(), at);
            case PrecopyInfoV2Enabled e -> call(e, EventName.of(e), e.result(), at);
            case DataFdPolled e -> call(e, EventName.of(e), e.result(), at);
            case DataFdClosed e -> call(e, EventName.of(e), e.result(), at);
            case DmaLoggingStarted e -> call(e, EventName.of(e), e.result(), at);
            case DmaLoggingStopped e -> call(e, EventName.of(e), e.result(), at);
            case DirtyPagesReported e -> call(e, EventName.of(e), e.result(), at);
            case IommuDirtyTrackingSet e -> call(e, EventName.of(e), e.result(), at);
            case IommuDirtyBitmapRead e -> call(e, EventName.of(e), e.result(), at);
            case IrqWired e -> call(e, EventName.of(e), e.result(), at);
            case RegionInfoRead e -> call(e, EventName.of(e), e.result(), at);
            // A probe that is answered with an errno, and an ioctl that this program does not know, are no failures.
            case FeatureProbed e -> call(e, EventName.of(e), CallResult.UNKNOWN, at);
            case IoctlCalled e -> call(e, EventName.of(e), CallResult.UNKNOWN, at);
            case DeviceClosed _, TrapSignalled _, RegionMapped _, RegionUnmapped _ ->
                call(event, EventName.of(event), CallResult.UNKNOWN, at);

            case EventsLost _ -> sink.instant(of(event, Part.ERRORS), EventName.of(event), at, EventArgs.of(event));
            case RunStateChanged e -> vmm(e, "run state " + e.runState(), at);
            case MigrationStatusChanged e -> vmm(e, "migration " + e.status(), at);
            case DowntimeCheckpointPassed e -> vmm(e, e.checkpoint(), at);
            case VmmCommandSeen e -> vmm(e, e.name(), at);
            case VmmStepSeen e -> vmm(e, e.name(), at);
            case ErrorLinePrinted e -> vmm(e, "error line", at);
            case CommandRefused e -> vmm(e, e.command().orElse("command") + " refused", at);
            case KernelMessagePrinted e -> vmm(e, "kernel message", at);
            case MarkerSet e -> vmm(e, e.text(), at);
            case MigrationQueried _,
                    MigrationProgressQueried _,
                    MigrationBlocked _,
                    MigrationParametersShown _,
                    MigrationCapabilitiesShown _,
                    HandlerDowntimeMeasured _,
                    StreamRecordSeen _,
                    MultifdBufferSeen _,
                    DeviceStateWanted _,
                    DeviceStateAnnounced _ -> vmm(event, EventName.of(event), at);

            // They introduce what others are about, and have no place of their own.
            case TraceOpened _,
                    ProcessNamed _,
                    ClockAnchored _,
                    CaptureCostMeasured _,
                    DeviceNamed _,
                    TraceClosed _ -> {}
        }
    }

    private void chunk(
            MigrationEvent event, String name, CallResult result, OptionalLong bytes, OptionalLong offset, long at)
            throws IOException {
        EventHeader header = event.header();
        List<Arg> args = EventArgs.ofChunk(header, bytes, offset);
        draw(tracks.ofThread(trace, header, Part.DATA), name, header, at, args);
        failure(event, name, result, at, args);
    }

    private void merged(DataMerged event, long at) throws IOException {
        List<Arg> args = EventArgs.of(event);
        draw(of(event, Part.MERGED), event.saving() ? "reads" : "writes", event.header(), at, args);
    }

    private void call(MigrationEvent event, String name, CallResult result, long at) throws IOException {
        EventHeader header = event.header();
        List<Arg> args = EventArgs.of(event);
        draw(tracks.ofThread(trace, header, Part.CALLS), name, header, at, args);
        failure(event, name, result, at, args);
    }

    private void draw(Track track, String name, EventHeader header, long at, List<Arg> args) throws IOException {
        if (header.hasDuration()) {
            sink.slice(track, name, at, header.durationNs(), args);
        } else {
            sink.instant(track, name, at, args);
        }
    }

    /// A call that failed is shown when it returned, as far as that is known.
    private void failure(MigrationEvent event, String name, CallResult result, long at, List<Arg> args)
            throws IOException {
        String failure = EventArgs.failure(result);
        if (!failure.isEmpty()) {
            long returned = event.header().hasDuration() ? at + event.header().durationNs() : at;
            sink.instant(of(event, Part.ERRORS), failure + ": " + name, returned, args);
        }
    }

    private void vmm(MigrationEvent event, String name, long at) throws IOException {
        sink.instant(
                tracks.of(trace, event.header().process(), EventHeader.NONE, Part.VMM), name, at, EventArgs.of(event));
    }

    private void count(MigrationEvent event, Part part, OptionalLong value, long at) throws IOException {
        if (value.isPresent()) {
            sink.count(of(event, part), at, value.getAsLong());
        }
    }

    private Track of(MigrationEvent event, Part part) throws IOException {
        return tracks.of(trace, event.header().process(), event.header().device(), part);
    }
}
