package dev.vfr.ui.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.trace.TraceWriter;
import dev.vfr.ui.testing.Recording;
import java.io.BufferedReader;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Opens the real window in a real X server, in a JVM of its own, and presses a real key. [WindowProbe] looks.
class WindowInXvfbTest {

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theWindowDrawsTheMigrationAndAKeyMovesItsCursor() throws Exception {
        assumeTrue(isInPath("Xvfb"), "Xvfb is not installed, so that no window can be opened (package xvfb)");
        assumeTrue(hasGtk(), "GTK 3 is not installed, so that no window can be opened (package libgtk-3-0)");
        Path trace = folder.resolve("test.vfr");
        write(Recording.ofMigration().events(), trace);
        // The server chooses a free display itself and prints its number.
        Process server = new ProcessBuilder(
                        "Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader display = server.inputReader()) {
            assertEquals("ok", probe(":" + display.readLine(), trace));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    /// What the probe said last.
    private String probe(String display, Path trace) throws Exception {
        Path said = folder.resolve("probe.txt");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> Pattern.matches("--(add|enable|sun).*|-Dchronicle.*", flag))
                .forEach(command::add);
        command.addAll(
                List.of("-Dprism.order=sw", "-cp", System.getProperty("java.class.path"), WindowProbe.class.getName()));
        command.add(trace.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("DISPLAY", display);
        builder.environment().remove("WAYLAND_DISPLAY");
        builder.environment().put("GDK_BACKEND", "x11");
        Process child = builder.start();
        try {
            child.waitFor(100, TimeUnit.SECONDS);
        } finally {
            child.destroyForcibly();
        }
        String text = Files.readString(said, UTF_8);
        List<String> lines = text.lines().toList();
        return !lines.isEmpty() && lines.getLast().equals("ok") ? "ok" : text;
    }

    private static void write(EventSource events, Path trace) throws Exception {
        try (TraceWriter writer = TraceWriter.create(trace);
                EventSource.EventReader reader = events.readFrom(0)) {
            for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
                writer.append(event);
            }
        }
    }

    private static boolean isInPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static boolean hasGtk() throws Exception {
        Process list = new ProcessBuilder("/sbin/ldconfig", "-p").start();
        try (BufferedReader reader = list.inputReader()) {
            return reader.lines().filter(line -> line.contains("libgtk-3.so.0")).count() > 0;
        }
    }
}
