package dev.vfr.recorder.trace;

import dev.vfr.model.event.DataEvent;
import dev.vfr.model.event.DeviceEvent;
import dev.vfr.model.event.MemoryEvent;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent;
import dev.vfr.model.event.VmmEvent;
import dev.vfr.recorder.trace.sbe.ArcTakenDecoder;
import dev.vfr.recorder.trace.sbe.CaptureCostMeasuredDecoder;
import dev.vfr.recorder.trace.sbe.ClockAnchoredDecoder;
import dev.vfr.recorder.trace.sbe.CommandRefusedDecoder;
import dev.vfr.recorder.trace.sbe.DataFdClosedDecoder;
import dev.vfr.recorder.trace.sbe.DataFdPolledDecoder;
import dev.vfr.recorder.trace.sbe.DataMergedDecoder;
import dev.vfr.recorder.trace.sbe.DataReadDecoder;
import dev.vfr.recorder.trace.sbe.DataWrittenDecoder;
import dev.vfr.recorder.trace.sbe.DeviceClosedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceNamedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceOpenedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceResetDecoder;
import dev.vfr.recorder.trace.sbe.DeviceStateAnnouncedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceStateGotDecoder;
import dev.vfr.recorder.trace.sbe.DeviceStateSetDecoder;
import dev.vfr.recorder.trace.sbe.DeviceStateWantedDecoder;
import dev.vfr.recorder.trace.sbe.DirtyPagesReportedDecoder;
import dev.vfr.recorder.trace.sbe.DmaLoggingStartedDecoder;
import dev.vfr.recorder.trace.sbe.DmaLoggingStoppedDecoder;
import dev.vfr.recorder.trace.sbe.DowntimeCheckpointPassedDecoder;
import dev.vfr.recorder.trace.sbe.ErrorLinePrintedDecoder;
import dev.vfr.recorder.trace.sbe.EventsLostDecoder;
import dev.vfr.recorder.trace.sbe.FeatureProbedDecoder;
import dev.vfr.recorder.trace.sbe.HandlerDowntimeMeasuredDecoder;
import dev.vfr.recorder.trace.sbe.IoctlCalledDecoder;
import dev.vfr.recorder.trace.sbe.IommuDirtyBitmapReadDecoder;
import dev.vfr.recorder.trace.sbe.IommuDirtyTrackingSetDecoder;
import dev.vfr.recorder.trace.sbe.IrqWiredDecoder;
import dev.vfr.recorder.trace.sbe.KernelMessagePrintedDecoder;
import dev.vfr.recorder.trace.sbe.MarkerSetDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.trace.sbe.MigDataSizeQueriedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationBlockedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationCapabilitiesShownDecoder;
import dev.vfr.recorder.trace.sbe.MigrationFlagsQueriedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationParametersShownDecoder;
import dev.vfr.recorder.trace.sbe.MigrationProgressQueriedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationQueriedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationStatusChangedDecoder;
import dev.vfr.recorder.trace.sbe.MultifdBufferSeenDecoder;
import dev.vfr.recorder.trace.sbe.PrecopyInfoQueriedDecoder;
import dev.vfr.recorder.trace.sbe.PrecopyInfoV2EnabledDecoder;
import dev.vfr.recorder.trace.sbe.ProcessNamedDecoder;
import dev.vfr.recorder.trace.sbe.RegionInfoReadDecoder;
import dev.vfr.recorder.trace.sbe.RegionMappedDecoder;
import dev.vfr.recorder.trace.sbe.RegionUnmappedDecoder;
import dev.vfr.recorder.trace.sbe.RunStateChangedDecoder;
import dev.vfr.recorder.trace.sbe.StreamRecordSeenDecoder;
import dev.vfr.recorder.trace.sbe.TraceClosedDecoder;
import dev.vfr.recorder.trace.sbe.TraceOpenedDecoder;
import dev.vfr.recorder.trace.sbe.TrapSignalledDecoder;
import dev.vfr.recorder.trace.sbe.VmmCommandSeenDecoder;
import dev.vfr.recorder.trace.sbe.VmmEstimatedDecoder;
import dev.vfr.recorder.trace.sbe.VmmStepSeenDecoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// Events to binary messages of `events.xml` and back. Used by one thread at a time.
final class RecordCodec {

    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final TraceRecords trace = new TraceRecords();
    private final DeviceRecords device = new DeviceRecords();
    private final DataRecords data = new DataRecords();
    private final MemoryRecords memory = new MemoryRecords();
    private final AnswerRecords answers = new AnswerRecords();
    private final VmmRecords vmm = new VmmRecords(answers);

