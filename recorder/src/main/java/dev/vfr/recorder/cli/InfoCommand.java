package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSourceException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr info`.
@Command(name = "info", description = "Describes a trace: origin, number of events, intact or not.")
final class InfoCommand implements Callable<Integer> {

    /// How it is printed.
    enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TRACE", description = "trace, a folder NAME.vfr")
    private Path trace = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "output format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.TEXT;

    @Override
    public Integer call() throws EventSourceException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        TraceInfo info = TraceInfo.of(trace);
        switch (format) {
            case TEXT -> info.printText(out);
            case JSON -> info.printJson(out);
        }
        return ExitStatus.OK;
    }
}
