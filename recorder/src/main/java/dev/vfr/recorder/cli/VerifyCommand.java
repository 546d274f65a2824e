package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.trace.TraceVerification;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr verify`.
@Command(
        name = "verify",
        description = "Checks every record of a trace and prints the position of each damage.",
        footer = {"", "Exit status 0 if the trace is intact, 1 if it is damaged, 3 if it cannot be read."})
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TRACE", description = "trace, a folder NAME.vfr")
    private Path trace = Path.of("");

    @Override
    public Integer call() throws EventSourceException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        TraceVerification result = Traces.verify(trace);
        result.findings().forEach(finding -> out.println(trace + ": " + finding));
        if (result.furtherFindings() > 0) {
            out.printf(Locale.ROOT, "%s: and %,d more%n", trace, result.furtherFindings());
        }
        if (result.isIntact()) {
            out.printf(Locale.ROOT, "%s: intact, %,d events%n", trace, result.intactRecords());
            return ExitStatus.OK;
        }
        out.printf(
                Locale.ROOT,
                "%s: not intact, %,d events can be read%s%n",
                trace,
                result.intactRecords(),
                missing(result));
        return ExitStatus.FINDINGS;
    }

    private static String missing(TraceVerification result) {
        return result.missingRecords().isPresent()
                ? String.format(
                        Locale.ROOT,
                        ", %,d are missing",
                        result.missingRecords().getAsLong())
                : "";
    }
}
