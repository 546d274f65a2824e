package dev.vfr.recorder.trace;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MemoryEvent.IommuDirtyBitmapRead;
import dev.vfr.model.event.MemoryEvent.IommuDirtyTrackingSet;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.MemoryEvent.IrqWired;
import dev.vfr.model.event.MemoryEvent.RegionInfoRead;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MemoryEvent.RegionUnmapped;
import dev.vfr.model.event.MemoryEvent.TrapSignalled;
import dev.vfr.recorder.trace.sbe.DirtyPagesReportedDecoder;
import dev.vfr.recorder.trace.sbe.DirtyPagesReportedEncoder;
import dev.vfr.recorder.trace.sbe.DirtyPagesReportedPresentDecoder;
import dev.vfr.recorder.trace.sbe.DmaLoggingStartedDecoder;
import dev.vfr.recorder.trace.sbe.DmaLoggingStartedEncoder;
import dev.vfr.recorder.trace.sbe.DmaLoggingStartedPresentDecoder;
import dev.vfr.recorder.trace.sbe.DmaLoggingStoppedDecoder;
import dev.vfr.recorder.trace.sbe.DmaLoggingStoppedEncoder;
import dev.vfr.recorder.trace.sbe.IommuDirtyBitmapReadDecoder;
import dev.vfr.recorder.trace.sbe.IommuDirtyBitmapReadEncoder;
import dev.vfr.recorder.trace.sbe.IommuDirtyTrackingSetDecoder;
import dev.vfr.recorder.trace.sbe.IommuDirtyTrackingSetEncoder;
import dev.vfr.recorder.trace.sbe.IrqWiredDecoder;
import dev.vfr.recorder.trace.sbe.IrqWiredEncoder;
import dev.vfr.recorder.trace.sbe.IrqWiredPresentDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderEncoder;
import dev.vfr.recorder.trace.sbe.RegionInfoReadDecoder;
import dev.vfr.recorder.trace.sbe.RegionInfoReadEncoder;
import dev.vfr.recorder.trace.sbe.RegionMappedDecoder;
import dev.vfr.recorder.trace.sbe.RegionMappedEncoder;
import dev.vfr.recorder.trace.sbe.RegionUnmappedDecoder;
import dev.vfr.recorder.trace.sbe.RegionUnmappedEncoder;
import dev.vfr.recorder.trace.sbe.TrapSignalledDecoder;
import dev.vfr.recorder.trace.sbe.TrapSignalledEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// The binary form of the events about dirty tracking, regions and traps, message by message as in `events.xml`.
///
/// Encoders return the end of what they wrote. Used by one thread at a time.
final class MemoryRecords {

    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder messageHeaderRead = new MessageHeaderDecoder();
    private final DmaLoggingStartedEncoder dmaLoggingStartedEncoder = new DmaLoggingStartedEncoder();
    private final DmaLoggingStartedDecoder dmaLoggingStartedDecoder = new DmaLoggingStartedDecoder();
    private final DmaLoggingStoppedEncoder dmaLoggingStoppedEncoder = new DmaLoggingStoppedEncoder();
    private final DmaLoggingStoppedDecoder dmaLoggingStoppedDecoder = new DmaLoggingStoppedDecoder();
    private final DirtyPagesReportedEncoder dirtyPagesReportedEncoder = new DirtyPagesReportedEncoder();
    private final DirtyPagesReportedDecoder dirtyPagesReportedDecoder = new DirtyPagesReportedDecoder();
    private final IommuDirtyTrackingSetEncoder iommuDirtyTrackingSetEncoder = new IommuDirtyTrackingSetEncoder();
    private final IommuDirtyTrackingSetDecoder iommuDirtyTrackingSetDecoder = new IommuDirtyTrackingSetDecoder();
    private final IommuDirtyBitmapReadEncoder iommuDirtyBitmapReadEncoder = new IommuDirtyBitmapReadEncoder();
    private final IommuDirtyBitmapReadDecoder iommuDirtyBitmapReadDecoder = new IommuDirtyBitmapReadDecoder();
    private final IrqWiredEncoder irqWiredEncoder = new IrqWiredEncoder();
    private final IrqWiredDecoder irqWiredDecoder = new IrqWiredDecoder();
    private final TrapSignalledEncoder trapSignalledEncoder = new TrapSignalledEncoder();
    private final TrapSignalledDecoder trapSignalledDecoder = new TrapSignalledDecoder();
    private final RegionInfoReadEncoder regionInfoReadEncoder = new RegionInfoReadEncoder();
    private final RegionInfoReadDecoder regionInfoReadDecoder = new RegionInfoReadDecoder();
    private final RegionMappedEncoder regionMappedEncoder = new RegionMappedEncoder();
    private final RegionMappedDecoder regionMappedDecoder = new RegionMappedDecoder();
    private final RegionUnmappedEncoder regionUnmappedEncoder = new RegionUnmappedEncoder();
    private final RegionUnmappedDecoder regionUnmappedDecoder = new RegionUnmappedDecoder();

