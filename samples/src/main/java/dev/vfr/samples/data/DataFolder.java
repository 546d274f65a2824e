package dev.vfr.samples.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder of the module with one YAML file a name, and an `index.txt` that says in which order a newcomer should
/// read them. It is packed into the jar as it stands.
///
/// The index has one name a line; empty lines and lines that start with `#` order it for people.
///
/// @param name such as `scenarios`
public record DataFolder(String name) {

    /// The most that a data file may have, bytes; ours have a few KiB.
    private static final long FILE_BYTES_MAX = 1 << 20;

    /// Every name, in the order of the index.
    public List<String> names() {
        return resource("index.txt")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /// What the file of that name holds.
    ///
    /// @param fileName one of [#names]
    /// @throws DataException where it is not YAML
    public Node read(String fileName) throws DataException {
        return YamlText.parse(name + "/" + fileName + ".yaml", text(fileName));
    }

    /// The text of the file of that name.
    ///
    /// @param fileName one of [#names]
    public String text(String fileName) {
        return resource(fileName + ".yaml");
    }

    /// What a file on disk holds.
    ///
    /// @throws IOException where it cannot be read; a [DataException] where it is not YAML
    public static Node read(Path file) throws IOException {
        return YamlText.parse(file.toString(), text(file));
    }

    /// The text of a file on disk.
    ///
    /// @throws IOException where it cannot be read, or is too large to be a data file
    public static String text(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw DataException.expected(
                    Place.of(file.toString()), "at most " + FILE_BYTES_MAX + " bytes", Files.size(file) + " bytes");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private String resource(String file) {
        String path = "/dev/vfr/samples/" + name + "/" + file;
        try (InputStream in = DataFolder.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not packed");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        }
    }
}
