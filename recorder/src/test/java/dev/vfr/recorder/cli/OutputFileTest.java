package dev.vfr.recorder.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> folder.relativize(file).toString()).toList();
        }
    }

    private static OutputFile.Content<RuntimeException> text(String text) {
        return out -> out.write(text.getBytes(UTF_8));
    }

    @Test
    void replacesWhatWasThere() throws Exception {
        Path file = Files.writeString(folder.resolve("r.txt"), "old and longer");
        OutputFile.write(file, text("new"));
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("r.txt"), names());
    }

    @Test
    void aFailureInTheMiddleLeavesTheOldFileAndNothingElse() throws Exception {
        Path file = Files.writeString(folder.resolve("r.txt"), "old");
        assertThrows(
                IllegalStateException.class,
                () -> OutputFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IllegalStateException("half way");
                }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("r.txt"), names());
    }

    @Test
    void ofALinkTheTargetIsReplaced() throws Exception {
        Path file = Files.writeString(folder.resolve("r.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("r.txt"));
        OutputFile.write(link, text("new"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void aMissingFolderIsToldInWords() {
        EnvironmentException e =
                assertThrows(EnvironmentException.class, () -> OutputFile.write(folder.resolve("no/r.txt"), text("x")));
        assertEquals(folder.resolve("no/r.txt") + ": cannot be written: its folder does not exist", e.getMessage());
    }

    @Test
    void aDeviceIsWrittenDirectly() throws Exception {
        OutputFile.write(Path.of("/dev/null"), text("x"));
        assertTrue(Files.exists(Path.of("/dev/null")));
    }

    @Test
    void aFullDeviceIsToldInWords() {
        EnvironmentException e =
                assertThrows(EnvironmentException.class, () -> OutputFile.write(Path.of("/dev/full"), text("x")));
        assertEquals("/dev/full: cannot be written: No space left on device", e.getMessage());
    }
}
