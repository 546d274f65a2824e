package dev.vfr.ui.picture;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.*;
import dev.vfr.model.event.DeviceEvent.*;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.*;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.*;
import dev.vfr.model.event.VmmEvent.*;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.ui.scale.TimeScale.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Takes the events of a trace in order and leaves its picture.
public final class PictureBuilder {

    private final Axis axis;
    private final TraceClock clock;
    private final Map<Integer, ProcessPicture> processes = new TreeMap<>();
    private final Map<Integer, DevicePicture> devices = new TreeMap<>();
    private final Map<Integer, StateRecorder> recorders = new TreeMap<>();
    private final List<TracePicture.Loss> losses = new ArrayList<>();
    private final LongColumn stateChanges = new LongColumn();
    private final LongColumn failures = new LongColumn();
    private final FocusFinder focus = new FocusFinder();
    private final TimeIndex index;
    private long count;
    private long nowNs;
    private boolean gapOpen;

    /// @param clock the trace's clock
    /// @param expectedCount how many events will come, about
    public PictureBuilder(TraceClock clock, long expectedCount) {
        this.clock = clock;
        this.axis = clock.durationNs().isPresent() ? Axis.TIME : Axis.EVENTS;
        this.index = new TimeIndex(expectedCount);
    }

    /// Takes the next event and what is known after it.
    public void add(MigrationEvent event, MigrationState state) {
        long seq = event.header().seq();
        count = seq + 1;
        long beforeNs = nowNs;
        moveNow(event.header(), seq);
        closeGap();
        switch (event) {
            case ProcessNamed named -> name(named);
            case EventsLost lost -> lose(lost, seq, beforeNs);
            case DeviceNamed named -> device(named.header()).name(named.name(), named.aliases());
            case MigrationFlagsQueried queried ->
                queried.flags().ifPresent(bits -> device(queried.header()).flags(new MigrationFlags(bits)));
            case DeviceReset reset -> mark(reset.header(), MarkKind.RESET, seq);
            case DeviceStateSet set -> addSet(set, seq);
            case PrecopyInfoQueried queried -> addEstimate(queried, seq);
            case MigDataSizeQueried queried -> addEstimate(queried, seq);
            case VmmEstimated estimated -> addEstimate(estimated);
            case DataRead read -> addRead(read, seq);
            case DataWritten written -> addWrite(written, seq);
            case RunStateChanged changed ->
                process(changed.header()).runStates().add(nowNs, changed.runState());
            case MigrationStatusChanged changed -> addStatus(changed, seq);
            case ErrorLinePrinted printed -> said(printed.header(), seq);
            case CommandRefused refused -> said(refused.header(), seq);
            case DeviceOpened opened -> failed(opened.header(), opened.result(), seq);
            case DataMerged merged -> addMerged(merged);
            case ArcTaken arc -> addArc(arc, seq);
            case IoctlCalled _, CaptureCostMeasured _ -> {}
            case FeatureProbed _, DmaLoggingStopped _, DataFdClosed _, DataFdPolled _ -> {}
            case DmaLoggingStarted started -> failed(started.header(), started.result(), seq);
            case IommuDirtyTrackingSet set -> failed(set.header(), set.result(), seq);
            case IommuDirtyBitmapRead read -> failed(read.header(), read.result(), seq);
            case DeviceStateGot got -> failed(got.header(), got.result(), seq);
            case PrecopyInfoV2Enabled _, DirtyPagesReported _, IrqWired _, TrapSignalled _, RegionInfoRead _ -> {}
            case TraceOpened _, ClockAnchored _, MarkerSet _, TraceClosed _, DeviceClosed _ -> {}
            case RegionMapped _, RegionUnmapped _, KernelMessagePrinted _ -> {}
            case MigrationQueried _, HandlerDowntimeMeasured _, StreamRecordSeen _, MultifdBufferSeen _ -> {}
            case DowntimeCheckpointPassed _ -> focus.touch(nowNs);
            case DeviceStateWanted _, DeviceStateAnnounced _, VmmCommandSeen _, VmmStepSeen _ -> {}
            case MigrationProgressQueried _, MigrationBlocked _ -> {}
            case MigrationParametersShown _, MigrationCapabilitiesShown _ -> {}
        }
        recordState(event.header(), state, seq);
    }

    /// The VMM said that something went wrong.
    private void said(EventHeader header, long seq) {
        process(header).errorLines().add(nowNs, seq);
        failures.add(seq);
    }

    /// The picture of all events so far. The builder is not used after it.
    public TracePicture build() {
        Range whole = Range.of(0, Math.max(nowNs, clock.durationNs().orElse(0)));
        List<ProcessPicture> ordered = processes.values().stream()
                .sorted(Comparator.comparingInt(PictureBuilder::side).thenComparingInt(ProcessPicture::number))
                .toList();
        return new TracePicture(
                axis, whole, focus.within(whole), count, ordered, losses, index, clock, stateChanges, failures);
    }

    private static int side(ProcessPicture process) {
        boolean source = process.devices().stream().anyMatch(DevicePicture::isSource);
        boolean destination = process.devices().stream().anyMatch(DevicePicture::isDestination);
        return source && !destination ? 0 : destination && !source ? 2 : 1;
    }

    private void moveNow(EventHeader header, long seq) {
        switch (axis) {
            case EVENTS -> nowNs = seq;
            case TIME -> {
                long ns = clock.startNs(header);
                nowNs = ns == EventHeader.UNKNOWN_NS ? nowNs : Math.max(nowNs, ns);
            }
        }
        index.add(seq, nowNs);
    }

    private void name(ProcessNamed named) {
        String vmm = Stream.of(named.vmm().map(PictureBuilder::shortProgram), named.vmmVersion())
                .flatMap(part -> part.stream())
                .collect(Collectors.joining(" "));
        process(named.header()).name(named.label(), vmm);
    }

