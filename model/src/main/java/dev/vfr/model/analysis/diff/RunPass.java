package dev.vfr.model.analysis.diff;

import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.*;
import dev.vfr.model.event.DeviceEvent.*;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MemoryEvent.*;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.*;
import dev.vfr.model.event.VmmEvent.*;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The one pass over a trace that is to be compared with another one. Memory does not grow with the data that moved.
final class RunPass {

    /// What one device did.
    static final class DeviceStory {
        final int process;
        final Story story;
        final ByteMarks read = new ByteMarks();
        final ByteMarks written = new ByteMarks();
        final Estimates estimates = new Estimates();
        String name = "";

        DeviceStory(String trace, int process) {
            this.process = process;
            this.story = new Story(trace);
        }
    }

    final String trace;
    final Map<Integer, DeviceStory> devices = new LinkedHashMap<>();
    final Map<Integer, Story> processes = new LinkedHashMap<>();
    final Map<Integer, String> labels = new LinkedHashMap<>();
    TraceClock clock;

    private final TraceClock.Builder clockBuilder = new TraceClock.Builder();

    private RunPass(String trace) {
        this.trace = trace;
        this.clock = clockBuilder.build();
    }

    static RunPass of(TraceInput input) throws EventSourceException {
        RunPass pass = new RunPass(input.name());
        try (EventSource.EventReader reader = input.events().readFrom(0)) {
            for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
                pass.clockBuilder.observe(event);
                pass.take(event);
            }
        }
        pass.clock = pass.clockBuilder.build();
        return pass;
    }

    private void take(MigrationEvent event) {
        EventHeader header = event.header();
        if (event instanceof ProcessNamed named) {
            labels.put(header.process(), named.label());
        } else if (event instanceof MigrationStatusChanged changed) {
            process(header).add(header, "migration status " + changed.status());
        } else if (event instanceof RunStateChanged changed) {
            process(header).add(header, "run state " + changed.runState());
        } else if (event instanceof ErrorLinePrinted printed) {
            process(header).add(header, "error line: " + comparable(printed.text()));
        } else if (event instanceof CommandRefused refused) {
            process(header)
                    .add(header, "refused " + refused.command().orElse("command") + ": " + comparable(refused.text()));
        } else if (header.hasDevice()) {
            ofDevice(event, device(header));
        }
    }

    /// Addresses, numbers of processes and times in a message differ from run to run.
    private static String comparable(String text) {
        return text.replaceAll("\\b(0x)?[0-9a-f]*[0-9][0-9a-f]*\\b", "#");
    }

    private void ofDevice(MigrationEvent event, DeviceStory device) {
        EventHeader header = event.header();
        switch (event) {
            case DeviceNamed e -> device.name = e.name();
            case DeviceOpened e -> step(device, header, "open", e.result());
            case MigrationFlagsQueried e ->
                device.story.add(header, "GET MIGRATION: " + flags(e.flags()) + told(e.result()));
            case DeviceReset e -> step(device, header, "reset", e.result());
            case DeviceStateSet e -> step(device, header, set(e), e.result());
            case DeviceStateGot e ->
                step(device, header, "GET " + e.state().map(DeviceState::name).orElse("state"), e.result());
            case PrecopyInfoQueried e -> {
                if (e.result().isFailed()) {
                    step(device, header, "VFIO_MIG_GET_PRECOPY_INFO", e.result());
                } else {
                    said(
                            device,
                            header,
                            "precopy-info",
                            "initial_bytes " + number(e.initialBytes()) + ", dirty_bytes " + number(e.dirtyBytes()));
                }
            }
            case MigDataSizeQueried e -> {
                if (e.result().isFailed()) {
                    step(device, header, "GET MIG_DATA_SIZE", e.result());
                } else {
                    said(device, header, "mig-data-size", "stop_copy_length " + number(e.stopCopyLength()));
                }
            }
            case DataRead e -> {
                if (e.result().isFailed() && !e.result().is(Errno.ENOMSG)) {
                    step(device, header, "read", e.result());
                } else if (e.result().isOk() && e.bytes().isEmpty()) {
                    device.read.loseCount();
                }
                device.read.add(header, e.bytes().orElse(0), e.digest());
            }
            case DataWritten e -> {
                if (e.result().isFailed()) {
                    step(device, header, "write", e.result());
                } else if (e.bytes().isEmpty()) {
                    device.written.loseCount();
                }
                device.written.add(header, e.bytes().orElse(0), e.digest());
            }
            case DataMerged e ->
                (e.saving() ? device.read : device.written).add(header, e.bytes(), java.util.Optional.empty());
            case DmaLoggingStarted e -> step(device, header, "DMA_LOGGING_START", e.result());
            case DmaLoggingStopped e -> step(device, header, "DMA_LOGGING_STOP", e.result());
            case PrecopyInfoV2Enabled e -> step(device, header, "SET MIG_PRECOPY_INFOv2", e.result());
            case TraceOpened _, ProcessNamed _, ClockAnchored _, EventsLost _, MarkerSet _, TraceClosed _ -> {}
            case CaptureCostMeasured _, DeviceClosed _, FeatureProbed _, ArcTaken _, IoctlCalled _ -> {}
            case DataFdPolled _, DataFdClosed _, DirtyPagesReported _, IrqWired _, TrapSignalled _ -> {}
            case RegionInfoRead _, RegionMapped _, RegionUnmapped _, RunStateChanged _ -> {}
            case IommuDirtyTrackingSet _, IommuDirtyBitmapRead _, KernelMessagePrinted _ -> {}
            case MigrationStatusChanged _, MigrationQueried _, DowntimeCheckpointPassed _ -> {}
            case HandlerDowntimeMeasured _, StreamRecordSeen _, MultifdBufferSeen _, VmmEstimated _ -> {}
            case DeviceStateWanted _, DeviceStateAnnounced _, VmmCommandSeen _, VmmStepSeen _, ErrorLinePrinted _ -> {}
            case CommandRefused _, MigrationProgressQueried _, MigrationBlocked _ -> {}
            case MigrationParametersShown _, MigrationCapabilitiesShown _ -> {}
        }
    }

    private static void step(DeviceStory device, EventHeader header, String call, CallResult result) {
        device.story.add(header, call + ":" + told(result));
    }

    private static void said(DeviceStory device, EventHeader header, String kind, String what) {
        Estimates.At at = new Estimates.At(device.story.steps().size(), device.read.position(), kind);
        device.estimates.add(at, what, header);
    }

    private static String set(DeviceStateSet event) {
        String wanted = event.requested().map(DeviceState::name).orElse("state " + event.requestedNumber());
        return switch (event.cause()) {
            case SET -> "SET " + wanted;
            case RECOVER -> "SET " + wanted + " (recover state)";
            case RESET -> wanted + " by reset";
        };
    }

    private static String told(CallResult result) {
        if (result.isOk()) {
            return " done";
        }
        if (result.errno().isPresent()) {
            return " " + result.name();
        }
        return result.isFailed() ? " failed" : " end not shown";
    }

    private static String flags(OptionalLong bits) {
        return bits.isPresent() ? new MigrationFlags(bits.getAsLong()).toString() : "";
    }

    private static String number(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "not shown";
    }

    private Story process(EventHeader header) {
        return processes.computeIfAbsent(header.process(), _ -> new Story(trace));
    }

    private DeviceStory device(EventHeader header) {
        return devices.computeIfAbsent(header.device(), _ -> new DeviceStory(trace, header.process()));
    }
}
