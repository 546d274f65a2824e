package dev.vfr.recorder.capture;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.capture.ftrace.FtraceImport;
import dev.vfr.recorder.capture.strace.StraceImport;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.json.EventJsonReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Imports capture files of one process into one trace: its trace log, its QMP transcript, its messages; or
/// what is a trace of its own: the text of strace, of the kernel's ftrace, or the events of a trace printed as
/// JSON lines.
///
/// Files are streamed: the memory needed does not depend on their size.
public final class TraceImport {

    private final EventSink sink;
    private final ImportProgress progress;
    private long readBytes;
    private long totalBytes;
    private long appended;

    private TraceImport(EventSink sink, ImportProgress progress) {
        this.sink = sink;
        this.progress = progress;
    }

    /// Appends the events of `inputs` to `sink`.
    ///
    /// @param inputs at least one; several have to be captures of the same process
    /// @param sink is not closed; what was appended before a failure stays
    /// @throws EventSourceException where a file cannot be read or is of no format that can be imported, in
    ///     one line
    public static ImportSummary run(List<ImportInput> inputs, EventSink sink, ImportProgress progress)
            throws EventSourceException {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("nothing to import");
        }
        return new TraceImport(sink, progress).importAll(inputs);
    }

    private ImportSummary importAll(List<ImportInput> inputs) throws EventSourceException {
        List<InputFile> files = new ArrayList<>();
        try {
            for (ImportInput input : inputs) {
                totalBytes += sizeOf(input.file());
                files.add(InputFile.open(input.file(), this::advance));
            }
            List<ImportFormat> formats = formatsOf(inputs, files);
            for (int i = 0; i < files.size(); i++) {
                if (formats.get(i).standsAlone()) {
                    requireAlone(files, formats, i);
                    return importAlone(files.getFirst(), formats.getFirst());
                }
            }
            ImportSummary summary = ProcessImport.run(files, formats, this::append);
            return new ImportSummary(summary.files(), appended, summary.processes());
        } finally {
            files.forEach(InputFile::close);
        }
    }

    /// An empty file is whatever its companions leave over; alone it is nothing.
    private static List<ImportFormat> formatsOf(List<ImportInput> inputs, List<InputFile> files)
            throws EventSourceException {
        List<ImportFormat> formats = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < files.size(); i++) {
            InputFile file = files.get(i);
            Optional<ImportFormat> given = inputs.get(i).format();
            any |= given.isPresent() || !file.isEmpty();
            if (given.isPresent()) {
                formats.add(given.get());
            } else {
                formats.add(file.isEmpty() ? ImportFormat.QEMU_STDERR : FormatGuess.of(file.file(), file.head()));
            }
        }
        if (!any) {
            throw new EventSourceException(files.getFirst().file() + ":1: expected one of "
                    + String.join(", ", ImportFormat.labels()) + ", found an empty file");
        }
        return formats;
    }

    private static void requireAlone(List<InputFile> files, List<ImportFormat> formats, int alone)
            throws EventSourceException {
        if (files.size() > 1) {
            String what = formats.get(alone) == ImportFormat.JSONL
                    ? "events of a whole trace"
                    : formats.get(alone).description() + ", which becomes a trace of its own";
            throw new EventSourceException(files.get(alone).file() + ": expected no other file beside " + what
                    + ", found " + files.get(alone == 0 ? 1 : 0).file());
        }
    }

    private ImportSummary importAlone(InputFile file, ImportFormat format) throws EventSourceException {
        String name = file.file().toString();
        return switch (format) {
            case STRACE -> summary(file, format, StraceImport.run(file.content(), name, this::append));
            case FTRACE -> summary(file, format, FtraceImport.run(file.content(), name, this::append));
            default -> importEvents(file);
        };
    }

    private ImportSummary summary(InputFile file, ImportFormat format, FileTally tally) throws EventSourceException {
        if (tally.recognised() == 0) {
            throw new EventSourceException(file.file() + ":1: expected " + format.description()
                    + ", found none of its lines in " + tally.lines());
        }
        return new ImportSummary(
                List.of(new ImportSummary.OfFile(file.file(), format, tally.lines(), appended, tally.skipped())),
                appended,
                1);
    }

    private ImportSummary importEvents(InputFile file) throws EventSourceException {
        try (EventJsonReader in =
                new EventJsonReader(file.content(), file.file().toString())) {
            // Of the last event: where the reader ends is already the line after it.
            long lines = 0;
            @Nullable MigrationEvent event = in.next();
            while (event != null) {
                append(event);
                lines = in.line();
                event = in.next();
            }
            return new ImportSummary(
                    List.of(new ImportSummary.OfFile(file.file(), ImportFormat.JSONL, lines, appended, Map.of())),
                    appended,
                    1);
        }
    }

    private void append(MigrationEvent event) throws EventSourceException {
        EventHeader header = event.header();
        sink.append(header.seq() == appended ? event : event.withHeader(header.withSeq(appended)));
        appended++;
    }

    private void advance(long bytes) {
        readBytes += bytes;
        progress.read(readBytes, totalBytes);
    }

    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (java.io.IOException e) {
            // Opening the file will say what is wrong with it.
            return 0;
        }
    }
}
