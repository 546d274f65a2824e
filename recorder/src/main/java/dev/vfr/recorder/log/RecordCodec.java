package dev.vfr.recorder.log;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.MigrationEvent.ClockAnchored;
import dev.vfr.model.event.MigrationEvent.DataFdClosed;
import dev.vfr.model.event.MigrationEvent.DataFdPolled;
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
import dev.vfr.recorder.log.sbe.ClockAnchoredDecoder;
import dev.vfr.recorder.log.sbe.DataFdClosedDecoder;
import dev.vfr.recorder.log.sbe.DataFdPolledDecoder;
import dev.vfr.recorder.log.sbe.DataReadDecoder;
import dev.vfr.recorder.log.sbe.DataWrittenDecoder;
import dev.vfr.recorder.log.sbe.DeviceClosedDecoder;
import dev.vfr.recorder.log.sbe.DeviceNamedDecoder;
import dev.vfr.recorder.log.sbe.DeviceOpenedDecoder;
import dev.vfr.recorder.log.sbe.DeviceResetDecoder;
import dev.vfr.recorder.log.sbe.DeviceStateAnnouncedDecoder;
import dev.vfr.recorder.log.sbe.DeviceStateGotDecoder;
import dev.vfr.recorder.log.sbe.DeviceStateSetDecoder;
import dev.vfr.recorder.log.sbe.DeviceStateWantedDecoder;
import dev.vfr.recorder.log.sbe.DirtyPagesReportedDecoder;
import dev.vfr.recorder.log.sbe.DmaLoggingStartedDecoder;
import dev.vfr.recorder.log.sbe.DmaLoggingStoppedDecoder;
import dev.vfr.recorder.log.sbe.DowntimeCheckpointPassedDecoder;
import dev.vfr.recorder.log.sbe.ErrorLinePrintedDecoder;
import dev.vfr.recorder.log.sbe.EventsLostDecoder;
import dev.vfr.recorder.log.sbe.FeatureProbedDecoder;
import dev.vfr.recorder.log.sbe.HandlerDowntimeMeasuredDecoder;
import dev.vfr.recorder.log.sbe.IrqWiredDecoder;
import dev.vfr.recorder.log.sbe.MarkerSetDecoder;
import dev.vfr.recorder.log.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.log.sbe.MigDataSizeQueriedDecoder;
import dev.vfr.recorder.log.sbe.MigrationFlagsQueriedDecoder;
import dev.vfr.recorder.log.sbe.MigrationQueriedDecoder;
import dev.vfr.recorder.log.sbe.MigrationStatusChangedDecoder;
import dev.vfr.recorder.log.sbe.MultifdBufferSeenDecoder;
import dev.vfr.recorder.log.sbe.PrecopyInfoQueriedDecoder;
import dev.vfr.recorder.log.sbe.PrecopyInfoV2EnabledDecoder;
import dev.vfr.recorder.log.sbe.ProcessNamedDecoder;
import dev.vfr.recorder.log.sbe.RegionInfoReadDecoder;
import dev.vfr.recorder.log.sbe.RegionMappedDecoder;
import dev.vfr.recorder.log.sbe.RegionUnmappedDecoder;
import dev.vfr.recorder.log.sbe.RunStateChangedDecoder;
import dev.vfr.recorder.log.sbe.StreamRecordSeenDecoder;
import dev.vfr.recorder.log.sbe.TraceClosedDecoder;
import dev.vfr.recorder.log.sbe.TraceOpenedDecoder;
import dev.vfr.recorder.log.sbe.TrapSignalledDecoder;
import dev.vfr.recorder.log.sbe.VmmCommandSeenDecoder;
import dev.vfr.recorder.log.sbe.VmmEstimatedDecoder;
import dev.vfr.recorder.log.sbe.VmmStepSeenDecoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// Events to binary messages of `events.xml` and back. Used by one thread at a time.
final class RecordCodec {

    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final TraceRecords trace = new TraceRecords();
    private final DeviceRecords device = new DeviceRecords();
    private final DataRecords data = new DataRecords();
    private final MemoryRecords memory = new MemoryRecords();
    private final VmmRecords vmm = new VmmRecords();

