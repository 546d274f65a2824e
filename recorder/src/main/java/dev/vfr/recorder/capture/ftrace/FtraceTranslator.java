package dev.vfr.recorder.capture.ftrace;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.FdKind;
import dev.vfr.model.vfio.VfioIoctl;
import dev.vfr.recorder.Product;
import dev.vfr.recorder.capture.ftrace.KernelDevices.Device;
import dev.vfr.recorder.capture.ftrace.KernelDevices.Session;
import dev.vfr.recorder.capture.ftrace.KernelDevices.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes events of the probes' lines: an entry waits for its return on the same thread.
final class FtraceTranslator {

    private static final int HOST_CLOCK = 0;
    private static final int MAX_ERRNO = 4095;
    private static final String RETURN = "_ret";

    /// The mark's two clocks are read one after the other by a script.
    private static final long CLOCK_UNCERTAINTY_NS = 10_000;

    private static final Pattern MARK =
            Pattern.compile(" realtime=(\\d{1,10})\\.(\\d{6,9}) monotonic=(\\d{1,9})\\.(\\d{6,9})$");

    private static final EventHeader OF_TRACE = new EventHeader(
            0,
            EventHeader.UNKNOWN_NS,
            EventHeader.UNKNOWN_NS,
            EventHeader.NONE,
            EventHeader.NONE,
            EventHeader.NONE,
            EventHeader.NONE);

    private record Entry(int thread, String event) {}

    private final EventSink sink;
    private final KernelDevices devices = new KernelDevices();
    private final Map<Entry, FtraceLine> pending = new HashMap<>();

    FtraceTranslator(EventSink sink) {
        this.sink = sink;
    }

    void begin() throws EventSourceException {
        sink.append(new TraceOpened(
                OF_TRACE, List.of(CaptureSource.FTRACE), Product.nameAndVersion(), TraceOpened.SCHEMA_VERSION));
    }

    /// False where the line does not show what its probe should, or is a return without its entry.
    boolean translate(FtraceLine line) throws EventSourceException {
        return switch (line.event()) {
            case "tracing_mark_write" -> mark(line);
            case "set", "step", "read", "write", "precopy", "reset" -> {
                leftOpen(new Entry(line.thread(), line.event()));
                pending.put(new Entry(line.thread(), line.event()), line);
                yield true;
            }
            case "set_ret", "step_ret", "read_ret", "write_ret", "precopy_ret", "reset_ret" -> returned(line);
            case "logstart", "logstop", "logread", "close" -> single(line);
            // The driver's inner functions, which say nothing that the others do not.
            default -> true;
        };
    }

    void lost(OptionalLong count, String reason) throws EventSourceException {
        sink.append(new EventsLost(OF_TRACE, count, reason));
    }

    void finish() throws EventSourceException {
        List<Entry> open = new ArrayList<>(pending.keySet());
        open.sort((a, b) -> Long.compare(entryNs(a), entryNs(b)));
        for (Entry entry : open) {
            leftOpen(entry);
        }
        sink.append(new TraceClosed(OF_TRACE));
    }

    private long entryNs(Entry entry) {
        FtraceLine line = pending.get(entry);
        return line == null ? 0 : line.timeNs();
    }

    /// An entry whose return is not shown.
    private void leftOpen(Entry entry) throws EventSourceException {
        FtraceLine line = pending.remove(entry);
        if (line != null) {
            append(line, EventHeader.UNKNOWN_NS, CallResult.UNKNOWN, OptionalLong.empty());
        }
    }

    private boolean mark(FtraceLine line) throws EventSourceException {
        Matcher mark = MARK.matcher(line.text());
        if (!mark.find()) {
            return false;
        }
        sink.append(new ClockAnchored(
                OF_TRACE,
                HOST_CLOCK,
                ns(mark.group(3), mark.group(4)),
                ns(mark.group(1), mark.group(2)),
                CLOCK_UNCERTAINTY_NS));
        return true;
    }

    private static long ns(String seconds, String fraction) {
        return Long.parseLong(seconds) * 1_000_000_000 + Long.parseLong((fraction + "000").substring(0, 9));
    }

    private boolean returned(FtraceLine line) throws EventSourceException {
        String event = line.event().substring(0, line.event().length() - RETURN.length());
        FtraceLine entry = pending.remove(new Entry(line.thread(), event));
        OptionalLong answer = line.number("ret");
        if (entry == null || answer.isEmpty()) {
            return false;
        }
        return append(entry, Math.max(0, line.timeNs() - entry.timeNs()), resultOf(answer.getAsLong()), answer);
    }

    /// A pointer, which is success, is far below the errnos when read as a signed number.
    private static CallResult resultOf(long answer) {
        return answer < 0 && answer >= -MAX_ERRNO ? CallResult.of((int) -answer) : CallResult.OK;
    }

    private boolean append(FtraceLine entry, long durationNs, CallResult result, OptionalLong answer)
            throws EventSourceException {
        return switch (entry.event()) {
            case "set" -> set(entry, durationNs, result, answer);
            case "step" -> step(entry, durationNs, result);
            case "reset" -> append(new DeviceReset(header(entry, durationNs), result));
            case "precopy" -> precopy(entry, durationNs, result);
            default -> moved(entry, durationNs, result, answer);
        };
    }

