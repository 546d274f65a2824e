package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.ImportFormat;
import dev.vfr.recorder.capture.ImportInput;
import dev.vfr.recorder.capture.ImportProgress;
import dev.vfr.recorder.capture.ImportSummary;
import dev.vfr.recorder.capture.TraceImport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `vfr import`. The trace's path goes to standard output, what became of each file to standard error.
@Command(
        name = "import",
        description = "Makes a trace of the logs that one VMM process wrote, and prints where the trace is.",
        footer = {
            "",
            "The trace log, the QMP transcript and the messages of one process become one trace, merged by time:",
            "  vfr import src.trace.log src.qmp.jsonl src.stderr -o src.vfr",
            "The kernel's log of the host may stand beside them ('dmesg' or, better, 'journalctl -k -o json').",
            "The destination's become another; 'vfr report src.vfr dst.vfr' joins the two.",
            "",
            "A folder or an archive (tar, also compressed, or zip), such as a sosreport, becomes a folder of traces, one",
            "for each VMM process:",
            "  vfr import sosreport-host-a.tar.xz sosreport-host-b.tar.xz -o traces"
        })
final class ImportCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "The files, plain or compressed (gzip, xz, bzip2, zstd, lz4), or bundles: folders and archives.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            completionCandidates = Formats.class,
            converter = Formats.class,
            description = "${COMPLETION-CANDIDATES}, for all files; seen from the content if not given.")
    private @Nullable ImportFormat format;

    @Option(names = "--list-formats", description = "List the formats, each with how to get it, and exit.")
    private boolean listFormats;

    @Option(
            names = "-o",
            paramLabel = "TRACE",
            description = "The trace to write, a folder that is not there yet; of bundles the folder of traces.")
    private @Nullable Path output;

    @Override
    public Integer call() throws EventSourceException, EnvironmentException {
        CommandSpec mine = Objects.requireNonNull(spec);
        if (listFormats) {
            FormatList.print(mine.commandLine().getOut());
            return ExitStatus.OK;
        }
        if (files.isEmpty()) {
            throw new ParameterException(mine.commandLine(), "Missing required parameter: 'FILE'");
        }
        if (BundleTraces.anyBundle(files)) {
            return importBundle(mine.commandLine());
        }
        Path target = output == null ? TraceName.fresh(TraceName.stemOf(files.getFirst())) : output;
        PrintWriter err = mine.commandLine().getErr();
        try (NewTrace trace = NewTrace.begin(target, mine.commandLine())) {
            ImportSummary summary = read(trace.writer(), err);
            trace.writer().imports(ImportedFiles.of(summary, Map.of()));
            trace.finish();
            summary.unrecognised().forEach(file -> err.println(file.skipped()));
            summary.files().forEach(file -> err.println(describe(file)));
            String processes = summary.processes() == 1 ? "" : " of " + summary.processes() + " processes";
            err.printf(Locale.ROOT, "%s: %,d events%s%n", target, trace.writer().count(), processes);
            err.flush();
        }
        mine.commandLine().getOut().println(target);
        return ExitStatus.OK;
    }

    private int importBundle(CommandLine commandLine) throws EventSourceException, EnvironmentException {
        if (format != null) {
            throw new ParameterException(
                    commandLine, "--format names the format of files; the files of a bundle are told by their content");
        }
        Path target = output == null ? TraceName.freshFolder(TraceName.stemOf(files.getFirst())) : output;
        List<Path> traces;
        try (NewFolder temp = NewFolder.temporary();
                NewFolder folder = NewFolder.begin(target, commandLine)) {
            traces = BundleTraces.make(files, folder.path(), temp.path(), commandLine);
            folder.finish();
        }
        traces.forEach(trace -> commandLine.getOut().println(target.resolve(trace.getFileName())));
        return ExitStatus.OK;
    }

    private ImportSummary read(EventSink sink, PrintWriter err) throws EventSourceException {
        List<ImportInput> inputs = files.stream()
                .map(file -> new ImportInput(file, Optional.ofNullable(format)))
                .toList();
        if (!Boolean.getBoolean("vfr.stderr.terminal")) {
            return TraceImport.run(inputs, sink, ImportProgress.NONE);
        }
        try (ProgressLine progress = new ProgressLine(err, "importing", System::nanoTime)) {
            return TraceImport.run(inputs, sink, progress::show);
        }
    }

    private static String describe(ImportSummary.OfFile file) {
        String reasons = file.skipped().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(entry -> String.format(
                        Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey().text()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s: %s%s, %,d %s, %,d events, %,d skipped%s",
                file.file(),
                file.format().label(),
                file.peeled().isEmpty() ? "" : " behind " + file.peeled(),
                file.lines(),
                file.format().unit(),
                file.events(),
                ImportedFiles.skipped(file),
                reasons.isEmpty() ? "" : ": " + reasons);
    }

    /// The formats by their names on the command line.
    static final class Formats implements Iterable<String>, ITypeConverter<ImportFormat> {

        @Override
        public Iterator<String> iterator() {
            return ImportFormat.labels().iterator();
        }

        @Override
        public ImportFormat convert(String label) {
            return ImportFormat.ofLabel(label)
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + String.join(", ", ImportFormat.labels()) + " but was '" + label + "'"));
        }
    }
}
