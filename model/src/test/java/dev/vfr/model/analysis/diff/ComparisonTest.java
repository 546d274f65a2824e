package dev.vfr.model.analysis.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.MigrationDiff;
import dev.vfr.model.report.MigrationDiff.Divergence;
import dev.vfr.model.report.MigrationDiff.Kind;
import dev.vfr.model.vfio.DeviceState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

    private static final long MS = 1_000_000;

    /// What may be different in a run.
    private record Twist(List<String> chunks, int stopCopyErrno, long dirtyBytes, long stopCopyMs) {
        static final Twist NONE = new Twist(List.of("ab", "cd", "ef"), 0, 512, 3);
    }

    private static TraceScript run(Twist twist) {
        TraceScript script = TraceScript.of("source", "vf0", CaptureSource.INTERPOSER);
        script.at(0).status("active");
        script.at(MS, MS).set(DeviceState.PRE_COPY);
        script.at(3 * MS, 1_000).precopyInfo(4, 0, 0);
        long ns = 4 * MS;
        for (String chunk : twist.chunks()) {
            script.at(ns, 1_000).add(read(script.header(), chunk));
            ns += MS;
        }
        script.at(10 * MS, 1_000).precopyInfo(0, twist.dirtyBytes(), 0);
        if (twist.stopCopyErrno() != 0) {
            script.at(20 * MS, MS).refused(DeviceState.STOP_COPY, twist.stopCopyErrno());
        } else {
            script.at(20 * MS, twist.stopCopyMs() * MS).set(DeviceState.STOP_COPY);
        }
        script.at(40 * MS, MS).set(DeviceState.STOP);
        return script.at(50 * MS).status("completed").closed();
    }

    private static DataRead read(EventHeader header, String bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.getBytes(StandardCharsets.US_ASCII));
        return new DataRead(
                header,
                CallResult.OK,
                OptionalLong.of(64),
                OptionalLong.of(bytes.length()),
                OptionalLong.empty(),
                Optional.of(new Digest("crc32c", crc.getValue())));
    }

    private static MigrationDiff diff(Twist before, Twist after) throws Exception {
        return Comparison.of(
                "a",
                List.of(new TraceInput("a", run(before).events())),
                "b",
                List.of(new TraceInput("b", run(after).events())));
    }

    @Test
    void equalRunsDoNotDiverge() throws Exception {
        MigrationDiff diff = diff(Twist.NONE, Twist.NONE);

        assertEquals(List.of(), diff.divergences());
        assertEquals(List.of(), diff.notes());
        assertTrue(diff.changes().stream().allMatch(change -> change.changeNs() == 0));
    }

    @Test
    void aCallThatFailsIsTheDivergenceToTheEvent() throws Exception {
        MigrationDiff diff = diff(Twist.NONE, new Twist(List.of("ab", "cd", "ef"), 5, 512, 3));

        Divergence first = diff.divergences().getFirst();
        assertEquals(Kind.STEP, first.kind());
        assertEquals("SET STOP_COPY: done", first.before().orElseThrow().what());
        assertEquals("SET STOP_COPY: EIO", first.after().orElseThrow().what());
        assertEquals(10, first.after().orElseThrow().seq());
        assertEquals(
                first.before().orElseThrow().seq(), first.after().orElseThrow().seq());
    }

    @Test
    void otherChunksOfTheSameBytesAreNoDivergence() throws Exception {
        assertEquals(
                List.of(),
                diff(Twist.NONE, new Twist(List.of("abcd", "e", "f"), 0, 512, 3))
                        .divergences());
    }

    @Test
    void anotherByteIsFoundByItsOffset() throws Exception {
        List<Divergence> divergences = diff(Twist.NONE, new Twist(List.of("ab", "cX", "ef"), 0, 512, 3))
                .divergences();

        assertEquals(1, divergences.size());
        assertEquals(Kind.BYTES, divergences.getFirst().kind());
        assertEquals(Optional.of(new Interval(2, 3)), divergences.getFirst().streamOffset());
        assertEquals(7, divergences.getFirst().after().orElseThrow().seq());
    }

    @Test
    void moreBytesAreADivergenceWhereTheOthersEnd() throws Exception {
        List<Divergence> divergences = diff(Twist.NONE, new Twist(List.of("ab", "cd", "ef", "gh"), 0, 512, 3))
                .divergences();

        Divergence bytes = divergences.stream()
                .filter(each -> each.kind() == Kind.BYTES)
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.of(new Interval(6, 6)), bytes.streamOffset());
        assertTrue(bytes.before().isEmpty());
    }

    @Test
    void anEstimateIsComparedAtItsStateAndOffset() throws Exception {
        List<Divergence> divergences = diff(Twist.NONE, new Twist(List.of("ab", "cd", "ef"), 0, 600, 3))
                .divergences();

        assertEquals(1, divergences.size());
        assertEquals(Kind.ESTIMATE, divergences.getFirst().kind());
        assertEquals(
                "initial_bytes 0, dirty_bytes 600",
                divergences.getFirst().after().orElseThrow().what());
        assertEquals(Optional.of(new Interval(6, 6)), divergences.getFirst().streamOffset());
    }

    @Test
    void aSlowerDeviceIsNoDivergenceButItsPhaseIsNamed() throws Exception {
        MigrationDiff diff = diff(Twist.NONE, new Twist(List.of("ab", "cd", "ef"), 0, 512, 9));

        assertEquals(List.of(), diff.divergences());
        MigrationDiff.TimeChange slower = diff.changes().getFirst();
        assertEquals("stop-copy-set", slower.span().name());
        assertEquals(6 * MS, slower.changeNs());
        assertEquals(Optional.of("vf0"), slower.span().device());
    }
}