    private boolean set(FtraceLine entry, long durationNs, CallResult result, OptionalLong answer)
            throws EventSourceException {
        OptionalLong number = entry.number("new");
        Optional<Device> device = devices.at(entry);
        if (number.isEmpty() || device.isEmpty()) {
            return false;
        }
        EventHeader header = header(entry, durationNs);
        boolean opened = result.isOk() && answer.isPresent() && answer.getAsLong() < 0;
        if (opened) {
            devices.opened(device.get(), answer.getAsLong());
        }
        return append(new DeviceStateSet(
                header,
                DeviceState.ofNumber(number.getAsLong()),
                number.getAsLong(),
                result,
                OptionalInt.empty(),
                SetCause.SET,
                Optional.empty()));
    }

    private boolean step(FtraceLine entry, long durationNs, CallResult result) throws EventSourceException {
        OptionalLong number = entry.number("new");
        Optional<DeviceState> to = number.isEmpty() ? Optional.empty() : DeviceState.ofNumber(number.getAsLong());
        if (to.isEmpty() || devices.at(entry).isEmpty()) {
            return false;
        }
        return append(new ArcTaken(header(entry, durationNs), Optional.empty(), to.get(), result));
    }

    private boolean precopy(FtraceLine entry, long durationNs, CallResult result) throws EventSourceException {
        long request = entry.number("cmd").orElse(VfioIoctl.VFIO_MIG_GET_PRECOPY_INFO.number());
        EventHeader header = header(entry, durationNs, devices.session(entry).orElse(null));
        return append(new IoctlCalled(header, FdKind.DATA, request, OptionalLong.empty(), result));
    }

    private boolean moved(FtraceLine entry, long durationNs, CallResult result, OptionalLong answer)
            throws EventSourceException {
        Session session = devices.session(entry).orElse(null);
        OptionalLong bytes = result.isOk() ? answer : OptionalLong.empty();
        OptionalLong offset = session == null ? OptionalLong.empty() : OptionalLong.of(session.streamOffset);
        EventHeader header = header(entry, durationNs, session);
        OptionalLong asked = entry.number("len");
        append(
                entry.event().equals("read")
                        ? new DataRead(header, result, asked, bytes, offset, Optional.empty())
                        : new DataWritten(header, result, asked, bytes, offset, Optional.empty()));
        if (session != null) {
            session.streamOffset += bytes.orElse(0);
        }
        return true;
    }

    /// Probes that are at a function's entry alone: how it ended is not shown.
    private boolean single(FtraceLine line) throws EventSourceException {
        EventHeader header = header(line, EventHeader.UNKNOWN_NS);
        return switch (line.event()) {
            case "logstart" ->
                append(new DmaLoggingStarted(header, CallResult.UNKNOWN, OptionalLong.empty(), List.of()));
            case "logstop" -> append(new DmaLoggingStopped(header, CallResult.UNKNOWN));
            case "logread" -> {
                OptionalLong iova = line.number("iova");
                OptionalLong length = line.number("len");
                yield iova.isPresent()
                        && length.isPresent()
                        && append(new DirtyPagesReported(
                                header,
                                CallResult.UNKNOWN,
                                new IovaRange(iova.getAsLong(), length.getAsLong()),
                                OptionalLong.empty()));
            }
            default -> append(new DeviceClosed(header));
        };
    }

    private boolean append(MigrationEvent event) throws EventSourceException {
        sink.append(event);
        return true;
    }

    /// Of the device that the line shows, else of the only one that it can mean.
    private EventHeader header(FtraceLine line, long durationNs) throws EventSourceException {
        Optional<Device> device = devices.at(line).or(() -> devices.only(line));
        if (device.isPresent()) {
            introduce(line, device.get());
        }
        return header(line, durationNs, KernelDevices.numberOf(device), EventHeader.NONE);
    }

    private EventHeader header(FtraceLine line, long durationNs, @Nullable Session session)
            throws EventSourceException {
        return session == null
                ? header(line, durationNs, EventHeader.NONE, EventHeader.NONE)
                : header(line, durationNs, session.device, session.number);
    }

    private EventHeader header(FtraceLine line, long durationNs, int device, int session) throws EventSourceException {
        int process = introduced(line);
        return new EventHeader(0, line.timeNs(), durationNs, process, line.thread(), device, session);
    }

    private void introduce(FtraceLine line, Device device) throws EventSourceException {
        introduced(line);
        if (!device.named) {
            device.named = true;
            EventHeader header = header(line, EventHeader.UNKNOWN_NS, device.number, EventHeader.NONE);
            sink.append(new DeviceNamed(header, device.name, List.of()));
        }
    }

    /// The number of the line's process, [EventHeader#NONE] where it is not known.
    private int introduced(FtraceLine line) throws EventSourceException {
        Optional<User> user = devices.processOf(line);
        if (user.isEmpty()) {
            return EventHeader.NONE;
        }
        User process = user.get();
        if (!process.named) {
            process.named = true;
            sink.append(new ProcessNamed(
                    new EventHeader(
                            0,
                            line.timeNs(),
                            EventHeader.UNKNOWN_NS,
                            process.number,
                            EventHeader.NONE,
                            EventHeader.NONE,
                            EventHeader.NONE),
                    process.label,
                    HOST_CLOCK,
                    process.pid,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of()));
        }
        return process.number;
    }
}
