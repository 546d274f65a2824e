package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            script("build.sh", FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What the script printed, without the last line end. It must end well.
    private static String script(String name, Path... places) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("sh", SOURCES.resolve(name).toString(), SOURCES.toString()));
        Arrays.stream(places).map(Path::toString).forEach(words::add);
        Process script = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, script.waitFor(), said);
        return said.strip();
    }

    /// Libraries that were compiled with sanitizers.
    ///
    /// @param runtime the sanitizers' own library, which has to be preloaded first
    /// @param faulty a library that reads beyond an array if it is asked to
    record Sanitized(Path runtime, Path interposer, Path faulty) {}

    /// Compiles them; empty if the compiler has no sanitizers that work here.
    static Optional<Sanitized> sanitized() throws IOException, InterruptedException {
        Path out = Path.of("target/sanitized").toAbsolutePath();
        String runtime =
                script("sanitize.sh", Path.of("target/generated-sources/sbe-c").toAbsolutePath(), out);
        return runtime.isEmpty()
                ? Optional.empty()
                : Optional.of(new Sanitized(
                        Path.of(runtime), out.resolve("libvfr-interposer.so"), out.resolve("libfaulty.so")));
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
