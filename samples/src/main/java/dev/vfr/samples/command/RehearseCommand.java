package dev.vfr.samples.command;

import dev.vfr.recorder.capture.interposer.InterposerLibrary;
import dev.vfr.recorder.cli.EnvironmentException;
import dev.vfr.recorder.cli.ExitStatus;
import dev.vfr.recorder.cli.Vfr;
import dev.vfr.recorder.cli.VfrCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `vfr rehearse`: the run from which the JVM learns what a start of `vfr` needs.
///
/// The build does it once, with `-XX:AOTCacheOutput`, and `bin/vfr` starts from what it leaves.
@Command(
        name = "rehearse",
        hidden = true,
        description = "Runs the commands that read a trace once, for the build to make their start faster.")
public final class RehearseCommand implements VfrCommand {

    @Parameters(paramLabel = "FOLDER", description = "Where the traces go; nothing of that name may be there.")
    private @Nullable Path folder;

    @Override
    public Integer call() throws EnvironmentException {
        Path scratch = Objects.requireNonNull(folder);
        String trace = scratch.resolve("trace.vfr").toString();
        String lines = scratch.resolve("trace.jsonl").toString();
        String copy = scratch.resolve("copy.vfr").toString();
        List<List<String>> rehearsed = List.of(
                List.of("--version"),
                List.of("simulate", "precopy-completes", "-o", trace),
                List.of("info", trace),
                List.of("info", trace, "--format", "json"),
                List.of("events", trace, "--where", "device == 'none'"),
                List.of("events", trace),
                List.of("report", trace),
                List.of("report", trace, "--format", "json"),
                List.of("verify", trace),
                List.of("export", "jsonl", trace, "-o", lines),
                List.of("import", lines, "-o", copy));
        for (List<String> words : rehearsed) {
            rehearse(words);
        }
        if (InterposerLibrary.isThere()) {
            // A command that ends at once is the one that has to wait for its recorder.
            rehearse(List.of("record", "-o", scratch.resolve("recorded.vfr").toString(), "--", "true"));
        }
        return ExitStatus.OK;
    }

    private static void rehearse(List<String> words) throws EnvironmentException {
        StringWriter complaints = new StringWriter();
        int status = Vfr.run(
                new PrintWriter(Writer.nullWriter()), new PrintWriter(complaints), words.toArray(String[]::new));
        if (status != ExitStatus.OK) {
            throw new EnvironmentException(
                    "vfr " + String.join(" ", words) + " ended with " + status + ": " + complaints);
        }
    }
}
