package dev.vfr.recorder.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `vfr home`.
@Command(
        name = "home",
        description = "Prints the self-contained folder that vfr runs from.",
        footer = "A copy of the folder runs on any machine with a JDK 25: start its bin/vfr.")
final class HomeCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws EnvironmentException {
        String home = System.getProperty("vfr.home");
        if (home == null) {
            throw new EnvironmentException("vfr was not started by a launcher; use ./vfr or bin/vfr");
        }
        Objects.requireNonNull(spec)
                .commandLine()
                .getOut()
                .println(Path.of(home).toAbsolutePath());
        return ExitStatus.OK;
    }
}
