package dev.vfr.recorder.capture;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.recorder.Product;
import dev.vfr.recorder.capture.qemu.CaptureCursor;
import dev.vfr.recorder.capture.qemu.LogShape;
import dev.vfr.recorder.capture.qemu.QemuLogCursor;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import dev.vfr.recorder.capture.qemu.QemuStderrCursor;
import dev.vfr.recorder.capture.qmp.QmpCursor;
import dev.vfr.recorder.capture.stream.StreamCursor;
import dev.vfr.recorder.capture.stream.StreamDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Merges the captures of one QEMU process by time.
///
/// The fact with the earliest time comes next; among equal ones the trace log goes before messages, messages
/// before QMP, since QEMU prints before it tells its client. Within a file the order of its lines stands, even
/// where their times do not. A file without any time has no place among the others: a trace log then goes before
/// all of them, and so does a migration stream where there is no trace log; any other file goes after.
final class ProcessImport {

    private static final int PROCESS = 0;
    private static final int HOST_CLOCK = 0;

    /// QEMU prints times in µs.
    private static final long CLOCK_UNCERTAINTY_NS = 1_000;

    private final EventSink sink;

    private ProcessImport(EventSink sink) {
        this.sink = sink;
    }

    private static final class Input {
        private final InputFile file;
        private final ImportFormat format;
        private final CaptureCursor cursor;
        private boolean present;
        private long events;

        Input(InputFile file, ImportFormat format, List<ImportFormat> all) throws EventSourceException {
            this.file = file;
            this.format = format;
            this.cursor = cursorOf(file, format, all);
        }

        boolean isTimed() {
            return cursor.orderNs() != CaptureCursor.NO_TIME;
        }

        private static CaptureCursor cursorOf(InputFile file, ImportFormat format, List<ImportFormat> all)
                throws EventSourceException {
            String name = file.file().toString();
            boolean withTraceLog = all.contains(ImportFormat.QEMU_LOG);
            boolean alone = all.size() == 1;
            return switch (format) {
                case QEMU_LOG -> new QemuLogCursor(file.content(), name, LogShape.firstTimeNs(file.head()));
                case QEMU_STDERR ->
                    new QemuStderrCursor(file.content(), name, LogShape.firstTimeNs(file.head()), alone);
                case QMP -> new QmpCursor(file.content(), name, withTraceLog);
                case QEMU_STREAM ->
                    new StreamCursor(file.content(), name, StreamDescription.sizesIn(file.file()), withTraceLog);
                case STRACE, FTRACE, JSONL -> throw new IllegalArgumentException(format.label());
            };
        }
    }

