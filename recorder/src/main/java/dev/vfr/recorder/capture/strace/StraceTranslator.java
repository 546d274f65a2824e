package dev.vfr.recorder.capture.strace;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.FdKind;
import dev.vfr.model.vfio.VfioIoctl;
import dev.vfr.recorder.Product;
import dev.vfr.recorder.capture.strace.OpenFiles.OpenFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes events of whole calls.
final class StraceTranslator {

    /// What became of a call.
    enum Outcome {
        TAKEN,
        OTHER,
        NOT_UNDERSTOOD
    }

    private static final int HOST_CLOCK = 0;

    /// strace prints µs.
    private static final long CLOCK_UNCERTAINTY_NS = 1_000;

    private final EventSink sink;
    private final String file;
    private final Map<Integer, OpenFiles> processOf = new HashMap<>();
    private final StraceDevices devices = new StraceDevices();
    private int processes;
    private long startNs = EventHeader.UNKNOWN_NS;
    private Optional<OpenFiles> first = Optional.empty();

    StraceTranslator(EventSink sink, String file) {
        this.sink = sink;
        this.file = file;
    }

    /// The first line with a time gives the trace its zero.
    void begin(long epochNs, int thread) throws EventSourceException {
        if (startNs != EventHeader.UNKNOWN_NS) {
            return;
        }
        startNs = epochNs;
        sink.append(new TraceOpened(
                StraceImport.traceHeader(EventHeader.UNKNOWN_NS),
                List.of(CaptureSource.STRACE),
                Product.nameAndVersion(),
                TraceOpened.SCHEMA_VERSION));
        OpenFiles process = new OpenFiles(processes++);
        first = Optional.of(process);
        processOf.put(thread, process);
        introduce(process, thread);
        sink.append(new ClockAnchored(StraceImport.traceHeader(0), HOST_CLOCK, 0, startNs, CLOCK_UNCERTAINTY_NS));
    }

    Outcome translate(StraceCall call, long line) throws EventSourceException {
        List<String> arguments = StraceArguments.split(call.arguments());
        return switch (call.name()) {
            case "open", "openat", "openat2" -> opened(call);
            case "close" -> closed(call, arguments);
            case "dup", "dup2", "dup3" -> duplicated(call, arguments);
            case "fcntl", "fcntl64" ->
                arguments.size() > 1 && arguments.get(1).startsWith("F_DUPFD")
                        ? duplicated(call, arguments)
                        : Outcome.OTHER;
            case "ioctl" -> ioctl(call, arguments, line);
            case "poll", "ppoll", "ppoll_time64" -> polled(call, arguments);
            case "mmap", "mmap2" -> mapped(call, arguments);
            case "fork", "vfork", "clone", "clone3" -> forked(call);
            default -> moved(call, arguments);
        };
    }

    void ended(int thread) {
        OpenFiles process = processOf.remove(thread);
        if (process == null || processOf.containsValue(process)) {
            return;
        }
        if (!first.equals(Optional.of(process))) {
            process.closeAll();
        }
    }

    void lost(String reason) throws EventSourceException {
        if (startNs != EventHeader.UNKNOWN_NS) {
            sink.append(new EventsLost(StraceImport.traceHeader(EventHeader.UNKNOWN_NS), OptionalLong.of(1), reason));
        }
    }

    void finish() throws EventSourceException {
        if (startNs != EventHeader.UNKNOWN_NS) {
            sink.append(new TraceClosed(StraceImport.traceHeader(EventHeader.UNKNOWN_NS)));
        }
    }

    private Outcome opened(StraceCall call) throws EventSourceException {
        Optional<StraceFd> fd = StraceFd.of(call.answerText());
        if (fd.isEmpty() || !fd.get().kind().equals(Optional.of(FdKind.DEVICE))) {
            return Outcome.OTHER;
        }
        openDevice(call, fd.get().number(), fd.get().target());
        return Outcome.TAKEN;
    }

    private void openDevice(StraceCall call, int fd, String name) throws EventSourceException {
        OpenFile device = new OpenFile(false, devices.of(name, processOf(call), sink, header(call)), EventHeader.NONE);
        processOf(call).open(fd, device);
        sink.append(new DeviceOpened(header(call, device), call.result()));
    }

