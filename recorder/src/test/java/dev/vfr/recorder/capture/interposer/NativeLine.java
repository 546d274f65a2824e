package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.FeatureProbed;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.MemoryEvent.IrqWired;
import dev.vfr.model.event.MemoryEvent.RegionInfoRead;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MemoryEvent.RegionUnmapped;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// An event as the programs of `src/test/c` print it: see `said.h`.
final class NativeLine {

    private NativeLine() {}

    static String of(MigrationEvent event, Map<Integer, ProcessNamed> processes, Map<Integer, String> devices) {
        EventHeader header = event.header();
        ProcessNamed process = processes.get(header.process());
        if (process == null) {
            throw new AssertionError("a process without a name: " + event);
        }
        String device = header.device() == EventHeader.NONE ? "-" : devices.get(header.device());
        if (device == null) {
            throw new AssertionError("a device without a name: " + event);
        }
        return String.join(
                " ",
                text(process.pid()),
                String.valueOf(header.thread()),
                device,
                String.valueOf(header.session()),
                event.getClass().getSimpleName() + fields(event));
    }

    private static String fields(MigrationEvent event) {
        return switch (event) {
            case DeviceOpened e -> words(e.result().code());
            case DeviceClosed e -> "";
            case DeviceReset e -> words(e.result().code());
            case DeviceStateSet e -> words(e.requestedNumber(), e.result().code(), text(e.dataFd()));
            case DeviceStateGot e ->
                words(e.result().code(), e.state().map(s -> s.number()).orElse(-1));
            case MigrationFlagsQueried e -> words(e.result().code(), text(e.flags()));
            case FeatureProbed e -> words(e.feature(), e.result().code());
            case IoctlCalled e ->
                words(
                        e.fdKind(),
                        Long.toHexString(e.request()),
                        e.featureFlags().isPresent()
                                ? Long.toHexString(e.featureFlags().getAsLong())
                                : "-",
                        e.result().code());
            case PrecopyInfoQueried e ->
                words(e.result().code(), text(e.flagsOut()), text(e.initialBytes()), text(e.dirtyBytes()));
            case PrecopyInfoV2Enabled e -> words(e.result().code());
            case MigDataSizeQueried e -> words(e.result().code(), text(e.stopCopyLength()));
            case DataRead e ->
                words(
                        e.result().code(),
                        text(e.askedBytes()),
                        text(e.bytes()),
                        text(e.streamOffset()),
                        hex(e.digest()));
            case DataWritten e ->
                words(
                        e.result().code(),
                        text(e.askedBytes()),
                        text(e.bytes()),
                        text(e.streamOffset()),
                        hex(e.digest()));
            case DataMerged e -> words(e.saving(), e.calls(), e.bytes(), text(e.streamOffset()));
            case DataFdPolled e ->
                words(e.result().code(), e.askedEvents(), text(e.answeredEvents()), text(e.timeoutNs()));
            case DataFdClosed e -> words(e.result().code());
            case DmaLoggingStarted e ->
                words(e.result().code(), text(e.pageSizeBytes()))
                        + e.ranges().stream().map(NativeLine::range).collect(Collectors.joining());
            case DmaLoggingStopped e -> words(e.result().code());
            case DirtyPagesReported e -> words(e.result().code()) + range(e.range());
            case IrqWired e -> words(e.result().code(), e.irqIndex(), text(e.eventFd()));
            case RegionInfoRead e -> words(e.result().code(), e.region());
            case RegionMapped e -> words(e.region());
            case RegionUnmapped e -> words(e.region());
            case EventsLost e -> words(text(e.count()), e.reason());
            default -> throw new AssertionError("not the library's: " + event);
        };
    }

    private static String words(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(' ').append(word);
        }
        return line.toString();
    }

    private static String range(IovaRange range) {
        return ' ' + Long.toHexString(range.iova()) + '+' + Long.toHexString(range.lengthBytes());
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
    }

    private static String text(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : "-";
    }

    private static String hex(Optional<Digest> digest) {
        return digest.filter(d -> d.algorithm().equals("crc32c"))
                .map(d -> Long.toHexString(d.value()))
                .orElse("-");
    }
}
