package dev.vfr.samples.command;

import dev.vfr.recorder.capture.interposer.InterposerLibrary;
import dev.vfr.recorder.cli.EnvironmentException;
import dev.vfr.recorder.cli.ExitStatus;
import dev.vfr.recorder.cli.Vfr;
import dev.vfr.recorder.cli.VfrCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
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
        description = "Runs the commands that read a trace once, so the build can make their start faster.")
public final class RehearseCommand implements VfrCommand {

    @Parameters(paramLabel = "FOLDER", description = "new folder for the traces")
    private @Nullable Path folder;

    @Override
    public Integer call() throws EnvironmentException {
        Path scratch = Objects.requireNonNull(folder);
        String trace = scratch.resolve("trace.vfr").toString();
        String lines = scratch.resolve("trace.jsonl").toString();
        String copy = scratch.resolve("copy.vfr").toString();
        String failed = scratch.resolve("failed.vfr").toString();
        String lost = scratch.resolve("lost.vfr").toString();
        String log = logOfAFailure(scratch.resolve("qemu.log"));
        String imported = scratch.resolve("imported.vfr").toString();
        List<List<String>> rehearsed = List.of(
                List.of("--version"),
                List.of("simulate", "precopy-completes", "-o", trace),
                List.of("info", trace),
                List.of("info", trace, "--format", "json"),
                List.of("events", trace, "--where", "device == 'none'"),
                List.of("events", trace),
                List.of("report", trace),
                List.of("report", trace, "--format", "json"),
                List.of("simulate", "destination-fails-at-start", "-o", failed),
                List.of("report", failed),
                List.of("report", failed, "--format", "json"),
                List.of("report", failed, "--format", "html", "-o", failed + ".html"),
                List.of("check", failed),
                List.of("simulate", "source-killed", "-o", lost),
                List.of("report", lost),
                List.of("import", log, "-o", imported),
                List.of("report", imported),
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

    /// A destination's log as QEMU writes it, with a message at its end.
    private static String logOfAFailure(Path file) throws EnvironmentException {
        String text = """
                103@1795169681.851713:migrate_set_state new state setup
                103@1795169681.866344:migrate_set_state new state active
                103@1795169681.892456:vfio_migration_set_state  (mt0) new state RESUMING, recover state RUNNING
                103@1795169681.892660:vfio_migration_set_device_state  (mt0) state RESUMING
                103@1795169681.893718:qemu_loadvm_state_section_startfull 1(ram) 0 4
                103@1795169681.993718:vfio_load_state_device_data  (mt0) size 24 ret -22
                qemu-system-x86_64: error while loading state for instance 0x0 of device '0000:00:02.0/vfio'
                qemu-system-x86_64: load of migration failed: Invalid argument
                """;
        try {
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new EnvironmentException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void rehearse(List<String> words) throws EnvironmentException {
        StringWriter complaints = new StringWriter();
        int status = Vfr.run(
                new PrintWriter(Writer.nullWriter()), new PrintWriter(complaints), words.toArray(String[]::new));
        if (status != ExitStatus.OK && status != ExitStatus.FINDINGS) {
            throw new EnvironmentException(
                    "vfr " + String.join(" ", words) + " ended with " + status + ": " + complaints);
        }
    }
}