    private Outcome closed(StraceCall call, List<String> arguments) throws EventSourceException {
        Optional<StraceFd> fd = first(arguments);
        Optional<FdKind> kind = fd.flatMap(StraceFd::kind);
        if (kind.isEmpty()) {
            return Outcome.OTHER;
        }
        if (kind.get() == FdKind.DEVICE) {
            deviceAt(call, fd.get());
            Optional<OpenFile> file = processOf(call).close(fd.get().number());
            if (file.isPresent()) {
                sink.append(new DeviceClosed(header(call, file.get())));
            }
        } else if (kind.get() == FdKind.DATA && hasDevice()) {
            dataAt(call, fd.get());
            Optional<OpenFile> file = processOf(call).close(fd.get().number());
            if (file.isPresent()) {
                sink.append(new DataFdClosed(header(call, file.get()), call.result()));
            }
        } else {
            return Outcome.OTHER;
        }
        return Outcome.TAKEN;
    }

    private Outcome duplicated(StraceCall call, List<String> arguments) throws EventSourceException {
        Optional<StraceFd> fd = first(arguments);
        Optional<FdKind> kind = fd.flatMap(StraceFd::kind);
        if (kind.isEmpty() || call.answer().isEmpty()) {
            return Outcome.OTHER;
        }
        if (kind.get() == FdKind.DEVICE) {
            deviceAt(call, fd.get());
        } else if (kind.get() == FdKind.DATA && hasDevice()) {
            dataAt(call, fd.get());
        } else {
            return Outcome.OTHER;
        }
        processOf(call).duplicate(fd.get().number(), (int) call.answer().getAsLong());
        return Outcome.OTHER;
    }

    private Outcome ioctl(StraceCall call, List<String> arguments, long line) throws EventSourceException {
        if (arguments.size() < 2) {
            return Outcome.NOT_UNDERSTOOD;
        }
        requireNames(call, arguments, line);
        Optional<StraceFd> fd = StraceFd.of(arguments.getFirst());
        Optional<FdKind> kind = fd.flatMap(StraceFd::kind);
        if (kind.isEmpty() || (kind.get() == FdKind.DATA && !hasDevice())) {
            return Outcome.OTHER;
        }
        OptionalLong request = StraceRequest.number(arguments.get(1), kind.get());
        if (request.isEmpty()) {
            return Outcome.NOT_UNDERSTOOD;
        }
        Optional<VfioIoctl> known = VfioIoctl.of(kind.get(), request.getAsLong());
        if (known.equals(Optional.of(VfioIoctl.VFIO_GROUP_GET_DEVICE_FD))
                && call.answer().isPresent()) {
            int opened = (int) call.answer().getAsLong();
            openDevice(call, opened, fd.get().target() + ", fd " + opened);
            return Outcome.TAKEN;
        }
        EventHeader header = switch (kind.get()) {
            case DEVICE -> header(call, deviceAt(call, fd.get()));
            case DATA -> header(call, dataAt(call, fd.get()));
            case CONTAINER, IOMMUFD, GROUP -> header(call);
        };
        MigrationEvent event = known.equals(Optional.of(VfioIoctl.VFIO_DEVICE_RESET))
                ? new DeviceReset(header, call.result())
                : new IoctlCalled(header, kind.get(), request.getAsLong(), OptionalLong.empty(), call.result());
        sink.append(event);
        return Outcome.TAKEN;
    }

    /// A VFIO call on a bare number was taken without -y, unless there was no file behind it.
    private void requireNames(StraceCall call, List<String> arguments, long line) throws EventSourceException {
        boolean bare = StraceFd.isBare(arguments.getFirst()) && !call.result().is(Errno.EBADF);
        if (bare && StraceRequest.isVfio(arguments.get(1))) {
            throw new EventSourceException(file + ":" + line
                    + ": expected the names of files that strace -y prints, found a VFIO call on the bare fd "
                    + arguments.getFirst());
        }
    }

    private Outcome moved(StraceCall call, List<String> arguments) throws EventSourceException {
        Optional<StraceTransfer> transfer = StraceTransfer.of(call.name(), arguments);
        if (transfer.isEmpty() || !hasDevice()) {
            return Outcome.OTHER;
        }
        OpenFile file = dataAt(call, transfer.get().fd());
        OptionalLong offset = OptionalLong.of(file.streamOffset);
        EventHeader header = header(call, file);
        OptionalLong asked = transfer.get().askedBytes();
        sink.append(
                transfer.get().read()
                        ? new DataRead(header, call.result(), asked, call.answer(), offset, Optional.empty())
                        : new DataWritten(header, call.result(), asked, call.answer(), offset, Optional.empty()));
        file.streamOffset += call.answer().orElse(0);
        return Outcome.TAKEN;
    }

