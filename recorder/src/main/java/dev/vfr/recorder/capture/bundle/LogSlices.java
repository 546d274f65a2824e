package dev.vfr.recorder.capture.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// The parts into which a log is cut, each written into a file of its own.
final class LogSlices implements AutoCloseable {

    /// More than these are not open at once.
    private static final int MOST_OPEN = 64;

    private final Path folder;
    private final String fileName;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final LinkedHashMap<String, OutputStream> open = new LinkedHashMap<>(16, 0.75f, true);

    /// @param folder where the files go, each in a folder with a number
    /// @param fileName the name that each has
    LogSlices(Path folder, String fileName) {
        this.folder = folder;
        this.fileName = fileName;
    }

    /// Appends a line to the part `key`.
    ///
    /// @param line in ISO 8859-1, so that every byte stays what it is
    void append(String key, String line) throws IOException {
        OutputStream out = open.get(key);
        if (out == null) {
            out = reopen(key);
        }
        out.write(line.getBytes(StandardCharsets.ISO_8859_1));
        out.write('\n');
    }

    private OutputStream reopen(String key) throws IOException {
        if (open.size() >= MOST_OPEN) {
            String eldest = open.keySet().iterator().next();
            OutputStream closed = open.remove(eldest);
            if (closed != null) {
                closed.close();
            }
        }
        Path file = files.get(key);
        if (file == null) {
            Path own = Files.createDirectories(folder.resolve(String.valueOf(files.size())));
            file = own.resolve(fileName);
            files.put(key, file);
        }
        OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        open.put(key, out);
        return out;
    }

    /// The files by the parts' keys, in the order in which the parts begin.
    Map<String, Path> files() {
        return new LinkedHashMap<>(files);
    }

    @Override
    public void close() throws IOException {
        for (OutputStream out : open.values()) {
            out.close();
        }
        open.clear();
    }
}