    /// Writes the message of `event` at `at`.
    ///
    /// @return the end of the message
    int encode(MigrationEvent event, MutableDirectBuffer buffer, int at) {
        return switch (event) {
            case TraceOpened e -> trace.encode(e, buffer, at);
            case ProcessNamed e -> trace.encode(e, buffer, at);
            case ClockAnchored e -> trace.encode(e, buffer, at);
            case EventsLost e -> trace.encode(e, buffer, at);
            case MarkerSet e -> trace.encode(e, buffer, at);
            case TraceClosed e -> trace.encode(e, buffer, at);
            case DeviceNamed e -> device.encode(e, buffer, at);
            case DeviceOpened e -> device.encode(e, buffer, at);
            case DeviceClosed e -> device.encode(e, buffer, at);
            case MigrationFlagsQueried e -> device.encode(e, buffer, at);
            case DeviceReset e -> device.encode(e, buffer, at);
            case FeatureProbed e -> device.encode(e, buffer, at);
            case DeviceStateSet e -> device.encode(e, buffer, at);
            case DeviceStateGot e -> device.encode(e, buffer, at);
            case PrecopyInfoQueried e -> data.encode(e, buffer, at);
            case PrecopyInfoV2Enabled e -> data.encode(e, buffer, at);
            case MigDataSizeQueried e -> data.encode(e, buffer, at);
            case DataRead e -> data.encode(e, buffer, at);
            case DataWritten e -> data.encode(e, buffer, at);
            case DataFdPolled e -> data.encode(e, buffer, at);
            case DataFdClosed e -> data.encode(e, buffer, at);
            case DmaLoggingStarted e -> memory.encode(e, buffer, at);
            case DmaLoggingStopped e -> memory.encode(e, buffer, at);
            case DirtyPagesReported e -> memory.encode(e, buffer, at);
            case IrqWired e -> memory.encode(e, buffer, at);
            case TrapSignalled e -> memory.encode(e, buffer, at);
            case RegionInfoRead e -> memory.encode(e, buffer, at);
            case RegionMapped e -> memory.encode(e, buffer, at);
            case RegionUnmapped e -> memory.encode(e, buffer, at);
            case RunStateChanged e -> vmm.encode(e, buffer, at);
            case MigrationStatusChanged e -> vmm.encode(e, buffer, at);
            case MigrationQueried e -> vmm.encode(e, buffer, at);
            case DowntimeCheckpointPassed e -> vmm.encode(e, buffer, at);
            case HandlerDowntimeMeasured e -> vmm.encode(e, buffer, at);
            case StreamRecordSeen e -> vmm.encode(e, buffer, at);
            case MultifdBufferSeen e -> vmm.encode(e, buffer, at);
            case VmmEstimated e -> vmm.encode(e, buffer, at);
            case DeviceStateWanted e -> vmm.encode(e, buffer, at);
            case DeviceStateAnnounced e -> vmm.encode(e, buffer, at);
            case VmmCommandSeen e -> vmm.encode(e, buffer, at);
            case VmmStepSeen e -> vmm.encode(e, buffer, at);
            case ErrorLinePrinted e -> vmm.encode(e, buffer, at);
        };
    }

