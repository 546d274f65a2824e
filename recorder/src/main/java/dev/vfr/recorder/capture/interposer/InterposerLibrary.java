package dev.vfr.recorder.capture.interposer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The library that is preloaded into the command, as a file with a path that LD_PRELOAD can name.
///
/// It lies in vfr's folder; where vfr runs from its jars alone, it is unpacked and removed at the end.
public final class InterposerLibrary implements AutoCloseable {

    private static final String NAME = "libvfr-interposer.so";
    private static final String RESOURCES = "/dev/vfr/recorder/native/";

    private final Path path;
    private final @Nullable Path scratch;

    private InterposerLibrary(Path path, @Nullable Path scratch) {
        this.path = path;
        this.scratch = scratch;
    }

    /// Whether vfr has a library for this machine.
    public static boolean isThere() {
        return installed().isPresent() || InterposerLibrary.class.getResource(resource()) != null;
    }

    /// Finds the library for this machine.
    ///
    /// @throws RecordingException where there is none
    public static InterposerLibrary find() throws RecordingException {
        Optional<Path> installed = installed();
        if (installed.isPresent() && canBePreloaded(installed.get())) {
            return new InterposerLibrary(installed.get(), null);
        }
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("vfr-");
            Path path = scratch.resolve(NAME);
            if (installed.isPresent()) {
                Files.createSymbolicLink(path, installed.get());
            } else {
                unpack(path);
            }
            return new InterposerLibrary(path, scratch);
        } catch (IOException e) {
            throw new RecordingException("the library cannot be unpacked: " + e.getMessage(), e);
        } catch (RecordingException e) {
            delete(scratch);
            throw e;
        }
    }

    /// The library where it stays, for a VMM that somebody else starts at any time.
    ///
    /// @throws RecordingException where there is none, or its path cannot be preloaded
    public static Path lasting() throws RecordingException {
        Path path = installed()
                .orElseThrow(() -> new RecordingException("vfr's folder has no lib/" + NAME
                        + "; start vfr from the folder that 'vfr home' prints, built for " + machine()));
        if (!canBePreloaded(path)) {
            throw new RecordingException(
                    path + ": LD_PRELOAD cannot name a path with a blank or a colon; copy vfr's folder to another");
        }
        return path;
    }

    private static Optional<Path> installed() {
        return Optional.ofNullable(System.getProperty("vfr.home"))
                .map(home -> Path.of(home, "lib", NAME).toAbsolutePath())
                .filter(Files::isRegularFile);
    }

    private static boolean canBePreloaded(Path path) {
        return path.toString().chars().noneMatch(c -> c == ':' || Character.isWhitespace(c));
    }

    private static void unpack(Path path) throws IOException, RecordingException {
        try (InputStream in = InterposerLibrary.class.getResourceAsStream(resource())) {
            if (in == null) {
                throw new RecordingException("vfr has no library for " + machine()
                        + " to record with; build it on such a machine, with a C compiler");
            }
            Files.copy(in, path);
        }
    }

    private static String resource() {
        return RESOURCES + machine() + "/" + NAME;
    }

    /// Such as `linux-x86_64`, with the names of `uname -m`.
    private static String machine() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        return system + "-" + (processor.equals("amd64") ? "x86_64" : processor);
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(scratch);
    }

    private static void delete(@Nullable Path scratch) {
        if (scratch == null) {
            return;
        }
        try {
            Files.deleteIfExists(scratch.resolve(NAME));
            Files.deleteIfExists(scratch);
        } catch (IOException e) {
            // A few kilobytes among the temporary files.
        }
    }
}