    /// Writes the message of `event` at `at`.
    ///
    /// @return the end of the message
    int encode(MemoryEvent event, MutableDirectBuffer buffer, int at) {
        return switch (event) {
            case DmaLoggingStarted e -> encode(e, buffer, at);
            case DmaLoggingStopped e -> encode(e, buffer, at);
            case DirtyPagesReported e -> encode(e, buffer, at);
            case IommuDirtyTrackingSet e -> encode(e, buffer, at);
            case IommuDirtyBitmapRead e -> encode(e, buffer, at);
            case IrqWired e -> encode(e, buffer, at);
            case TrapSignalled e -> encode(e, buffer, at);
            case RegionInfoRead e -> encode(e, buffer, at);
            case RegionMapped e -> encode(e, buffer, at);
            case RegionUnmapped e -> encode(e, buffer, at);
        };
    }

    private int encode(DmaLoggingStarted event, MutableDirectBuffer buffer, int at) {
        DmaLoggingStartedEncoder to = dmaLoggingStartedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().pageSizeBytes(event.pageSizeBytes().isPresent());
        to.result(event.result().code());
        to.pageSizeBytes(event.pageSizeBytes().orElse(0));
        DmaLoggingStartedEncoder.RangesEncoder ranges =
                to.rangesCount(event.ranges().size());
        for (IovaRange range : event.ranges()) {
            Parts.encode(range, ranges.next().iovaRange());
        }
        return to.limit();
    }

    DmaLoggingStarted decodeDmaLoggingStarted(long seq, DirectBuffer buffer, int at) {
        DmaLoggingStartedDecoder from = dmaLoggingStartedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        DmaLoggingStartedPresentDecoder present = from.present();
        List<IovaRange> ranges = new ArrayList<>();
        for (DmaLoggingStartedDecoder.RangesDecoder item : from.ranges()) {
            ranges.add(Parts.decode(item.iovaRange()));
        }
        return new DmaLoggingStarted(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                Parts.optional(present.pageSizeBytes(), from.pageSizeBytes()),
                ranges);
    }

    private int encode(DmaLoggingStopped event, MutableDirectBuffer buffer, int at) {
        DmaLoggingStoppedEncoder to = dmaLoggingStoppedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.result(event.result().code());
        return to.limit();
    }

    DmaLoggingStopped decodeDmaLoggingStopped(long seq, DirectBuffer buffer, int at) {
        DmaLoggingStoppedDecoder from = dmaLoggingStoppedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new DmaLoggingStopped(Parts.decode(seq, from.origin()), CallResult.of(from.result()));
    }

    private int encode(DirtyPagesReported event, MutableDirectBuffer buffer, int at) {
        DirtyPagesReportedEncoder to = dirtyPagesReportedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().dirtyPages(event.dirtyPages().isPresent());
        to.result(event.result().code());
        Parts.encode(event.range(), to.iovaRange());
        to.dirtyPages(event.dirtyPages().orElse(0));
        return to.limit();
    }

    DirtyPagesReported decodeDirtyPagesReported(long seq, DirectBuffer buffer, int at) {
        DirtyPagesReportedDecoder from = dirtyPagesReportedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        DirtyPagesReportedPresentDecoder present = from.present();
        return new DirtyPagesReported(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                Parts.decode(from.iovaRange()),
                Parts.optional(present.dirtyPages(), from.dirtyPages()));
    }

