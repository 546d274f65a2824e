package dev.vfr.model.fold;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataFdClosed;
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
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MemoryEvent.IommuDirtyBitmapRead;
import dev.vfr.model.event.MemoryEvent.IommuDirtyTrackingSet;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MemoryEvent.RegionUnmapped;
import dev.vfr.model.event.MemoryEvent.TrapSignalled;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.event.VmmEvent;
import dev.vfr.model.event.VmmEvent.DeviceStateAnnounced;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Writes a trace for a test, one short call an event; time passes by [#at].
public final class TraceScript {

    private final InMemoryEvents events = new InMemoryEvents();
    private long timeNs = EventHeader.UNKNOWN_NS;
    private long durationNs = EventHeader.UNKNOWN_NS;
    private int process = EventHeader.NONE;
    private int device = EventHeader.NONE;

    /// A trace of one process and one device, captured by the given means.
    public static TraceScript of(String label, String deviceName, CaptureSource... sources) {
        TraceScript script = new TraceScript();
        script.add(new TraceOpened(script.header(), List.of(sources), "test", 1));
        return script.process(0, label, 0).device(0, deviceName);
    }

    public InMemoryEvents events() {
        return events;
    }

    public TraceScript add(MigrationEvent event) {
        events.append(event);
        return this;
    }

    public EventHeader header() {
        return new EventHeader(0, timeNs, durationNs, process, EventHeader.NONE, device, EventHeader.NONE);
    }

    /// The following events happen at this time, and calls take no known time.
    public TraceScript at(long ns) {
        timeNs = ns;
        durationNs = EventHeader.UNKNOWN_NS;
        return this;
    }

    /// The following calls are entered at `ns` and take `duration`.
    public TraceScript at(long ns, long duration) {
        timeNs = ns;
        durationNs = duration;
        return this;
    }

    /// The following events are of this device.
    public TraceScript on(int number) {
        device = number;
        return this;
    }

    public TraceScript process(int number, String label, int hostClock) {
        process = number;
        int kept = device;
        device = EventHeader.NONE;
        add(new ProcessNamed(
                header(),
                label,
                hostClock,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("qemu-system-x86_64"),
                Optional.empty(),
                List.of()));
        device = kept;
        return this;
    }

    public TraceScript anchor(int hostClock, long monotonicNs, long realtimeNs) {
        return add(new ClockAnchored(header(), hostClock, monotonicNs, realtimeNs, 0));
    }

    public TraceScript device(int number, String name) {
        device = number;
        return add(new DeviceNamed(header(), name, List.of()));
    }

    public TraceScript flags(long bits) {
        return add(new MigrationFlagsQueried(header(), CallResult.OK, OptionalLong.of(bits)));
    }

    public TraceScript set(DeviceState state) {
        return set(state, CallResult.OK, SetCause.SET);
    }

    public TraceScript set(DeviceState state, CallResult result, SetCause cause) {
        return add(DeviceStateSet.of(header(), state, result, OptionalInt.empty(), cause, Optional.empty()));
    }

    /// A request that brings a data_fd and with it a new session.
    public TraceScript brought(DeviceState state, int dataFd, int session) {
        EventHeader h = header();
        EventHeader inSession =
                new EventHeader(h.seq(), h.timeNs(), h.durationNs(), h.process(), h.thread(), h.device(), session);
        return add(DeviceStateSet.of(
                inSession, state, CallResult.OK, OptionalInt.of(dataFd), SetCause.SET, Optional.empty()));
    }

    /// A request for a number that is no state.
    public TraceScript setNumber(long number, CallResult result) {
        return add(new DeviceStateSet(
                header(), Optional.empty(), number, result, OptionalInt.empty(), SetCause.SET, Optional.empty()));
    }

    public TraceScript dataFdClosed(int session) {
        EventHeader h = header();
        return add(new DataFdClosed(
                new EventHeader(h.seq(), h.timeNs(), h.durationNs(), h.process(), h.thread(), h.device(), session),
                CallResult.OK));
    }

    public TraceScript opened() {
        return add(new DeviceOpened(header(), CallResult.OK));
    }

    public TraceScript deviceClosed() {
        return add(new DeviceClosed(header()));
    }

    public TraceScript optIn() {
        return add(new PrecopyInfoV2Enabled(header(), CallResult.OK));
    }

    public TraceScript loggingStarted(int code, long pageSizeBytes, IovaRange... ranges) {
        return add(
                new DmaLoggingStarted(header(), CallResult.of(code), OptionalLong.of(pageSizeBytes), List.of(ranges)));
    }

    public TraceScript loggingStopped() {
        return add(new DmaLoggingStopped(header(), CallResult.OK));
    }

    public TraceScript dirtyReported(int code, long iova, long lengthBytes) {
        return add(new DirtyPagesReported(
                header(),
                CallResult.of(code),
                new IovaRange(iova, lengthBytes),
                code == 0 ? OptionalLong.of(1) : OptionalLong.empty()));
    }

    public TraceScript iommuTracking(int code, boolean enable) {
        return add(new IommuDirtyTrackingSet(ofProcess(), CallResult.of(code), 12, 3, enable));
    }

    public TraceScript iommuBitmap(int code) {
        return add(new IommuDirtyBitmapRead(
                ofProcess(), CallResult.of(code), 12, 3, new IovaRange(0, 1L << 20), OptionalLong.of(4096)));
    }

    public TraceScript kernelSaid(String text) {
        return add(new KernelMessagePrinted(
                header(), Optional.of("err"), text, OptionalLong.empty(), OptionalLong.of(10_000_000)));
    }

    public TraceScript regionMapped() {
        return add(new RegionMapped(header(), "BAR 0"));
    }

    public TraceScript regionUnmapped() {
        return add(new RegionUnmapped(header(), "BAR 0"));
    }

    public TraceScript trapSignalled() {
        return add(new TrapSignalled(header()));
    }

    /// The driver takes a single arc.
    public TraceScript arc(DeviceState to) {
        return arc(to, CallResult.OK);
    }

    public TraceScript arc(DeviceState to, CallResult result) {
        return add(new ArcTaken(header(), Optional.empty(), to, result));
    }

    public TraceScript refused(DeviceState state, int errno) {
        return set(state, CallResult.of(errno), SetCause.SET);
    }

    public TraceScript wanted(DeviceState state) {
        return add(new VmmEvent.DeviceStateWanted(header(), true, "running", state));
    }

    public TraceScript reset() {
        return add(new DeviceReset(header(), CallResult.OK));
    }

    public TraceScript got(DeviceState state) {
        return add(new DeviceStateGot(header(), CallResult.OK, Optional.of(state)));
    }

    public TraceScript announced(String state) {
        return add(new DeviceStateAnnounced(header(), state));
    }

    public TraceScript read(long bytes) {
        return add(new DataRead(
                header(),
                CallResult.OK,
                OptionalLong.empty(),
                OptionalLong.of(bytes),
                OptionalLong.empty(),
                Optional.empty()));
    }

    /// A read of the data_fd of a session.
    public TraceScript read(long bytes, int session) {
        EventHeader h = header();
        return add(new DataRead(
                new EventHeader(h.seq(), h.timeNs(), h.durationNs(), h.process(), h.thread(), h.device(), session),
                CallResult.OK,
                OptionalLong.empty(),
                OptionalLong.of(bytes),
                OptionalLong.empty(),
                Optional.empty()));
    }

    public TraceScript step(String name) {
        return add(new VmmStepSeen(header(), name, ""));
    }

    public TraceScript readFailed(int errno) {
        return add(new DataRead(
                header(),
                CallResult.of(errno),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty()));
    }

    public TraceScript readUnsized() {
        return add(new DataRead(
                header(),
                CallResult.OK,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty()));
    }

    public TraceScript written(long bytes) {
        return add(new DataWritten(
                header(),
                CallResult.OK,
                OptionalLong.empty(),
                OptionalLong.of(bytes),
                OptionalLong.empty(),
                Optional.empty()));
    }

    /// Reads or writes that the recorder put together.
    public TraceScript merged(boolean saving, long calls, long bytes) {
        return add(new DataMerged(header(), saving, calls, bytes, OptionalLong.empty()));
    }

    /// Says on which host the process runs.
    public TraceScript host(String name) {
        return add(new ProcessNamed(
                ofProcess(),
                "qemu",
                0,
                OptionalLong.empty(),
                Optional.of(name),
                Optional.empty(),
                Optional.of("qemu-system-x86_64"),
                Optional.empty(),
                List.of()));
    }

    public TraceScript captureCost(long callNs, long digestNsPerMib) {
        return add(new CaptureCostMeasured(ofProcess(), callNs, OptionalLong.of(digestNsPerMib)));
    }

    public TraceScript writeFailed(int errno) {
        return add(new DataWritten(
                header(),
                CallResult.of(errno),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty()));
    }

    public TraceScript precopyInfo(long initialBytes, long dirtyBytes, int flagsOut) {
        return add(new PrecopyInfoQueried(
                header(),
                CallResult.OK,
                OptionalInt.of(0),
                OptionalInt.of(flagsOut),
                OptionalLong.of(initialBytes),
                OptionalLong.of(dirtyBytes)));
    }

    public TraceScript dataSize(long bytes) {
        return add(new MigDataSizeQueried(header(), CallResult.OK, OptionalLong.of(bytes)));
    }

    public TraceScript status(String status) {
        return add(new MigrationStatusChanged(ofProcess(), status));
    }

    public TraceScript answered(String status, OptionalLong downtimeMs) {
        return add(new MigrationQueried(
                ofProcess(),
                Optional.of(status),
                downtimeMs,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty()));
    }

    /// A client gives the VMM a command.
    public TraceScript command(String name) {
        return add(new VmmEvent.VmmCommandSeen(ofProcess(), name, ""));
    }

    /// A client switches capabilities on.
    public TraceScript capabilities(String... on) {
        return add(new VmmEvent.MigrationCapabilitiesShown(ofProcess(), false, List.of(on), List.of("auto-converge")));
    }

    /// The VMM answers how much guest memory remains, and how fast it is sent and dirtied.
    public TraceScript progress(long remainingBytes, long bitsPerSecond, long dirtyPagesPerSecond) {
        return progress(remainingBytes, bitsPerSecond, dirtyPagesPerSecond, OptionalLong.empty());
    }

    /// The VMM answers how much guest memory remains in which pass over it.
    public TraceScript pass(long number, long remainingBytes) {
        return progress(remainingBytes, 80_000_000, 100, OptionalLong.of(number));
    }

    private TraceScript progress(
            long remainingBytes, long bitsPerSecond, long dirtyPagesPerSecond, OptionalLong dirtySyncs) {
        return add(new VmmEvent.MigrationProgressQueried(
                ofProcess(),
                OptionalLong.of(2 * remainingBytes),
                OptionalLong.of(remainingBytes),
                OptionalLong.of(bitsPerSecond),
                OptionalLong.of(dirtyPagesPerSecond),
                OptionalLong.of(4096),
                dirtySyncs,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty()));
    }

    public TraceScript errorLine(String text) {
        return add(new ErrorLinePrinted(ofProcess(), Optional.of("qemu-system-x86_64"), text));
    }

    /// The VMM answers a command with an error.
    public TraceScript answeredError(String text) {
        return add(new ErrorLinePrinted(ofProcess(), Optional.empty(), text));
    }

    public TraceScript lost(OptionalLong count) {
        return add(new EventsLost(ofProcess(), count, "the ring was full"));
    }

    public TraceScript closed() {
        return add(new TraceClosed(ofProcess()));
    }

    /// A header like the present one but of no device.
    public EventHeader ofProcess() {
        return new EventHeader(0, timeNs, durationNs, process, EventHeader.NONE, EventHeader.NONE, EventHeader.NONE);
    }

    /// The state after all events.
    public MigrationState folded() {
        MigrationState state = MigrationState.EMPTY;
        for (MigrationEvent event : events.toList()) {
            state = Fold.step(state, event).state();
        }
        return state;
    }

    /// The kinds of all anomalies, in order.
    public List<Anomaly.Kind> anomalies() {
        MigrationState state = MigrationState.EMPTY;
        List<Anomaly.Kind> kinds = new ArrayList<>();
        for (MigrationEvent event : events.toList()) {
            Step step = Fold.step(state, event);
            state = step.state();
            step.anomalies().forEach(anomaly -> kinds.add(anomaly.kind()));
        }
        return kinds;
    }
}