    private Outcome polled(StraceCall call, List<String> arguments) throws EventSourceException {
        Outcome outcome = Outcome.OTHER;
        for (StracePoll poll : StracePoll.of(call, arguments)) {
            if (hasDevice()) {
                sink.append(new DataFdPolled(
                        header(call, dataAt(call, poll.fd())),
                        call.result(),
                        poll.asked(),
                        poll.answered(),
                        poll.timeoutNs()));
                outcome = Outcome.TAKEN;
            }
        }
        return outcome;
    }

    private Outcome mapped(StraceCall call, List<String> arguments) throws EventSourceException {
        Optional<StraceFd> fd = arguments.size() < 6 ? Optional.empty() : StraceFd.of(arguments.get(4));
        if (fd.flatMap(StraceFd::kind).filter(kind -> kind == FdKind.DEVICE).isEmpty()
                || !call.result().isOk()) {
            return Outcome.OTHER;
        }
        sink.append(new RegionMapped(header(call, deviceAt(call, fd.get())), "offset " + arguments.get(5)));
        return Outcome.TAKEN;
    }

    private Outcome forked(StraceCall call) {
        boolean thread = call.arguments().contains("CLONE_THREAD");
        if (call.answer().isPresent() && call.answer().getAsLong() > 0) {
            OpenFiles parent = processOf(call);
            int child = (int) call.answer().getAsLong();
            processOf.put(child, thread ? parent : parent.forked(processes++));
        }
        return Outcome.OTHER;
    }

    private static Optional<StraceFd> first(List<String> arguments) {
        return arguments.isEmpty() ? Optional.empty() : StraceFd.of(arguments.getFirst());
    }

    /// Without a device there is no data_fd: a file that looks like one is of another driver.
    private boolean hasDevice() {
        return devices.count() > 0;
    }

    /// The device behind a fd, introduced now where its opening is not shown.
    private OpenFile deviceAt(StraceCall call, StraceFd fd) throws EventSourceException {
        Optional<OpenFile> known = processOf(call).at(fd.number(), false);
        if (known.isPresent()) {
            return known.get();
        }
        String name = fd.target().startsWith("/dev/") ? fd.target() : "fd " + fd.number();
        OpenFile device = new OpenFile(false, devices.of(name, processOf(call), sink, header(call)), EventHeader.NONE);
        processOf(call).open(fd.number(), device);
        return device;
    }

    private OpenFile dataAt(StraceCall call, StraceFd fd) {
        Optional<OpenFile> known = processOf(call).at(fd.number(), true);
        if (known.isPresent()) {
            return known.get();
        }
        int device = devices.only(processOf(call).process);
        OpenFile data = new OpenFile(true, device, devices.nextSession(device));
        processOf(call).open(fd.number(), data);
        return data;
    }

    private OpenFiles processOf(StraceCall call) {
        return processOf.computeIfAbsent(call.thread(), _ -> first.orElseThrow());
    }

    private void introduce(OpenFiles process, int pid) throws EventSourceException {
        process.named = true;
        String name = String.valueOf(Path.of(file).getFileName());
        int dot = name.indexOf('.');
        sink.append(new ProcessNamed(
                new EventHeader(
                        0,
                        0,
                        EventHeader.UNKNOWN_NS,
                        process.process,
                        EventHeader.NONE,
                        EventHeader.NONE,
                        EventHeader.NONE),
                dot > 0 ? name.substring(0, dot) : name,
                HOST_CLOCK,
                pid == EventHeader.NONE ? OptionalLong.empty() : OptionalLong.of(pid),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    private EventHeader header(StraceCall call) throws EventSourceException {
        return header(call, EventHeader.NONE, EventHeader.NONE);
    }

    private EventHeader header(StraceCall call, OpenFile file) throws EventSourceException {
        return header(call, file.device, file.session);
    }

    private EventHeader header(StraceCall call, int device, int session) throws EventSourceException {
        OpenFiles process = processOf(call);
        if (!process.named) {
            introduce(process, call.thread());
        }
        return new EventHeader(
                0, call.entryNs() - startNs, call.durationNs(), process.process, call.thread(), device, session);
    }
}
