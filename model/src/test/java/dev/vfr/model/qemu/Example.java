package dev.vfr.model.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/// A line of `examples.txt`: what a log shows where a VMM prints a message of the table.
///
/// @param id the row
/// @param release the first release of QEMU that prints it so; `-` for the text of a management layer
/// @param line what the log shows
public record Example(String id, String release, String line) {

    /// All of them, in the order of the file.
    public static Stream<Example> all() {
        return lines("examples.txt").map(Example::of);
    }

    private static Example of(String text) {
        String[] parts = text.split(" \\| ", 3);
        return new Example(parts[0], parts[1], parts[2]);
    }

    /// The lines of a resource beside this class that are no comments.
    static Stream<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(Example.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
