package dev.vfr.ui.events;

import dev.vfr.model.event.Call;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.*;
import dev.vfr.model.event.DeviceEvent.*;
import dev.vfr.model.event.MemoryEvent.*;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.*;
import dev.vfr.model.event.VmmEvent.*;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.report.Figures;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.model.vfio.VfioIoctl;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// An event in words that fit into one row.
public final class EventText {

    private EventText() {}

    /// How a call ended: `OK`, an errno's name, `failed`, or nothing where unknown.
    public static String result(CallResult result) {
        if (result.isOk()) {
            return "OK";
        }
        if (result.errno().isPresent()) {
            return result.name();
        }
        return result.isFailed() ? "failed" : "";
    }

    /// How the event's call ended, empty where the event is no call.
    public static Optional<CallResult> resultOf(MigrationEvent event) {
        return event instanceof Call call ? Optional.of(call.result()) : Optional.empty();
    }

    /// What the event says beyond its name.
    public static String summary(MigrationEvent event) {
        return switch (event) {
            case TraceOpened e -> "by " + e.producer() + ", schema " + e.schemaVersion() + sources(e);
            case ProcessNamed e ->
                e.label()
                        + e.vmm().map(vmm -> ", " + vmm).orElse("")
                        + e.vmmVersion().map(version -> " " + version).orElse("");
            case ClockAnchored e -> "host clock " + e.hostClock() + " ± " + Figures.time(e.uncertaintyNs());
            case EventsLost e ->
                (e.count().isPresent() ? Figures.count(e.count().getAsLong()) : "unknown many") + ": " + e.reason();
            case CaptureCostMeasured e ->
                Figures.time(e.callNs()) + " a call"
                        + (e.digestNsPerMib().isPresent()
                                ? ", " + Figures.time(e.digestNsPerMib().getAsLong()) + " a MiB"
                                : "");
            case MarkerSet e -> e.text();
            case TraceClosed _ -> "";
            case DeviceNamed e -> e.name() + (e.aliases().isEmpty() ? "" : " = " + String.join(", ", e.aliases()));
            case DeviceOpened _, DeviceClosed _, DeviceReset _ -> "";
            case MigrationFlagsQueried e -> flags(e.flags());
            case FeatureProbed e -> "feature " + e.feature();
            case DeviceStateSet e -> stateSet(e);
            case ArcTaken e -> e.from().map(DeviceState::name).orElse("") + " → " + e.to();
            case IoctlCalled e -> ioctl(e);
            case DeviceStateGot e -> e.state().map(DeviceState::name).orElse("");
            case PrecopyInfoQueried e -> pair("initial", e.initialBytes()) + pair("dirty", e.dirtyBytes()) + reinit(e);
            case PrecopyInfoV2Enabled _ -> "opt-in to VFIO_PRECOPY_INFO_REINIT";
            case MigDataSizeQueried e -> pair("stop_copy_length", e.stopCopyLength());
            case DataRead e -> moved(e.bytes(), e.askedBytes(), e.streamOffset());
            case DataWritten e -> moved(e.bytes(), e.askedBytes(), e.streamOffset());
            case DataMerged e ->
                Figures.count(e.calls())
                        + (e.saving() ? " reads, " : " writes, ")
                        + moved(OptionalLong.of(e.bytes()), OptionalLong.empty(), e.streamOffset());
            case DataFdPolled e -> "asked " + Figures.hex(e.askedEvents()) + answered(e.answeredEvents());
            case DataFdClosed _ -> "";
            case DmaLoggingStarted e ->
                e.ranges().size() + " ranges"
                        + (e.pageSizeBytes().isPresent()
                                ? ", pages of "
                                        + Figures.bytes(e.pageSizeBytes().getAsLong())
                                : "");
            case DmaLoggingStopped _ -> "";
            case DirtyPagesReported e ->
                range(e.range())
                        + (e.dirtyPages().isPresent()
                                ? "  " + Figures.count(e.dirtyPages().getAsLong()) + " dirty pages"
                                : "");
            case IommuDirtyTrackingSet e -> (e.enable() ? "on" : "off") + ", hwpt " + e.hwpt();
            case IommuDirtyBitmapRead e -> range(e.range()) + "  hwpt " + e.hwpt();
            case IrqWired e ->
                "irq " + e.irqIndex()
                        + (e.eventFd().isPresent()
                                ? " to eventfd " + e.eventFd().getAsInt()
                                : "");
            case TrapSignalled _ -> "";
            case RegionInfoRead e -> "region " + e.region();
            case RegionMapped e -> e.region();
            case RegionUnmapped e -> e.region();
            case RunStateChanged e -> e.runState();
            case MigrationStatusChanged e -> e.status();
            case MigrationQueried e -> queried(e);
            case DowntimeCheckpointPassed e -> e.checkpoint();
            case HandlerDowntimeMeasured e ->
                (e.saving() ? "save " : "load ") + e.handler() + "  " + Figures.time(e.elapsedNs());
            case StreamRecordSeen e ->
                (e.saving() ? "saved " : "loaded ") + Figures.hex(e.tag()) + pair("", e.lengthBytes());
            case MultifdBufferSeen e -> e.step() + " buffer " + e.index();
            case VmmEstimated e ->
                pair("initial", e.initialBytes())
                        + pair("dirty", e.dirtyBytes())
                        + pair("stop-copy", e.stopCopyBytes());
            case DeviceStateWanted e ->
                e.wanted() + ", VM " + (e.vmRunning() ? "running" : "not running") + " (" + e.reason() + ")";
            case DeviceStateAnnounced e -> e.state();
            case VmmCommandSeen e -> e.name() + " " + e.arguments();
            case VmmStepSeen e -> e.name() + " " + e.text();
            case ErrorLinePrinted e -> e.text();
            case KernelMessagePrinted e -> e.level().map(level -> level + ": ").orElse("") + e.text();
            case CommandRefused e -> e.command().map(name -> name + ": ").orElse("") + e.text();
            case MigrationProgressQueried e -> progress(e);
            case MigrationBlocked e -> e.reasons().isEmpty() ? "no longer" : String.join("; ", e.reasons());
            case MigrationParametersShown e ->
                e.settings().stream()
                        .map(setting -> setting.name() + " " + setting.value())
                        .collect(Collectors.joining(", "));
            case MigrationCapabilitiesShown e -> "on: " + String.join(", ", e.on());
        };
    }