    /// `QEMU` for `qemu-system-x86_64`: the lane has little room.
    private static String shortProgram(String program) {
        return program.startsWith("qemu-system") ? "QEMU" : program;
    }

    private void lose(EventsLost lost, long seq, long beforeNs) {
        String many = lost.count().isPresent() ? lost.count().getAsLong() + " events" : "events";
        losses.add(new TracePicture.Loss(beforeNs, nowNs, many + " lost: " + lost.reason(), seq));
        failures.add(seq);
        gapOpen = axis == Axis.EVENTS || !lost.header().hasTime();
    }

    /// A loss without a time reaches up to the event behind it.
    private void closeGap() {
        if (gapOpen) {
            TracePicture.Loss loss = losses.removeLast();
            losses.add(new TracePicture.Loss(loss.fromNs(), nowNs, loss.reason(), loss.seq()));
            gapOpen = false;
        }
    }

    private void addSet(DeviceStateSet set, long seq) {
        if (set.result().isFailed()) {
            mark(set.header(), MarkKind.REFUSED_SET, seq);
            failures.add(seq);
            focus.touch(nowNs);
        }
    }

    private void addArc(ArcTaken arc, long seq) {
        EventHeader header = arc.header();
        if (header.hasDevice()) {
            long duration = axis == Axis.TIME && header.hasDuration() ? header.durationNs() : 0;
            boolean failed = arc.result().isFailed();
            device(header).arcs().add(position(header.process(), header.timeNs()), duration, arc.to(), failed);
        }
        failed(header, arc.result(), seq);
    }

    private void addEstimate(PrecopyInfoQueried queried, long seq) {
        failed(queried.header(), queried.result(), seq);
        DevicePicture device = device(queried.header());
        queried.initialBytes().ifPresent(bytes -> device.initialBytes().add(nowNs, bytes));
        queried.dirtyBytes().ifPresent(bytes -> device.dirtyBytes().add(nowNs, bytes));
    }

    private void addEstimate(MigDataSizeQueried queried, long seq) {
        failed(queried.header(), queried.result(), seq);
        queried.stopCopyLength()
                .ifPresent(bytes -> device(queried.header()).stopCopyLength().add(nowNs, bytes));
    }

    private void addEstimate(VmmEstimated estimated) {
        if (!estimated.header().hasDevice()) {
            return;
        }
        DevicePicture device = device(estimated.header());
        estimated.initialBytes().ifPresent(bytes -> device.initialBytes().add(nowNs, bytes));
        estimated.dirtyBytes().ifPresent(bytes -> device.dirtyBytes().add(nowNs, bytes));
        estimated.stopCopyBytes().ifPresent(bytes -> device.stopCopyLength().add(nowNs, bytes));
    }

    private void addRead(DataRead read, long seq) {
        focus.touch(nowNs);
        boolean nothingNow = read.result().is(Errno.ENOMSG);
        if (nothingNow) {
            mark(read.header(), MarkKind.ENOMSG, seq);
        } else {
            failed(read.header(), read.result(), seq);
        }
        if (read.header().hasDevice()) {
            read.bytes().ifPresent(bytes -> device(read.header()).reads().add(nowNs, bytes));
        }
    }

    private void addWrite(DataWritten written, long seq) {
        focus.touch(nowNs);
        failed(written.header(), written.result(), seq);
        if (written.header().hasDevice()) {
            written.bytes().ifPresent(bytes -> device(written.header()).writes().add(nowNs, bytes));
        }
    }

    private void addMerged(DataMerged merged) {
        focus.touch(nowNs);
        DevicePicture device = device(merged.header());
        (merged.saving() ? device.reads() : device.writes()).add(nowNs, merged.bytes());
    }

    private void addStatus(MigrationStatusChanged changed, long seq) {
        process(changed.header()).statuses().add(nowNs, changed.status());
        if (!changed.status().equals("none")) {
            focus.touch(nowNs);
        }
        if (changed.status().equals("failed")) {
            failures.add(seq);
        }
    }

    private void failed(EventHeader header, CallResult result, long seq) {
        if (result.isFailed()) {
            mark(header, MarkKind.FAILED_CALL, seq);
            failures.add(seq);
        }
    }

    /// Of a call whose device is not known there is no lane to mark.
    private void mark(EventHeader header, MarkKind kind, long seq) {
        if (!header.hasDevice()) {
            return;
        }
        device(header).marks(kind).add(nowNs, seq);
    }

    private void recordState(EventHeader header, MigrationState state, long seq) {
        if (!header.hasDevice()) {
            return;
        }
        DeviceTrack track = state.device(header.device()).orElse(null);
        if (track == null) {
            return;
        }
        DevicePicture device = device(header);
        StateRecorder recorder = recorders.computeIfAbsent(
                header.device(), _ -> new StateRecorder(device.states(), ns -> position(header.process(), ns)));
        if (recorder.take(track.state(), nowNs)) {
            stateChanges.add(seq);
            focus.take(track.state(), nowNs);
        }
    }

    /// Where a time on the host clock of `process` stands on the axis, now where that is not known.
    private long position(int process, long hostNs) {
        long ns = clock.axisNs(process, hostNs);
        return axis == Axis.EVENTS || ns == EventHeader.UNKNOWN_NS ? nowNs : ns;
    }

    private ProcessPicture process(EventHeader header) {
        return processes.computeIfAbsent(header.process(), ProcessPicture::new);
    }

    private DevicePicture device(EventHeader header) {
        return devices.computeIfAbsent(header.device(), number -> {
            DevicePicture device = new DevicePicture(number, header.process());
            process(header).add(device);
            return device;
        });
    }
}
