package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real processes under the real library: each prints the events that its calls are, and exactly those must be in the
/// ring. The programs say what is in each case.
@EnabledOnOs(OS.LINUX)
class NativeCallsTest {

    @TempDir
    private Path folder;

    private void assertRecorded(boolean ordered, ProcessBuilder builder, NativeRing ring) throws Exception {
        List<String> said = new ArrayList<>(NativePrograms.run(builder));
        List<String> found = new ArrayList<>(ring.lines());
        assertFalse(said.isEmpty());
        if (!ordered) {
            said.sort(null);
            found.sort(null);
        }
        assertEquals(String.join("\n", said), String.join("\n", found));
        assertEquals(0, ring.lostControl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"walk", "reads", "writes", "polls", "opens", "dups", "many", "watches", "mappings"})
    void everyWrappedCallIsRecordedWithItsResult(String name) throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path)) {
            assertRecorded(true, NativePrograms.recorded(folder, path, "calls", name), ring);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"forks", "vforks", "vfork-errno", "execs", "inherits", "scm", "seccomp", "refused-close"})
    void processesAreToldApartAndNoneIsHurt(String name) throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path)) {
            assertRecorded(true, NativePrograms.recorded(folder, path, "processes", name), ring);
        }
    }

    /// Lines and events of several threads, or of a handler within a call, need not come in one order.
    @ParameterizedTest
    @ValueSource(strings = {"threads", "rush", "signals"})
    void threadsAndHandlersLoseNothing(String name) throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path)) {
            ProcessBuilder builder = NativePrograms.recorded(folder, path, "processes", name);
            builder.environment().put("FAKE_VFIO_ENDLESS", "1");
            List<String> said = new ArrayList<>(NativePrograms.run(builder));
            List<String> found = new ArrayList<>(
                    ring.lines().stream().map(NativeCallsTest::withoutOffset).toList());
            said.sort(null);
            found.sort(null);
            assertEquals(String.join("\n", said), String.join("\n", found));
            assertEquals(0, ring.lostControl());
        }
    }

    /// Which thread got which bytes only the kernel knows; the offsets are checked by the ring's own test.
    static String withoutOffset(String line) {
        String[] words = line.split(" ");
        if (words[4].equals("DataRead")) {
            words[8] = "-";
        }
        return String.join(" ", words);
    }

    @Test
    void aThreadMayBeCancelledWithinARecordedCall() throws Exception {
        Path path = folder.resolve("a.ring");
        try (NativeRing ring = NativeRing.make(path)) {
            ProcessBuilder builder = NativePrograms.recorded(folder, path, "processes", "cancel");
            builder.environment().put("FAKE_VFIO_BLOCK", "1");
            assertRecorded(true, builder, ring);
        }
    }
}
