package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The programs of [NativeCallsTest] under an interposer that was compiled with AddressSanitizer and
/// UndefinedBehaviorSanitizer. Each report of these ends the program with an error. Skipped if the compiler has no
/// sanitizers.
@EnabledOnOs(OS.LINUX)
class NativeSanitizedTest {

    /// The interposer never frees what it maps: a process ends with it.
    private static final String NO_LEAKS = "detect_leaks=0";

    @SuppressWarnings("NullAway.Init")
    private static NativePrograms.Sanitized sanitized;

    @TempDir
    private Path folder;

    @BeforeAll
    static void build() throws Exception {
        var built = NativePrograms.sanitized();
        assumeTrue(built.isPresent(), "the C compiler has no sanitizers");
        sanitized = built.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"walk", "reads", "writes", "polls", "opens", "dups", "many", "watches", "mappings"})
    void theCallsHaveNoFault(String name) throws Exception {
        recordsAll("calls", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forks", "vforks", "vfork-errno", "execs", "inherits", "scm", "seccomp", "refused-close"})
    void processesHaveNoFault(String name) throws Exception {
        recordsAll("processes", name);
    }

    /// Lines and events of several threads need not come in one order.
    @ParameterizedTest
    @ValueSource(strings = {"threads", "rush", "signals"})
    void threadsAndHandlersHaveNoFault(String name) throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path)) {
            ProcessBuilder builder = sanitized(path, "processes", name);
            builder.environment().put("FAKE_VFIO_ENDLESS", "1");
            List<String> said = new ArrayList<>(NativePrograms.run(builder));
            List<String> found = new ArrayList<>(ring.lines());
            found.replaceAll(NativeCallsTest::withoutOffset);
            said.sort(null);
            found.sort(null);
            assertEquals(String.join("\n", said), String.join("\n", found));
        }
    }

    private void recordsAll(String program, String name) throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path)) {
            List<String> said = NativePrograms.run(sanitized(path, program, name));
            assertFalse(said.isEmpty());
            assertEquals(String.join("\n", said), String.join("\n", ring.lines()));
        }
    }

    private ProcessBuilder sanitized(Path ring, String program, String name) throws Exception {
        ProcessBuilder builder = NativePrograms.recorded(folder, ring, program, name);
        builder.environment()
                .computeIfPresent(
                        "LD_PRELOAD",
                        (key, libraries) -> sanitized.runtime() + " "
                                + libraries.replace(
                                        NativePrograms.library().toString(),
                                        sanitized.interposer().toString()));
        builder.environment().put("ASAN_OPTIONS", NO_LEAKS);
        return builder;
    }

    @Test
    void aFaultIsReported() throws Exception {
        assertEquals(0, faulty("3", folder.resolve("none.err")));
        Path report = folder.resolve("fault.err");
        assertNotEquals(0, faulty("4", report));
        assertTrue(Files.readString(report).contains("faulty.c"), Files.readString(report));
    }

    private static int faulty(String at, Path report) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/true").redirectError(report.toFile());
        builder.environment().put("LD_PRELOAD", sanitized.runtime() + " " + sanitized.faulty());
        builder.environment().put("ASAN_OPTIONS", NO_LEAKS);
        builder.environment().put("VFR_FAULT", at);
        return builder.start().waitFor();
    }
}