    /// The event whose message begins at `at`.
    ///
    /// @throws IllegalArgumentException where there is no message that this version knows
    /// @throws IndexOutOfBoundsException where the message is longer than the buffer
    MigrationEvent decode(long seq, DirectBuffer buffer, int at) {
        messageHeader.wrap(buffer, at);
        return switch (messageHeader.templateId()) {
            case TraceOpenedDecoder.TEMPLATE_ID -> trace.decodeTraceOpened(seq, buffer, at);
            case ProcessNamedDecoder.TEMPLATE_ID -> trace.decodeProcessNamed(seq, buffer, at);
            case ClockAnchoredDecoder.TEMPLATE_ID -> trace.decodeClockAnchored(seq, buffer, at);
            case EventsLostDecoder.TEMPLATE_ID -> trace.decodeEventsLost(seq, buffer, at);
            case MarkerSetDecoder.TEMPLATE_ID -> trace.decodeMarkerSet(seq, buffer, at);
            case TraceClosedDecoder.TEMPLATE_ID -> trace.decodeTraceClosed(seq, buffer, at);
            case DeviceNamedDecoder.TEMPLATE_ID -> device.decodeDeviceNamed(seq, buffer, at);
            case DeviceOpenedDecoder.TEMPLATE_ID -> device.decodeDeviceOpened(seq, buffer, at);
            case DeviceClosedDecoder.TEMPLATE_ID -> device.decodeDeviceClosed(seq, buffer, at);
            case MigrationFlagsQueriedDecoder.TEMPLATE_ID -> device.decodeMigrationFlagsQueried(seq, buffer, at);
            case DeviceResetDecoder.TEMPLATE_ID -> device.decodeDeviceReset(seq, buffer, at);
            case FeatureProbedDecoder.TEMPLATE_ID -> device.decodeFeatureProbed(seq, buffer, at);
            case DeviceStateSetDecoder.TEMPLATE_ID -> device.decodeDeviceStateSet(seq, buffer, at);
            case DeviceStateGotDecoder.TEMPLATE_ID -> device.decodeDeviceStateGot(seq, buffer, at);
            case PrecopyInfoQueriedDecoder.TEMPLATE_ID -> data.decodePrecopyInfoQueried(seq, buffer, at);
            case PrecopyInfoV2EnabledDecoder.TEMPLATE_ID -> data.decodePrecopyInfoV2Enabled(seq, buffer, at);
            case MigDataSizeQueriedDecoder.TEMPLATE_ID -> data.decodeMigDataSizeQueried(seq, buffer, at);
            case DataReadDecoder.TEMPLATE_ID -> data.decodeDataRead(seq, buffer, at);
            case DataWrittenDecoder.TEMPLATE_ID -> data.decodeDataWritten(seq, buffer, at);
            case DataFdPolledDecoder.TEMPLATE_ID -> data.decodeDataFdPolled(seq, buffer, at);
            case DataFdClosedDecoder.TEMPLATE_ID -> data.decodeDataFdClosed(seq, buffer, at);
            case DmaLoggingStartedDecoder.TEMPLATE_ID -> memory.decodeDmaLoggingStarted(seq, buffer, at);
            case DmaLoggingStoppedDecoder.TEMPLATE_ID -> memory.decodeDmaLoggingStopped(seq, buffer, at);
            case DirtyPagesReportedDecoder.TEMPLATE_ID -> memory.decodeDirtyPagesReported(seq, buffer, at);
            case IrqWiredDecoder.TEMPLATE_ID -> memory.decodeIrqWired(seq, buffer, at);
            case TrapSignalledDecoder.TEMPLATE_ID -> memory.decodeTrapSignalled(seq, buffer, at);
            case RegionInfoReadDecoder.TEMPLATE_ID -> memory.decodeRegionInfoRead(seq, buffer, at);
            case RegionMappedDecoder.TEMPLATE_ID -> memory.decodeRegionMapped(seq, buffer, at);
            case RegionUnmappedDecoder.TEMPLATE_ID -> memory.decodeRegionUnmapped(seq, buffer, at);
            case RunStateChangedDecoder.TEMPLATE_ID -> vmm.decodeRunStateChanged(seq, buffer, at);
            case MigrationStatusChangedDecoder.TEMPLATE_ID -> vmm.decodeMigrationStatusChanged(seq, buffer, at);
            case MigrationQueriedDecoder.TEMPLATE_ID -> vmm.decodeMigrationQueried(seq, buffer, at);
            case DowntimeCheckpointPassedDecoder.TEMPLATE_ID -> vmm.decodeDowntimeCheckpointPassed(seq, buffer, at);
            case HandlerDowntimeMeasuredDecoder.TEMPLATE_ID -> vmm.decodeHandlerDowntimeMeasured(seq, buffer, at);
            case StreamRecordSeenDecoder.TEMPLATE_ID -> vmm.decodeStreamRecordSeen(seq, buffer, at);
            case MultifdBufferSeenDecoder.TEMPLATE_ID -> vmm.decodeMultifdBufferSeen(seq, buffer, at);
            case VmmEstimatedDecoder.TEMPLATE_ID -> vmm.decodeVmmEstimated(seq, buffer, at);
            case DeviceStateWantedDecoder.TEMPLATE_ID -> vmm.decodeDeviceStateWanted(seq, buffer, at);
            case DeviceStateAnnouncedDecoder.TEMPLATE_ID -> vmm.decodeDeviceStateAnnounced(seq, buffer, at);
            case VmmCommandSeenDecoder.TEMPLATE_ID -> vmm.decodeVmmCommandSeen(seq, buffer, at);
            case VmmStepSeenDecoder.TEMPLATE_ID -> vmm.decodeVmmStepSeen(seq, buffer, at);
            case ErrorLinePrintedDecoder.TEMPLATE_ID -> vmm.decodeErrorLinePrinted(seq, buffer, at);
            default -> throw new IllegalArgumentException("message " + messageHeader.templateId());
        };
    }
}