    /// Writes the message of `event` at `at`.
    ///
    /// @return the end of the message
    int encode(MigrationEvent event, MutableDirectBuffer buffer, int at) {
        return switch (event) {
            case TraceEvent e -> trace.encode(e, buffer, at);
            case DeviceEvent e -> device.encode(e, buffer, at);
            case DataEvent e -> data.encode(e, buffer, at);
            case MemoryEvent e -> memory.encode(e, buffer, at);
            case VmmEvent e -> vmm.encode(e, buffer, at);
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
            case CaptureCostMeasuredDecoder.TEMPLATE_ID -> trace.decodeCaptureCostMeasured(seq, buffer, at);
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
            case ArcTakenDecoder.TEMPLATE_ID -> device.decodeArcTaken(seq, buffer, at);
            case IoctlCalledDecoder.TEMPLATE_ID -> device.decodeIoctlCalled(seq, buffer, at);
            case KernelMessagePrintedDecoder.TEMPLATE_ID -> device.decodeKernelMessagePrinted(seq, buffer, at);
            case PrecopyInfoQueriedDecoder.TEMPLATE_ID -> data.decodePrecopyInfoQueried(seq, buffer, at);
            case PrecopyInfoV2EnabledDecoder.TEMPLATE_ID -> data.decodePrecopyInfoV2Enabled(seq, buffer, at);
            case MigDataSizeQueriedDecoder.TEMPLATE_ID -> data.decodeMigDataSizeQueried(seq, buffer, at);
            case DataReadDecoder.TEMPLATE_ID -> data.decodeDataRead(seq, buffer, at);
            case DataWrittenDecoder.TEMPLATE_ID -> data.decodeDataWritten(seq, buffer, at);
            case DataMergedDecoder.TEMPLATE_ID -> data.decodeDataMerged(seq, buffer, at);
            case DataFdPolledDecoder.TEMPLATE_ID -> data.decodeDataFdPolled(seq, buffer, at);
            case DataFdClosedDecoder.TEMPLATE_ID -> data.decodeDataFdClosed(seq, buffer, at);
            case DmaLoggingStartedDecoder.TEMPLATE_ID -> memory.decodeDmaLoggingStarted(seq, buffer, at);
            case DmaLoggingStoppedDecoder.TEMPLATE_ID -> memory.decodeDmaLoggingStopped(seq, buffer, at);
            case DirtyPagesReportedDecoder.TEMPLATE_ID -> memory.decodeDirtyPagesReported(seq, buffer, at);
            case IommuDirtyTrackingSetDecoder.TEMPLATE_ID -> memory.decodeIommuDirtyTrackingSet(seq, buffer, at);
            case IommuDirtyBitmapReadDecoder.TEMPLATE_ID -> memory.decodeIommuDirtyBitmapRead(seq, buffer, at);
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
            case CommandRefusedDecoder.TEMPLATE_ID -> answers.decodeCommandRefused(seq, buffer, at);
            case MigrationProgressQueriedDecoder.TEMPLATE_ID -> answers.decodeMigrationProgressQueried(seq, buffer, at);
            case MigrationBlockedDecoder.TEMPLATE_ID -> answers.decodeMigrationBlocked(seq, buffer, at);
            case MigrationParametersShownDecoder.TEMPLATE_ID -> answers.decodeMigrationParametersShown(seq, buffer, at);
            case MigrationCapabilitiesShownDecoder.TEMPLATE_ID ->
                answers.decodeMigrationCapabilitiesShown(seq, buffer, at);
            default -> throw new IllegalArgumentException("message " + messageHeader.templateId());
        };
    }
}
