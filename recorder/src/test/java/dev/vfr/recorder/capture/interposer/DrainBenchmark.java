package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.recorder.trace.TracePlace;
import dev.vfr.recorder.trace.TraceReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prints how fast events go from the ring to the disk. Runs only when it is asked for by its name; see
/// `BENCHMARKS.md`.
class DrainBenchmark {

    private static final int EVENTS = Integer.getInteger("events", 10_000_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int RING_MIB = 16;

    @TempDir
    private Path folder;

    @Test
    void measure() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Path trace = folder.resolve("a.vfr");
            round(folder.resolve("a.ring"), trace);
            // What it took of the machine's memory serves the next round: the first one pays for memory never used.
            try (Stream<Path> files = Files.walk(trace)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void round(Path path, Path trace) throws Exception {
        RingFile.make(path, RING_MIB, PayloadMode.DIGEST);
        long pid = ProcessHandle.current().pid();
        AttachedVmm vmm = new AttachedVmm();
        long[] startNs = new long[1];
        try (RingFile ring = RingFile.open(path, true)) {
            RingWriter writer = RingWriter.attach(ring, pid);
            // A full ring is waiting from the start, and stays full: the reader is never short of work.
            Thread thread = Thread.ofPlatform().start(() -> {
                writer.introduce(pid);
                startNs[0] = System.nanoTime();
                for (int i = 0; i < EVENTS; i++) {
                    writer.read();
                }
                vmm.stop();
            });
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long cpuFrom = threads.getCurrentThreadCpuTime();
            long userFrom = threads.getCurrentThreadUserTime();
            new Recording(ring, vmm, Optional.empty()).run(TracePlace.take(trace));
            double cpuNs = threads.getCurrentThreadCpuTime() - cpuFrom;
            double userNs = threads.getCurrentThreadUserTime() - userFrom;
            double seconds = (System.nanoTime() - startNs[0]) / 1e9;
            thread.join();
            print(trace, seconds, cpuNs, userNs);
        }
    }

    private static void print(Path trace, double seconds, double cpuNs, double userNs) throws Exception {
        try (TraceReader reader = TraceReader.open(trace)) {
            assertEquals(EVENTS, reader.manifest().eventCounts().get("data-read"));
            System.out.printf(
                    Locale.ROOT,
                    "ring to disk, closed: %.2f M/s; CPU %.1f ns an event, of which in the kernel %.1f; %.2f M/s a core%n",
                    EVENTS / seconds / 1e6,
                    cpuNs / EVENTS,
                    (cpuNs - userNs) / EVENTS,
                    EVENTS / cpuNs * 1e3);
        }
    }
}
