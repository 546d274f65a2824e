package dev.vfr.recorder.capture;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.recorder.Product;
import dev.vfr.recorder.capture.kernellog.KernelLogCursor;
import dev.vfr.recorder.capture.log.TextHead;
import dev.vfr.recorder.capture.log.VmmTextCursor;
import dev.vfr.recorder.capture.qemu.CaptureCursor;
import dev.vfr.recorder.capture.qemu.QemuProcesses;
import dev.vfr.recorder.capture.qemu.VmmIdentity;
import dev.vfr.recorder.capture.stream.StreamCursor;
import dev.vfr.recorder.capture.stream.StreamDescription;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Merges the captures of one QEMU process by time.
///
/// The fact with the earliest time comes next; among equal ones the trace log goes before messages, messages
/// before QMP, since QEMU prints before it tells its client. Within a file the order of its lines stands, even
/// where their times do not. A file without any time has no place among the others: a trace log then goes before
/// all of them, and so does a migration stream where there is no trace log; any other file goes after.
final class ProcessImport {

    private final EventSink sink;

    private ProcessImport(EventSink sink) {
        this.sink = sink;
    }

    private static final class Input {
        private final InputFile file;
        private final ImportFormat format;
        private final CaptureCursor cursor;
        private final VmmIdentity identity;
        private final String peeled;
        private final Set<CaptureSource> sources = new TreeSet<>();
        private boolean present;
        private long events;

        Input(TextFile text, List<TextFile> all) throws EventSourceException {
            this.file = text.file();
            this.format = text.format();
            this.peeled = text.peel().description();
            String name = file.file().toString();
            boolean withTraceLog = false;
            for (TextFile each : all) {
                withTraceLog |= each.hasTraceLines();
            }
            boolean alone = all.stream()
                            .filter(other -> other.format() != ImportFormat.KERNEL_LOG)
                            .count()
                    == 1;
            sourceOf(format).ifPresent(sources::add);
            if (format == ImportFormat.QEMU_STREAM) {
                identity = VmmIdentity.UNKNOWN;
                cursor = new StreamCursor(file.content(), name, StreamDescription.sizesIn(file.file()), withTraceLog);
            } else if (format == ImportFormat.KERNEL_LOG) {
                identity = VmmIdentity.UNKNOWN;
                cursor = new KernelLogCursor(file.content(), name, text.peel(), file.modifiedNs());
            } else {
                TextHead head = text.head();
                identity = head.identity();
                sources.addAll(head.sources());
                cursor = new VmmTextCursor(file.content(), name, text.kind(), text.peel(), head, withTraceLog, alone);
            }
        }

        boolean isTimed() {
            return cursor.orderNs() != CaptureCursor.NO_TIME;
        }
    }

    static ImportSummary run(List<TextFile> files, EventSink sink) throws EventSourceException {
        List<TextFile> captures = files.stream()
                .filter(file -> file.format() != ImportFormat.COMMAND_LINE)
                .toList();
        List<Input> inputs = new ArrayList<>();
        List<ImportSummary.OfFile> commandLines = new ArrayList<>();
        VmmIdentity told = VmmIdentity.UNKNOWN;
        for (TextFile file : files) {
            if (file.format() == ImportFormat.COMMAND_LINE) {
                told = told.or(CommandLineFile.read(file.file()));
                commandLines.add(
                        new ImportSummary.OfFile(file.file().file(), ImportFormat.COMMAND_LINE, "", 1, 0, Map.of()));
            } else {
                inputs.add(new Input(file, captures));
            }
        }
        if (inputs.isEmpty()) {
            throw new EventSourceException(files.getFirst().file().file()
                    + ": expected the logs of this process beside its command line, found none");
        }
        inputs.sort(Comparator.comparing((Input input) -> input.format));
        return new ProcessImport(sink).merge(inputs, told, commandLines);
    }