    private int encode(IommuDirtyTrackingSet event, MutableDirectBuffer buffer, int at) {
        IommuDirtyTrackingSetEncoder to = iommuDirtyTrackingSetEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.result(event.result().code());
        to.iommufd(event.iommufd());
        to.hwpt(event.hwpt());
        to.enable(Parts.yesNo(event.enable()));
        return to.limit();
    }

    IommuDirtyTrackingSet decodeIommuDirtyTrackingSet(long seq, DirectBuffer buffer, int at) {
        IommuDirtyTrackingSetDecoder from =
                iommuDirtyTrackingSetDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new IommuDirtyTrackingSet(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                from.iommufd(),
                from.hwpt(),
                Parts.isYes(from.enable()));
    }

    private int encode(IommuDirtyBitmapRead event, MutableDirectBuffer buffer, int at) {
        IommuDirtyBitmapReadEncoder to = iommuDirtyBitmapReadEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().pageSizeBytes(event.pageSizeBytes().isPresent());
        to.result(event.result().code());
        to.iommufd(event.iommufd());
        to.hwpt(event.hwpt());
        Parts.encode(event.range(), to.iovaRange());
        to.pageSizeBytes(event.pageSizeBytes().orElse(0));
        return to.limit();
    }

    IommuDirtyBitmapRead decodeIommuDirtyBitmapRead(long seq, DirectBuffer buffer, int at) {
        IommuDirtyBitmapReadDecoder from =
                iommuDirtyBitmapReadDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new IommuDirtyBitmapRead(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                from.iommufd(),
                from.hwpt(),
                Parts.decode(from.iovaRange()),
                Parts.optional(from.present().pageSizeBytes(), from.pageSizeBytes()));
    }

    private int encode(IrqWired event, MutableDirectBuffer buffer, int at) {
        IrqWiredEncoder to = irqWiredEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().eventFd(event.eventFd().isPresent());
        to.result(event.result().code());
        to.irqIndex(event.irqIndex());
        to.eventFd(event.eventFd().orElse(0));
        return to.limit();
    }

    IrqWired decodeIrqWired(long seq, DirectBuffer buffer, int at) {
        IrqWiredDecoder from = irqWiredDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        IrqWiredPresentDecoder present = from.present();
        return new IrqWired(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                from.irqIndex(),
                Parts.optional(present.eventFd(), from.eventFd()));
    }

    private int encode(TrapSignalled event, MutableDirectBuffer buffer, int at) {
        TrapSignalledEncoder to = trapSignalledEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        return to.limit();
    }

    TrapSignalled decodeTrapSignalled(long seq, DirectBuffer buffer, int at) {
        TrapSignalledDecoder from = trapSignalledDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new TrapSignalled(Parts.decode(seq, from.origin()));
    }

    private int encode(RegionInfoRead event, MutableDirectBuffer buffer, int at) {
        RegionInfoReadEncoder to = regionInfoReadEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.result(event.result().code());
        to.region(event.region());
        return to.limit();
    }

    RegionInfoRead decodeRegionInfoRead(long seq, DirectBuffer buffer, int at) {
        RegionInfoReadDecoder from = regionInfoReadDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new RegionInfoRead(Parts.decode(seq, from.origin()), CallResult.of(from.result()), from.region());
    }

    private int encode(RegionMapped event, MutableDirectBuffer buffer, int at) {
        RegionMappedEncoder to = regionMappedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.region(event.region());
        return to.limit();
    }

    RegionMapped decodeRegionMapped(long seq, DirectBuffer buffer, int at) {
        RegionMappedDecoder from = regionMappedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new RegionMapped(Parts.decode(seq, from.origin()), from.region());
    }

    private int encode(RegionUnmapped event, MutableDirectBuffer buffer, int at) {
        RegionUnmappedEncoder to = regionUnmappedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.region(event.region());
        return to.limit();
    }

    RegionUnmapped decodeRegionUnmapped(long seq, DirectBuffer buffer, int at) {
        RegionUnmappedDecoder from = regionUnmappedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new RegionUnmapped(Parts.decode(seq, from.origin()), from.region());
    }
}
