package dev.vfr.recorder.capture.interposer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `vfr`, or another program of the class path, as a process of its own.
final class VfrProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final Path err;

    private VfrProcess(Process process, Path err) {
        this.process = process;
        this.out = process.inputReader(UTF_8);
        this.err = err;
    }

    /// Starts `vfr` with these words.
    static VfrProcess start(Path folder, Map<String, String> variables, String... words) throws IOException {
        List<String> command = java("dev.vfr.recorder.cli.Vfr");
        command.addAll(List.of(words));
        return run(folder, variables, command);
    }

    /// Starts any command.
    static VfrProcess run(Path folder, Map<String, String> variables, List<String> command) throws IOException {
        Path err = Files.createTempFile(folder, "stderr", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().putAll(variables);
        return new VfrProcess(builder.start(), err);
    }

    /// The beginning of a command line that runs a class of the class path.
    static List<String> java(String type) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle"))
                .forEach(command::add);
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), type));
        return command;
    }

    /// Whether a command ends well.
    static boolean runs(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        return process.waitFor() == 0;
    }

    long pid() {
        return process.pid();
    }

    /// Writes a line to its standard input.
    void say(String line) throws IOException {
        process.outputWriter(UTF_8).write(line + "\n");
        process.outputWriter(UTF_8).flush();
    }

    /// The next line of its standard output.
    String line() throws IOException {
        return Objects.requireNonNull(out.readLine(), () -> "it ended early: " + complaints());
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
    }

    /// Waits for its end, reading all that it prints.
    int end() throws IOException, InterruptedException {
        while (out.readLine() != null) {
            // Nobody wants to know.
        }
        return process.waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// What it has said on standard error.
    String complaints() {
        try {
            return Files.readString(err);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