    private static String progress(MigrationProgressQueried event) {
        return pair("remaining", event.ramRemainingBytes())
                + pair("of", event.ramTotalBytes())
                + (event.bitsPerSecond().isPresent()
                        ? "  at " + Figures.count(event.bitsPerSecond().getAsLong() / 1_000_000) + " Mbit/s"
                        : "")
                + (event.dirtyPagesPerSecond().isPresent()
                        ? "  " + Figures.count(event.dirtyPagesPerSecond().getAsLong()) + " dirty pages/s"
                        : "")
                + (event.cpuThrottlePercent().isPresent()
                        ? "  CPUs throttled " + event.cpuThrottlePercent().getAsLong() + " %"
                        : "");
    }

    private static String sources(TraceOpened event) {
        StringJoiner joiner = new StringJoiner(", ", ", from ", "");
        event.sources().forEach(source -> joiner.add(source.label()));
        return joiner.toString();
    }

    private static String stateSet(DeviceStateSet set) {
        String wanted = set.requested().map(DeviceState::name).orElse("state number " + set.requestedNumber());
        String cause = switch (set.cause()) {
            case SET -> "";
            case RECOVER -> " (recover)";
            case RESET -> " (by reset)";
        };
        return "→ " + wanted + cause
                + set.recover().map(state -> ", else " + state).orElse("");
    }

    private static String ioctl(IoctlCalled call) {
        String name = VfioIoctl.of(call.fdKind(), call.request())
                .map(VfioIoctl::name)
                .orElse(call.fdKind() + " " + Figures.hex(call.request()));
        return name
                + (call.featureFlags().isPresent()
                        ? " flags " + Figures.hex(call.featureFlags().getAsLong())
                        : "");
    }

    private static String flags(OptionalLong bits) {
        if (bits.isEmpty()) {
            return "";
        }
        MigrationFlags flags = new MigrationFlags(bits.getAsLong());
        StringJoiner names = new StringJoiner(" | ");
        if (flags.hasStopCopy()) {
            names.add("STOP_COPY");
        }
        if (flags.hasP2p()) {
            names.add("P2P");
        }
        if (flags.hasPreCopy()) {
            names.add("PRE_COPY");
        }
        return names.length() == 0 ? Figures.hex(flags.bits()) : names.toString();
    }

    private static String reinit(PrecopyInfoQueried query) {
        return query.flagsOut().isPresent() && query.flagsOut().getAsInt() != 0
                ? "flags " + Figures.hex(query.flagsOut().getAsInt())
                : "";
    }

    private static String moved(OptionalLong bytes, OptionalLong asked, OptionalLong offset) {
        StringBuilder text = new StringBuilder();
        bytes.ifPresent(count -> text.append(Figures.bytes(count)));
        asked.ifPresent(count -> text.append(" of ").append(Figures.bytes(count)));
        offset.ifPresent(at -> text.append(" at ").append(Figures.count(at)));
        return text.toString().strip();
    }

    private static String answered(OptionalInt events) {
        return events.isPresent() ? ", answered " + Figures.hex(events.getAsInt()) : "";
    }

    private static String range(IovaRange range) {
        return Figures.hex(range.iova()) + " + " + Figures.bytes(range.lengthBytes());
    }

    private static String pair(String name, OptionalLong bytes) {
        return bytes.isPresent() ? name + " " + Figures.bytes(bytes.getAsLong()) + "   " : "";
    }

    private static String queried(MigrationQueried query) {
        StringJoiner parts = new StringJoiner(", ");
        query.status().ifPresent(parts::add);
        query.downtimeMs().ifPresent(ms -> parts.add("downtime " + ms + " ms"));
        query.totalTimeMs().ifPresent(ms -> parts.add("total " + ms + " ms"));
        query.vfioTransferredBytes().ifPresent(bytes -> parts.add("vfio " + Figures.bytes(bytes)));
        query.errorText().ifPresent(parts::add);
        return parts.toString();
    }
}