    static List<ImportSummary.OfFile> run(List<InputFile> files, List<ImportFormat> formats, EventSink sink)
            throws EventSourceException {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            inputs.add(new Input(files.get(i), formats.get(i), formats));
        }
        inputs.sort(Comparator.comparing((Input input) -> input.format));
        return new ProcessImport(sink).merge(inputs);
    }

    private List<ImportSummary.OfFile> merge(List<Input> inputs) throws EventSourceException {
        long startNs = Long.MAX_VALUE;
        for (Input input : inputs) {
            startNs = Math.min(startNs, input.isTimed() ? input.cursor.orderNs() : startNs);
            input.present = input.cursor.advance();
            startNs = Math.min(startNs, input.isTimed() ? input.cursor.orderNs() : startNs);
        }
        boolean timed = startNs != Long.MAX_VALUE;
        long start = timed ? startNs : CaptureCursor.NO_TIME;
        introduce(inputs, start);
        QemuProcess process = new QemuProcess(sink, PROCESS, start);
        Optional<Input> next = earliest(inputs);
        while (next.isPresent()) {
            Input input = next.get();
            long before = process.recorded();
            input.cursor.deliver(process);
            input.events += process.recorded() - before;
            input.present = input.cursor.advance();
            next = earliest(inputs);
        }
        process.at(CaptureCursor.NO_TIME, EventHeader.NONE);
        process.finish();
        sink.append(new TraceClosed(traceHeader()));
        return summary(inputs);
    }

    private static Optional<Input> earliest(List<Input> inputs) {
        Input best = null;
        for (Input input : inputs) {
            if (input.present && (best == null || placeOf(input, inputs) < placeOf(best, inputs))) {
                best = input;
            }
        }
        return Optional.ofNullable(best);
    }

    private static long placeOf(Input input, List<Input> inputs) {
        if (input.isTimed()) {
            return input.cursor.orderNs();
        }
        boolean first = input.format == ImportFormat.QEMU_LOG
                || (input.format == ImportFormat.QEMU_STREAM
                        && inputs.stream().noneMatch(other -> other.format == ImportFormat.QEMU_LOG));
        return first ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private void introduce(List<Input> inputs, long startNs) throws EventSourceException {
        Set<CaptureSource> sources = new TreeSet<>();
        for (Input input : inputs) {
            sources.add(sourceOf(input.format));
        }
        sink.append(new TraceOpened(
                traceHeader(), List.copyOf(sources), Product.nameAndVersion(), TraceOpened.SCHEMA_VERSION));
        sink.append(new ProcessNamed(
                header(startNs == CaptureCursor.NO_TIME ? EventHeader.UNKNOWN_NS : 0, PROCESS),
                label(inputs.getFirst()),
                HOST_CLOCK,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                program(inputs),
                version(inputs),
                List.of()));
        if (startNs != CaptureCursor.NO_TIME) {
            sink.append(new ClockAnchored(header(0, EventHeader.NONE), HOST_CLOCK, 0, startNs, CLOCK_UNCERTAINTY_NS));
        }
    }

    private static CaptureSource sourceOf(ImportFormat format) {
        return switch (format) {
            case QEMU_LOG -> CaptureSource.QEMU_LOG;
            case QEMU_STDERR -> CaptureSource.QEMU_STDERR;
            case QMP -> CaptureSource.QMP;
            case QEMU_STREAM -> CaptureSource.QEMU_STREAM;
            case STRACE, FTRACE, JSONL -> throw new IllegalArgumentException(format.label());
        };
    }

    /// The file's name up to its first dot: `src` of `src.trace.log`.
    private static String label(Input input) {
        String name = String.valueOf(input.file.file().getFileName());
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static Optional<String> program(List<Input> inputs) throws EventSourceException {
        for (Input input : inputs) {
            if (input.format == ImportFormat.QEMU_LOG || input.format == ImportFormat.QEMU_STDERR) {
                Optional<String> program = LogShape.program(input.file.head());
                if (program.isPresent()) {
                    return program;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> version(List<Input> inputs) throws EventSourceException {
        for (Input input : inputs) {
            Optional<String> version =
                    input.format == ImportFormat.QMP ? QmpCursor.version(input.file.head()) : Optional.empty();
            if (version.isPresent()) {
                return version;
            }
        }
        return Optional.empty();
    }

    private static EventHeader traceHeader() {
        return header(EventHeader.UNKNOWN_NS, EventHeader.NONE);
    }

    private static EventHeader header(long timeNs, int process) {
        return new EventHeader(
                0, timeNs, EventHeader.UNKNOWN_NS, process, EventHeader.NONE, EventHeader.NONE, EventHeader.NONE);
    }

    private static List<ImportSummary.OfFile> summary(List<Input> inputs) throws EventSourceException {
        List<ImportSummary.OfFile> files = new ArrayList<>();
        for (Input input : inputs) {
            var tally = input.cursor.tally();
            if (tally.recognised() == 0 && !input.file.isEmpty()) {
                throw new EventSourceException(input.file.file() + ":1: expected " + input.format.description()
                        + ", found none of its lines in " + tally.lines());
            }
            files.add(new ImportSummary.OfFile(
                    input.file.file(), input.format, tally.lines(), input.events, tally.skipped()));
        }
        return files;
    }
}
