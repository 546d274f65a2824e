package dev.vfr.model.drawing;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.*;
import dev.vfr.model.event.DeviceEvent.*;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.*;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.*;
import dev.vfr.model.event.VmmEvent.*;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.vfio.Errno;
import java.util.HashMap;
import java.util.Map;

/// Takes the events that fall into one frame.
final class FrameRecorder {

    private final Frame frame;
    private final Map<Integer, ByteCurves> bytes = new HashMap<>();
    private final Map<Integer, Marks> marks = new HashMap<>();
    private final Map<Integer, Marks> errorLines = new HashMap<>();
    private int column;

    FrameRecorder(Frame frame) {
        this.frame = frame;
    }

    TraceDrawing.FrameDrawing drawing() {
        return new TraceDrawing.FrameDrawing(frame, bytes, marks, errorLines);
    }

    /// @param process the label of the event's process
    /// @param position where the event stands in its trace
    void take(MigrationEvent event, String process, long position) {
        long place = frame.place(process, position);
        if (!frame.contains(place)) {
            return;
        }
        column = frame.column(place);
        if (event instanceof ErrorLinePrinted || event instanceof CommandRefused) {
            errorLines
                    .computeIfAbsent(event.header().process(), _ -> new Marks())
                    .add(Marks.Kind.ERROR_LINE, column, event.header().seq());
        } else if (event.header().hasDevice()) {
            ofDevice(event);
        }
    }

    private void ofDevice(MigrationEvent event) {
        switch (event) {
            case DataRead e -> read(e);
            case DataWritten e -> {
                failed(e.header(), e.result());
                e.bytes().ifPresent(count -> curves(e.header()).written(column, count));
            }
            case DataMerged e -> {
                if (e.saving()) {
                    curves(e.header()).read(column, e.bytes());
                } else {
                    curves(e.header()).written(column, e.bytes());
                }
            }
            case PrecopyInfoQueried e -> {
                failed(e.header(), e.result());
                e.initialBytes().ifPresent(n -> curves(e.header()).initialBytes.addOfDriver(column, n));
                e.dirtyBytes().ifPresent(n -> curves(e.header()).dirtyBytes.addOfDriver(column, n));
            }
            case MigDataSizeQueried e -> {
                failed(e.header(), e.result());
                e.stopCopyLength()
                        .ifPresent(n -> curves(e.header()).stopCopyLength.addOfDriver(column, n));
            }
            case VmmEstimated e -> estimated(e);
            case DeviceStateSet e -> mark(e.header(), e.result(), Marks.Kind.REFUSED_SET);
            case DeviceReset e ->
                marksOf(e.header()).add(Marks.Kind.RESET, column, e.header().seq());
            case ArcTaken e -> failed(e.header(), e.result());
            case DeviceOpened e -> failed(e.header(), e.result());
            case DeviceStateGot e -> failed(e.header(), e.result());
            case DmaLoggingStarted e -> failed(e.header(), e.result());
            case IommuDirtyTrackingSet e -> failed(e.header(), e.result());
            case IommuDirtyBitmapRead e -> failed(e.header(), e.result());
            case TraceOpened _, ProcessNamed _, ClockAnchored _, EventsLost _, MarkerSet _, TraceClosed _ -> {}
            case CaptureCostMeasured _, DeviceNamed _, DeviceClosed _, MigrationFlagsQueried _, FeatureProbed _ -> {}
            case IoctlCalled _, PrecopyInfoV2Enabled _, DataFdPolled _, DataFdClosed _, DmaLoggingStopped _ -> {}
            case DirtyPagesReported _, IrqWired _, TrapSignalled _, RegionInfoRead _, RegionMapped _ -> {}
            case KernelMessagePrinted _ -> {}
            case RegionUnmapped _, RunStateChanged _, MigrationStatusChanged _, MigrationQueried _ -> {}
            case DowntimeCheckpointPassed _, HandlerDowntimeMeasured _, StreamRecordSeen _, MultifdBufferSeen _ -> {}
            case DeviceStateWanted _, DeviceStateAnnounced _, VmmCommandSeen _, VmmStepSeen _, ErrorLinePrinted _ -> {}
            case CommandRefused _, MigrationProgressQueried _, MigrationBlocked _ -> {}
            case MigrationParametersShown _, MigrationCapabilitiesShown _ -> {}
        }
    }

    private void read(DataRead event) {
        boolean nothingNow = event.result().is(Errno.ENOMSG);
        mark(event.header(), event.result(), nothingNow ? Marks.Kind.ENOMSG : Marks.Kind.FAILED_CALL);
        event.bytes().ifPresent(count -> curves(event.header()).read(column, count));
    }

    private void estimated(VmmEstimated event) {
        ByteCurves curves = curves(event.header());
        event.initialBytes().ifPresent(n -> curves.initialBytes.addOfVmm(column, n));
        event.dirtyBytes().ifPresent(n -> curves.dirtyBytes.addOfVmm(column, n));
        event.stopCopyBytes().ifPresent(n -> curves.stopCopyLength.addOfVmm(column, n));
    }

    private void failed(EventHeader header, CallResult result) {
        mark(header, result, Marks.Kind.FAILED_CALL);
    }

    private void mark(EventHeader header, CallResult result, Marks.Kind kind) {
        if (result.isFailed()) {
            marksOf(header).add(kind, column, header.seq());
        }
    }

    private Marks marksOf(EventHeader header) {
        return marks.computeIfAbsent(header.device(), _ -> new Marks());
    }

    private ByteCurves curves(EventHeader header) {
        return bytes.computeIfAbsent(header.device(), _ -> new ByteCurves());
    }
}
