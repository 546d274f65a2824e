package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The order of the interposer's files: the table in `src/main/c/README.md` states it, and each `#include` keeps to it.
class NativeLayersTest {
    private static final Path SOURCES = Path.of("src/main/c");
    private static final Pattern LAYER = Pattern.compile("(?m)^\\| \\w+ \\| ([^|]+) \\|");
    private static final Pattern FILE = Pattern.compile("`(\\w+)\\.[chS]`");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*#\\s*include \"(\\w+)\\.h\"");

    @Test
    void theTableNamesEachFileOnce() throws IOException {
        assertEquals(
                sources().stream()
                        .map(NativeLayersTest::stem)
                        .distinct()
                        .sorted()
                        .toList(),
                order().stream().sorted().toList());
    }

    @Test
    void noFileIncludesAHeaderFromAboveIt() throws IOException {
        List<String> order = order();
        TreeSet<String> upwards = new TreeSet<>();
        for (Path source : sources()) {
            String stem = stem(source);
            INCLUDE.matcher(Files.readString(source))
                    .results()
                    .map(include -> include.group(1))
                    .filter(included -> !included.equals(stem) && order.indexOf(included) <= order.indexOf(stem))
                    .forEach(included -> upwards.add(source.getFileName() + " includes " + included + ".h"));
        }
        assertEquals(List.of(), List.copyOf(upwards));
    }

    /// Names without their endings, since a header stands where its source does.
    private static List<String> order() throws IOException {
        return LAYER.matcher(Files.readString(SOURCES.resolve("README.md")))
                .results()
                .flatMap(layer -> FILE.matcher(layer.group(1)).results())
                .map(file -> file.group(1))
                .toList();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.filter(file -> file.toString().matches(".*\\.[chS]")).toList();
        }
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[chS]$", "");
    }
}
