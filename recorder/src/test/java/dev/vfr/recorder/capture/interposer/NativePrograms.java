package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The C programs of `src/test/c`, compiled once, and how they are started: above a fake VFIO driver, and with the
/// library that this build has made above that.
final class NativePrograms {

    private static final Path SOURCES = Path.of("src/test/c").toAbsolutePath();
    private static final Path FOLDER = Path.of("target/test-c").toAbsolutePath();
    private static final Path LIBRARY = Path.of("target/classes/dev/vfr/recorder/native")
            .resolve("linux-" + (System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64"))
            .resolve("libvfr-interposer.so")
            .toAbsolutePath();
    private static final long PATIENCE_SECONDS = 120;

    static {
        build();
    }

    private NativePrograms() {}

    private static void build() {
        try {
            Process build = new ProcessBuilder(
                            "sh", SOURCES.resolve("build.sh").toString(), SOURCES.toString(), FOLDER.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, build.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path library() {
        return LIBRARY;
    }

    /// A program above the fake driver, under the library, which records into `ring`.
    ///
    /// @param folder where the fake driver keeps its state
    static ProcessBuilder recorded(Path folder, Path ring, String... command) throws IOException {
        ProcessBuilder builder = plain(folder, command);
        builder.environment().put("LD_PRELOAD", LIBRARY + " " + FOLDER.resolve("libfake-vfio.so"));
        builder.environment().put("VFR_RING", ring.toString());
        return builder;
    }

    /// The same without the library.
    static ProcessBuilder plain(Path folder, String... command) throws IOException {
        Path state = folder.resolve("fake.state");
        if (!Files.exists(state)) {
            Files.createFile(state);
        }
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, FOLDER.resolve(command[0]).toString());
        ProcessBuilder builder = new ProcessBuilder(words);
        Map<String, String> environment = builder.environment();
        environment.put("FAKE_VFIO_STATE", state.toString());
        environment.put("LD_PRELOAD", FOLDER.resolve("libfake-vfio.so").toString());
        return builder;
    }

    /// What the program printed. It must end well, and neither it nor the library may complain.
    static List<String> run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path output = Files.createTempFile("native", ".out");
        Path errors = Files.createTempFile("native", ".err");
        Process process = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output);
        String complaints = Files.readString(errors);
        Files.delete(output);
        Files.delete(errors);
        assertTrue(ended, "it does not end; it said\n" + said);
        assertEquals(0, process.exitValue(), said + complaints);
        assertEquals("", complaints);
        return said.lines().toList();
    }
}
