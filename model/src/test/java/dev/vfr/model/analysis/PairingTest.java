package dev.vfr.model.analysis;

import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which destination took what which source sent, with clocks that are apart.
class PairingTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000;
    private static final long REALTIME_NS = 1_700_000_000_000_000_000L;

    /// Bytes of which no digest is known.
    private static final int UNKNOWN = -1;

    /// One VMM of which nothing but its own trace is known; times are true ms, shown by a clock that is ahead.
    private static final class Vmm {
        private final String name;
        private final TraceScript trace;

        Vmm(String name, long aheadMs) {
            this(name);
            trace.anchor(0, 0, REALTIME_NS + aheadMs * MS).flags(7);
        }

        /// Its trace tells no real time.
        Vmm(String name) {
            this.name = name;
            this.trace = TraceScript.of(name, name + "-device", CaptureSource.INTERPOSER);
        }

        /// Its device is called so in the stream.
        Vmm handler(String handler) {
            trace.add(new DeviceNamed(trace.header(), name + "-device", List.of(handler)));
            return this;
        }

        Vmm sends(long atMs, long bytes, int... contents) {
            trace.at((atMs - 100) * MS, MS).set(RUNNING);
            trace.at(atMs * MS, MS).status("setup").set(PRE_COPY);
            trace.at((atMs + 100) * MS, MS).set(STOP_COPY);
            trace.at((atMs + 102) * MS, MS);
            reads(bytes, contents);
            trace.at((atMs + 104) * MS, MS).status("completed").set(STOP);
            return this;
        }

        private void reads(long bytes, int... contents) {
            for (int i = 0; i < contents.length; i++) {
                trace.add(new DataRead(
                        trace.header(),
                        CallResult.OK,
                        OptionalLong.of(bytes),
                        OptionalLong.of(bytes),
                        OptionalLong.of(i * bytes),
                        digest(contents[i])));
            }
        }

        /// Its trace ends before the migration does.
        Vmm beginsToSend(long atMs, long bytes) {
            trace.at(atMs * MS, MS).status("setup").set(PRE_COPY);
            trace.at((atMs + 100) * MS, MS).set(STOP_COPY);
            reads(bytes, UNKNOWN);
            return this;
        }

        /// All is read when it is given up.
        Vmm givesUpLate(long atMs, long bytes) {
            beginsToSend(atMs, bytes);
            trace.at((atMs + 110) * MS, MS).status("cancelled").set(RUNNING);
            return this;
        }

        Vmm givesUp(long atMs) {
            trace.at(atMs * MS, MS).status("setup").set(PRE_COPY);
            trace.at((atMs + 50) * MS, MS).status("cancelled").set(RUNNING);
            return this;
        }

        Vmm takes(long atMs, long bytes, int... contents) {
            trace.at((atMs - 20) * MS, MS).status("setup");
            trace.at((atMs + 10) * MS, MS).set(RESUMING);
            trace.at((atMs + 105) * MS, MS);
            for (int i = 0; i < contents.length; i++) {
                trace.add(new DataWritten(
                        trace.header(),
                        CallResult.OK,
                        OptionalLong.of(bytes),
                        OptionalLong.of(bytes),
                        OptionalLong.of(i * bytes),
                        digest(contents[i])));
            }
            trace.at((atMs + 110) * MS, MS).set(RUNNING).status("completed");
            return this;
        }

        private static Optional<Digest> digest(int content) {
            return content == UNKNOWN ? Optional.empty() : Optional.of(new Digest("crc32c", content));
        }
    }

    private static Report report(Vmm... vmms) throws EventSourceException {
        List<TraceInput> traces = new ArrayList<>();
        for (Vmm vmm : vmms) {
            traces.add(new TraceInput(vmm.name, vmm.trace.closed().events()));
        }
        return Analysis.of(traces);
    }

    private static List<String> pairs(Report report) {
        return report.migrations().stream()
                .map(migration -> migration.sourceTrace().orElse("?") + ">"
                        + migration.destinationTrace().orElse("?"))
                .sorted()
                .toList();
    }

    private static void assertPairs(Report report, String... pairs) {
        assertEquals(Arrays.stream(pairs).sorted().toList(), pairs(report));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 167, -167, 3_600, -3_600})
    void migrationsBackAndForthArePairedByHowFewClocksTheyNeed(long seconds) throws EventSourceException {
        long ahead = seconds * SECOND;
        Report report = report(
                new Vmm("a", 0).sends(1_000, 60, UNKNOWN),
                new Vmm("b", ahead).takes(1_000, 60, UNKNOWN).sends(3_000, 60, UNKNOWN),
                new Vmm("c", 0).takes(3_000, 60, UNKNOWN).sends(5_000, 60, UNKNOWN),
                new Vmm("d", ahead).takes(5_000, 60, UNKNOWN));
        assertPairs(report, "a>b", "b>c", "c>d");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 167, -3_600})
    void threeHostsInAChainNeedNoClockAtAll(long seconds) throws EventSourceException {
        Report report = report(
                new Vmm("c", 2 * seconds * SECOND).takes(3_000, 60, UNKNOWN),
                new Vmm("b", seconds * SECOND).takes(1_000, 60, UNKNOWN).sends(3_000, 60, UNKNOWN),
                new Vmm("a", 0).sends(1_000, 60, UNKNOWN));
        assertPairs(report, "a>b", "b>c");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 167, -167})
    void twoVmsAtTheSameTimeAreToldApartByTheirBytes(long seconds) throws EventSourceException {
        long ahead = seconds * SECOND;
        Report report = report(
                new Vmm("a", 0).sends(1_000, 60, 1),
                new Vmm("b", 0).sends(1_000, 60, 2),
                new Vmm("d", ahead).takes(1_000, 60, 2),
                new Vmm("c", ahead).takes(1_000, 60, 1));
        assertPairs(report, "a>c", "b>d");
    }

    @Test
    void twoVmsAtTheSameTimeAreToldApartByHowMuchTheySent() throws EventSourceException {
        Report report = report(
                new Vmm("a", 0).sends(1_000, 60, UNKNOWN),
                new Vmm("b", 0).sends(1_000, 61, UNKNOWN),
                new Vmm("d", 0).takes(1_000, 61, UNKNOWN),
                new Vmm("c", 0).takes(1_000, 60, UNKNOWN));
        assertPairs(report, "a>c", "b>d");
    }

    @Test
    void twoVmsThatNothingTellsApartAreNotGuessedAt() throws EventSourceException {
        Report report = report(
                new Vmm("a", 0).sends(1_000, 60, UNKNOWN),
                new Vmm("b", 0).sends(1_010, 60, UNKNOWN),
                new Vmm("c", 0).takes(1_000, 60, UNKNOWN),
                new Vmm("d", 0).takes(1_010, 60, UNKNOWN));
        assertPairs(report, "a>?", "b>?", "?>c", "?>d");
        assertTrue(
                report.migrations().stream().allMatch(PairingTest::leavesOpenWhichOne), report.migrations()::toString);
    }

    /// More than one trace fits, so that the traces of one migration alone would show it.
    private static boolean leavesOpenWhichOne(Report.MigrationSummary migration) {
        return migration.diagnosis().orElseThrow().unknown().stream()
                .anyMatch(unknown -> unknown.wouldBeShownBy().equals("traces of this migration alone"));
    }

    @Test
    void migrationsOfOneProcessToAnotherKeepTheirOrder() throws EventSourceException {
        Vmm a = new Vmm("a", 0);
        Vmm b = new Vmm("b", -900 * SECOND);
        for (int i = 1; i <= 3; i++) {
            a.sends(i * 1_000L, 60, UNKNOWN);
            b.takes(i * 1_000L, 60, UNKNOWN);
        }
        Report report = report(b, a);
        assertPairs(report, "a>b", "a>b", "a>b");
        for (Report.MigrationSummary migration : report.migrations()) {
            // Only a lower bound is proven.
            assertEquals(Optional.empty(), migration.downtimeNs());
            long atLeast = migration.anatomy().orElseThrow().atLeastNs().orElseThrow();
            assertTrue(Math.abs(6_995_000L - atLeast) <= 5_000, "at least " + atLeast);
        }
    }

    @Test
    void theAttemptThatWasGivenUpIsNotTheOneThatArrived() throws EventSourceException {
        Report report =
                report(new Vmm("a", 0).givesUp(1_000).sends(2_000, 60, UNKNOWN), new Vmm("b", 5).takes(2_000, 60, 7));
        assertPairs(report, "a>?", "a>b");
        assertEquals(
                Report.Outcome.COMPLETED,
                report.migrations().stream()
                        .filter(migration -> migration.destinationTrace().isPresent())
                        .findFirst()
                        .orElseThrow()
                        .outcome());
    }

    @Test
    void withADestinationMissingTheBytesTellWhoseTheOtherIs() throws EventSourceException {
        Report report = report(
                new Vmm("a", 0).sends(1_000, 60, 1),
                new Vmm("b", 0).sends(1_010, 60, 2),
                new Vmm("d", 167 * SECOND).takes(1_010, 60, 2));
        assertPairs(report, "a>?", "b>d");
    }

    @Test
    void withADestinationMissingAndNothingElseWallClocksThatAgreeAreNoProof() throws EventSourceException {
        Vmm a = new Vmm("a", 0).sends(1_000, 60, UNKNOWN);
        Vmm b = new Vmm("b", 0).sends(9_000, 60, UNKNOWN);
        Report report = report(a, b, new Vmm("d", 3).takes(9_000, 60, UNKNOWN));
        assertPairs(report, "a>?", "b>d");
        Report.MigrationSummary joined = report.migrations().stream()
                .filter(migration -> migration.destinationTrace().isPresent())
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.of(Report.ClockBasis.NONE), joined.clockBasis());
        assertTrue(joined.downtimeNs().isEmpty());
        assertTrue(report.findings().stream()
                .anyMatch(finding -> finding.rule().equals("clocks-not-proven")
                        && finding.summary().contains("ther sides in these traces fit as well")));
    }

    @Test
    void withADestinationMissingAndClocksApartNobodyIsPaired() throws EventSourceException {
        Report report = report(
                new Vmm("a", 0).sends(1_000, 60, UNKNOWN),
                new Vmm("b", 0).sends(9_000, 60, UNKNOWN),
                new Vmm("d", 167 * SECOND).takes(9_000, 60, UNKNOWN));
        assertPairs(report, "a>?", "b>?", "?>d");
    }

    @Test
    void theEndsOfAChainWhoseMiddleIsMissingStayApartByTheirBytes() throws EventSourceException {
        Report report = report(new Vmm("a", 0).sends(1_000, 60, 1, 2), new Vmm("c", 0).takes(1_000, 60, 3, 4));
        assertPairs(report, "a>?", "?>c");
        assertTrue(
                report.findings().stream().noneMatch(finding -> finding.rule().equals("bytes-differ")));
    }

    @Test
    void theEndsOfAChainWhoseMiddleIsMissingStayApartByTheirLengths() throws EventSourceException {
        assertPairs(
                report(new Vmm("a", 0).sends(1_000, 60, UNKNOWN), new Vmm("c", 0).takes(1_000, 61, UNKNOWN)),
                "a>?",
                "?>c");
    }

    @Test
    void theEndsOfAChainWhoseMiddleIsMissingStayApartByTheirHandlers() throws EventSourceException {
        assertPairs(
                report(
                        new Vmm("a", 0).handler("0000:00:02.0/vfio").sends(1_000, 60, UNKNOWN),
                        new Vmm("c", 0).handler("0000:00:03.0/vfio").takes(1_000, 60, UNKNOWN)),
                "a>?",
                "?>c");
    }

    @Test
    void theEndsOfAChainStayApartBesideAnotherMigration() throws EventSourceException {
        Report report = report(
                new Vmm("a", 0).sends(1_000, 60, 1),
                new Vmm("c", 0).takes(1_000, 60, 2),
                new Vmm("d", 0).sends(1_000, 60, 3),
                new Vmm("e", 0).takes(1_000, 60, 3));
        assertPairs(report, "a>?", "?>c", "d>e");
    }

    @Test
    void theEndsOfAChainStayApartByLessThanWasSentBesideAnotherMigration() throws EventSourceException {
        Report report = report(
                new Vmm("a", 0).sends(1_000, 60, UNKNOWN),
                new Vmm("c", 0).takes(1_000, 50, UNKNOWN),
                new Vmm("d", 0).sends(1_000, 70, 3),
                new Vmm("e", 0).takes(1_000, 70, 3));
        assertPairs(report, "a>?", "?>c", "d>e");
    }

    @Test
    void bytesThatWereDamagedOnTheirWayAreStillThoseOfTheOnlySource() throws EventSourceException {
        for (int[] taken : new int[][] {{9, 2, 3}, {1, 9, 3}, {1, 2, 9}, {1, 2}}) {
            Report report = report(new Vmm("a", 0).sends(1_000, 60, 1, 2, 3), new Vmm("b", 0).takes(1_000, 60, taken));
            assertPairs(report, "a>b");
            assertTrue(report.findings().stream()
                    .anyMatch(finding -> finding.rule().equals("bytes-differ")));
        }
    }

    @Test
    void theOnlyRecordThatWasDamagedIsStillThatOfTheOnlySource() throws EventSourceException {
        assertPairs(report(new Vmm("a", 0).sends(1_000, 60, 1), new Vmm("b", 0).takes(1_000, 60, 2)), "a>b");
    }

    @Test
    void aRecordThatWasDamagedIsTheSourcesBesideAnotherMigration() throws EventSourceException {
        Report report = report(
                new Vmm("a", 0).sends(1_000, 60, 1, 2),
                new Vmm("b", 0).takes(1_000, 60, 1, 9),
                new Vmm("d", 0).sends(1_000, 60, 3),
                new Vmm("e", 0).takes(1_000, 60, 3));
        assertPairs(report, "a>b", "d>e");
    }

    @Test
    void withoutTimesTheOrderOfEachProcessTellsWhichBelongTogether() throws EventSourceException {
        Vmm a = new Vmm("a");
        Vmm b = new Vmm("b");
        for (int i = 1; i <= 3; i++) {
            a.sends(i * 1_000L, 60, UNKNOWN);
            b.takes(i * 1_000L, 60, UNKNOWN);
        }
        assertPairs(report(b, a), "a>b", "a>b", "a>b");
    }

    @Test
    void theAttemptThatWasGivenUpWhenAllWasReadIsNotTheOneThatArrived() throws EventSourceException {
        Report report = report(
                new Vmm("a").givesUpLate(1_000, 60).sends(2_000, 60, UNKNOWN), new Vmm("b").takes(2_000, 60, UNKNOWN));
        assertPairs(report, "a>?", "a>b");
        for (Report.MigrationSummary migration : report.migrations()) {
            assertEquals(
                    migration.destinationTrace().isPresent() ? Report.Outcome.COMPLETED : Report.Outcome.CANCELLED,
                    migration.outcome());
        }
    }

    @Test
    void twoVmsAtTheSameTimeAreToldApartByTheirHandlers() throws EventSourceException {
        Report report = report(
                new Vmm("a", 0).handler("0000:00:02.0/vfio").sends(1_000, 60, UNKNOWN),
                new Vmm("b", 0).handler("0000:00:03.0/vfio").sends(1_000, 60, UNKNOWN),
                new Vmm("d", 0).handler("0000:00:03.0/vfio").takes(1_000, 60, UNKNOWN),
                new Vmm("c", 0).handler("0000:00:02.0/vfio").takes(1_000, 60, UNKNOWN));
        assertPairs(report, "a>c", "b>d");
    }

    @Test
    void twoSourcesWhoseTracesEndEarlyAreToldApartByHowMuchTheDestinationsTook() throws EventSourceException {
        Report report = report(
                new Vmm("a").beginsToSend(1_000, 60),
                new Vmm("b").beginsToSend(1_000, 50),
                new Vmm("d").takes(1_000, 50, UNKNOWN),
                new Vmm("c").takes(1_000, 60, UNKNOWN));
        assertPairs(report, "a>c", "b>d");
    }

    @Test
    void twoSourcesWhoseTracesEndEarlyAreToldApartByTheirHandlers() throws EventSourceException {
        Report report = report(
                new Vmm("a").handler("0000:00:02.0/vfio").beginsToSend(1_000, 60),
                new Vmm("b").handler("0000:00:03.0/vfio").beginsToSend(1_000, 60),
                new Vmm("d").handler("0000:00:03.0/vfio").takes(1_000, 60, UNKNOWN),
                new Vmm("c").handler("0000:00:02.0/vfio").takes(1_000, 60, UNKNOWN));
        assertPairs(report, "a>c", "b>d");
    }
}
