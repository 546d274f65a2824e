package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceNameTest {

    @Test
    void theStemIsTheNameUpToTheFirstDot() {
        assertEquals("src", TraceName.stemOf(Path.of("logs/src.trace.log")));
        assertEquals("src", TraceName.stemOf(Path.of("src")));
        assertEquals("trace", TraceName.stemOf(Path.of(".log")));
        assertEquals("trace", TraceName.stemOf(Path.of("/")));
    }

    @Test
    void aFreshNameIsOneThatNothingHas(@TempDir Path folder) throws Exception {
        String stem = folder.resolve("a").toString();
        assertEquals(Path.of(stem + ".vfr"), TraceName.fresh(stem));
        Files.createDirectory(Path.of(stem + ".vfr"));
        Files.createSymbolicLink(Path.of(stem + "-2.vfr"), Path.of("nowhere"));
        assertEquals(Path.of(stem + "-3.vfr"), TraceName.fresh(stem));
    }
}
