package dev.vfr.recorder.capture;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.capture.UnrecognisedFiles.Unrecognised;
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
    ///     one line; where none of several files is of such a format, in one line for each
    public static ImportSummary run(List<ImportInput> inputs, EventSink sink, ImportProgress progress)
            throws EventSourceException {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("nothing to import");
        }
        return new TraceImport(sink, progress).importAll(inputs);
    }

    /// The format that `file` shows in its first bytes.
    ///
    /// @throws UnrecognisedFiles where it is of none
    /// @throws EventSourceException where it cannot be read
    public static ImportFormat formatOf(Path file) throws EventSourceException {
        try (InputFile input = InputFile.open(file, ignored -> {})) {
            return TextFile.of(input, Optional.empty()).format();
        }
    }

    private ImportSummary importAll(List<ImportInput> inputs) throws EventSourceException {
        List<InputFile> files = new ArrayList<>();
        try {
            for (ImportInput input : inputs) {
                totalBytes += sizeOf(input.file());
                files.add(InputFile.open(input.file(), this::advance));
            }
            List<Unrecognised> skipped = new ArrayList<>();
            List<TextFile> texts = textsOf(inputs, files, skipped);
            return importTexts(texts).withSkipped(skipped);
        } finally {
            files.forEach(InputFile::close);
        }
    }

    private ImportSummary importTexts(List<TextFile> texts) throws EventSourceException {
        for (TextFile text : texts) {
            if (text.format().isTraceOfItsOwn()) {
                requireAlone(texts, text);
                return importAlone(text);
            }
        }
        ImportSummary summary = ProcessImport.run(texts, this::append);
        return new ImportSummary(summary.files(), appended, summary.processes());
    }

    /// An empty file is whatever its companions leave over; alone it is nothing. A file that is of no format is passed
    /// over beside others.
    ///
    /// @param skipped is given those that are passed over
    private static List<TextFile> textsOf(List<ImportInput> inputs, List<InputFile> files, List<Unrecognised> skipped)
            throws EventSourceException {
        List<TextFile> texts = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < files.size(); i++) {
            InputFile file = files.get(i);
            Optional<ImportFormat> given = inputs.get(i).format();
            try {
                texts.add(TextFile.of(file, given));
                any |= given.isPresent() || !file.isEmpty();
            } catch (UnrecognisedFiles e) {
                skipped.addAll(e.files());
            }
        }
        if (!any && !skipped.isEmpty()) {
            throw new UnrecognisedFiles(skipped);
        }
        if (!any) {
            throw new EventSourceException(files.getFirst().file() + ":1: expected one of "
                    + String.join(", ", ImportFormat.labels()) + ", found an empty file");
        }
        return texts;
    }

    private static void requireAlone(List<TextFile> texts, TextFile alone) throws EventSourceException {
        if (texts.size() > 1) {
            String what = alone.format() == ImportFormat.JSONL
                    ? "events of a whole trace"
                    : alone.format().description() + ", which becomes a trace of its own";
            TextFile other = texts.getFirst() == alone ? texts.get(1) : texts.getFirst();
            throw new EventSourceException(alone.file().file() + ": expected no other file beside " + what + ", found "
                    + other.file().file());
        }
    }

    private ImportSummary importAlone(TextFile text) throws EventSourceException {
        InputFile file = text.file();
        String name = file.file().toString();
        return switch (text.format()) {
            case STRACE -> summary(text, StraceImport.run(file.content(), name, text.peel(), this::append));
            case FTRACE -> summary(text, FtraceImport.run(file.content(), name, text.peel(), this::append));
            default -> importEvents(file);
        };
    }

    private ImportSummary summary(TextFile text, FileTally tally) throws EventSourceException {
        if (tally.recognised() == 0) {
            throw new EventSourceException(text.file().file() + ":1: expected "
                    + text.format().description() + ", found none of its lines in " + tally.lines());
        }
        return new ImportSummary(
                List.of(new ImportSummary.OfFile(
                        text.file().file(),
                        text.format(),
                        text.peel().description(),
                        tally.lines(),
                        appended,
                        tally.skipped())),
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
                    List.of(new ImportSummary.OfFile(file.file(), ImportFormat.JSONL, "", lines, appended, Map.of())),
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