    private ImportSummary merge(List<Input> inputs, VmmIdentity told, List<ImportSummary.OfFile> commandLines)
            throws EventSourceException {
        int expected = lookAhead(inputs);
        long startNs = Long.MAX_VALUE;
        boolean kernelAlone = inputs.stream().allMatch(input -> input.cursor instanceof KernelLogCursor);
        for (Input input : inputs) {
            if (input.cursor instanceof KernelLogCursor kernel && !kernelAlone) {
                // It is sorted behind all others: the trace begins where they do.
                kernel.beside(startNs == Long.MAX_VALUE ? CaptureCursor.NO_TIME : startNs);
                input.present = kernel.advance();
                continue;
            }
            startNs = Math.min(startNs, input.isTimed() ? input.cursor.orderNs() : startNs);
            input.present = input.cursor.advance();
            startNs = Math.min(startNs, input.isTimed() ? input.cursor.orderNs() : startNs);
        }
        long start = startNs == Long.MAX_VALUE ? CaptureCursor.NO_TIME : startNs;
        open(inputs);
        QemuProcesses processes =
                new QemuProcesses(sink, start, label(inputs.getFirst()), expected, identity(inputs, told));
        Optional<Input> next = earliest(inputs);
        while (next.isPresent()) {
            Input input = next.get();
            long before = processes.recorded();
            input.cursor.deliver(processes);
            input.events += processes.recorded() - before;
            input.present = input.cursor.advance();
            next = earliest(inputs);
        }
        processes.finish();
        sink.append(new TraceClosed(header()));
        List<ImportSummary.OfFile> became = new ArrayList<>(summary(inputs));
        became.addAll(commandLines);
        return new ImportSummary(became, 0, processes.count());
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

    /// A log that stands alone may hold the lines of several processes, and a daemon's log always does. They have to be
    /// read twice to tell.
    private static int lookAhead(List<Input> inputs) throws EventSourceException {
        int vms = 1;
        for (Input input : inputs) {
            if (!(input.cursor instanceof VmmTextCursor text) || !Files.isRegularFile(input.file.file())) {
                continue;
            }
            boolean ofDaemon = input.format == ImportFormat.LIBVIRT_LOG || input.format == ImportFormat.VIRT_LAUNCHER;
            if (ofDaemon) {
                try (InputFile again = InputFile.open(input.file.file(), ignored -> {})) {
                    vms = Math.max(vms, text.lookForConversations(again.content()));
                }
            } else if (inputs.size() == 1 && input.format.mayHoldSeveralProcesses()) {
                try (InputFile again = InputFile.open(input.file.file(), ignored -> {})) {
                    return text.lookAhead(again.content());
                }
            }
        }
        return vms;
    }

    private void open(List<Input> inputs) throws EventSourceException {
        Set<CaptureSource> sources = new TreeSet<>();
        for (Input input : inputs) {
            sources.addAll(input.sources);
        }
        sink.append(
                new TraceOpened(header(), List.copyOf(sources), Product.nameAndVersion(), TraceOpened.SCHEMA_VERSION));
    }

    /// What a format shows by itself; what else a text holds is seen in it.
    private static Optional<CaptureSource> sourceOf(ImportFormat format) {
        return switch (format) {
            case QEMU_LOG -> Optional.of(CaptureSource.QEMU_LOG);
            case QEMU_STDERR, LIBVIRT_DOMAIN_LOG -> Optional.of(CaptureSource.QEMU_STDERR);
            case QMP -> Optional.of(CaptureSource.QMP);
            case LIBVIRT_LOG, VIRT_LAUNCHER -> Optional.of(CaptureSource.LIBVIRT_LOG);
            case HMP, DOMJOBINFO -> Optional.of(CaptureSource.HMP);
            case KERNEL_LOG -> Optional.of(CaptureSource.KERNEL_LOG);
            case QEMU_STREAM -> Optional.of(CaptureSource.QEMU_STREAM);
            case COMMAND_LINE, STRACE, FTRACE, JSONL -> throw new IllegalArgumentException(format.label());
        };
    }

    /// The file's name up to its first dot: `src` of `src.trace.log`.
    private static String label(Input input) {
        String name = String.valueOf(input.file.file().getFileName());
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /// What all files say together; of two that say the same, the first in the order of formats counts.
    private static VmmIdentity identity(List<Input> inputs, VmmIdentity told) {
        VmmIdentity all = told;
        for (Input input : inputs) {
            all = all.or(input.identity);
        }
        return all;
    }

    private static EventHeader header() {
        return new EventHeader(
                0,
                EventHeader.UNKNOWN_NS,
                EventHeader.UNKNOWN_NS,
                EventHeader.NONE,
                EventHeader.NONE,
                EventHeader.NONE,
                EventHeader.NONE);
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
                    input.file.file(), input.format, input.peeled, tally.lines(), input.events, tally.skipped()));
        }
        return files;
    }
}
