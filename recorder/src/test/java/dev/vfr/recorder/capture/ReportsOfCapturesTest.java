package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.DeviceSummary;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.Report.Outcome;
import dev.vfr.model.report.Report.PathEntry;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.report.ReportJson;
import dev.vfr.recorder.testing.ReportSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The report on each real capture says what the README beside it says happened.
final class ReportsOfCapturesTest {

    private static final long NS_PER_MS = 1_000_000;

    /// Folders whose migration did not simply complete; the false successes among them, where both VMMs say completed.
    private static final Map<String, Outcome> OUTCOMES = Map.ofEntries(
            Map.entry("c-cancel", Outcome.CANCELLED),
            Map.entry("q11-c-cancel", Outcome.CANCELLED),
            Map.entry("d-type-mismatch", Outcome.FAILED),
            Map.entry("q11-d-type-mismatch-rp", Outcome.FAILED),
            Map.entry("e-kill-src", Outcome.FAILED),
            Map.entry("j-short-state", Outcome.FAILED),
            Map.entry("m-fail-load", Outcome.FAILED),
            Map.entry("q11-m-fail-load", Outcome.FAILED),
            Map.entry("m-fail-stop-copy", Outcome.FAILED),
            Map.entry("m-read-fail-precopy", Outcome.FAILED),
            Map.entry("q11-i-multifd-mismatch", Outcome.FAILED));

    static Stream<String> captures() {
        return Captures.expected().propertyNames().stream();
    }

    private static TraceInput trace(String capture, String side) throws Exception {
        InMemoryEvents events = new InMemoryEvents();
        TraceImport.run(Captures.files(capture, side), events, ImportProgress.NONE);
        return new TraceInput(side, events);
    }

    private static Report report(String capture, String... sides) throws Exception {
        List<TraceInput> traces = new ArrayList<>();
        for (String side : sides) {
            traces.add(trace(capture, side));
        }
        return Analysis.of(traces);
    }

    private static Report joined(String capture) throws Exception {
        return report(capture, Captures.expected().get(capture).propertyNames().toArray(String[]::new));
    }

    private static MigrationSummary only(Report report) {
        assertEquals(1, report.migrations().size(), report.migrations().toString());
        return report.migrations().getFirst();
    }

    private static List<String> errors(Report report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(Finding::rule)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theOutcomeIsWhatHappened(String capture) throws Exception {
        Report report = joined(capture);
        int migrations = capture.equals("i-ping-pong") ? 3 : 1;
        assertEquals(migrations, report.migrations().size());
        Outcome wanted = OUTCOMES.getOrDefault(capture, Outcome.COMPLETED);
        for (MigrationSummary migration : report.migrations()) {
            assertEquals(wanted, migration.outcome(), migration.verdict().text());
            assertTrue(migration.sourceTrace().isPresent()
                    && migration.destinationTrace().isPresent());
        }
        assertEquals(
                wanted == Outcome.FAILED,
                !errors(report).isEmpty(),
                report.findings().toString());
    }

    /// Joined, and each side alone, since a report on one side has other gaps.
    @ParameterizedTest
    @MethodSource("captures")
    void theJsonReportFitsItsSchema(String capture) throws Exception {
        assertEquals(List.of(), ReportSchema.errorsIn(ReportJson.toJson(joined(capture))));
        for (String side : Captures.expected().get(capture).propertyNames()) {
            assertEquals(List.of(), ReportSchema.errorsIn(ReportJson.toJson(report(capture, side))), side);
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void pathsAndAmountsAreThoseOfTheLogs(String capture) throws Exception {
        JsonNode expected = Captures.expected().get(capture);
        for (DeviceSummary device : joined(capture).devices()) {
            JsonNode wanted = expected.get(device.trace()).get("devices").get(device.name());
            List<PathEntry> path = device.path();
            assertEquals(
                    texts(wanted.get("observedPath")),
                    path.stream()
                            .filter(PathEntry::observed)
                            .map(entry -> entry.state().name())
                            .toList());
            assertEquals(DeviceState.RUNNING, path.getFirst().state());
            assertEquals(Report.Cause.INITIAL, path.getFirst().cause());
            assertFalse(path.getFirst().observed());
            for (int i = 1; i < path.size(); i++) {
                assertNotEquals(path.get(i - 1).state(), path.get(i).state(), path.toString());
            }
            amount(
                    wanted.get("preCopy"),
                    device.chunks().preCopy(),
                    device.bytes().preCopy());
            amount(
                    wanted.get("stopCopy"),
                    device.chunks().stopCopy(),
                    device.bytes().stopCopy());
            amount(
                    wanted.get("resumed"),
                    device.chunks().resumed(),
                    device.bytes().resumed());
        }
    }

    /// Where the log shows nothing the separate reading says 0 and the report may say that it is not known.
    private static void amount(JsonNode wanted, OptionalLong chunks, OptionalLong bytes) {
        assertEquals(wanted.get(0).asLong(), chunks.orElse(0));
        assertEquals(wanted.get(1).asLong(), bytes.orElse(0));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theVmmsDowntimeIsTheAnswerOfQmp(String capture) throws Exception {
        JsonNode expected = Captures.expected().get(capture);
        for (MigrationSummary migration : joined(capture).migrations()) {
            JsonNode wanted =
                    expected.get(migration.sourceTrace().orElseThrow()).get("vmmDowntimeMs");
            assertEquals(
                    wanted.isNull() ? OptionalLong.empty() : OptionalLong.of(wanted.asLong() * NS_PER_MS),
                    migration.vmmDowntimeNs());
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void eachSideAloneIsToldWithoutTheOther(String capture) throws Exception {
        for (String side : Captures.expected().get(capture).propertyNames()) {
            for (MigrationSummary migration : report(capture, side).migrations()) {
                assertEquals(Optional.empty(), migration.downtimeNs());
                assertEquals(Optional.empty(), migration.clockOffsetNs());
                assertTrue(migration.sourceTrace().isEmpty()
                        || migration.destinationTrace().isEmpty());
            }
        }
    }

    @Test
    void theDowntimeHoldsTheKernelsOwnFigureWhereTheVmmMissesAThirdOfIt() throws Exception {
        MigrationSummary migration = only(joined("m-slow-steps"));
        assertTrue(migration.downtimeNs().orElseThrow().contains(1595 * NS_PER_MS), migration.toString());
        assertEquals(OptionalLong.of(1067 * NS_PER_MS), migration.vmmDowntimeNs());
        Map<String, Long> phases =
                migration.downtimePhases().stream().collect(Collectors.toMap(Report.Phase::name, Report.Phase::ns));
        assertTrue(phases.getOrDefault("p2p-quiesce", 0L) > 300 * NS_PER_MS, phases.toString());
        assertTrue(phases.getOrDefault("stop-copy-set", 0L) > 700 * NS_PER_MS, phases.toString());
        assertTrue(phases.getOrDefault("resume-to-running", 0L) > 250 * NS_PER_MS, phases.toString());
    }

    @Test
    void everyDowntimeHasAPlausibleLength() throws Exception {
        Map<String, Long> atMostMs = new HashMap<>(Map.of("m-large", 1_700L, "m-slow-steps", 1_700L));
        for (String capture : captures().toList()) {
            for (MigrationSummary migration : joined(capture).migrations()) {
                // How long a stream lay in a file only wall clocks tell.
                boolean ran = migration.outcome() == Outcome.COMPLETED
                        && !capture.equals("i-stopped-vm")
                        && !capture.equals("b-file");
                assertEquals(ran, migration.downtimeNs().isPresent(), capture);
                if (ran) {
                    assertTrue(migration.downtimeNs().orElseThrow().min() > 5 * NS_PER_MS, capture);
                    long most = atMostMs.getOrDefault(capture, 300L) * NS_PER_MS;
                    assertTrue(migration.downtimeNs().orElseThrow().min() < most, capture);
                }
            }
        }
    }

    @Test
    void anotherClockAtTheDestinationShiftsTheOffsetAndNotTheDowntime() throws Exception {
        long shiftNs = 7_200_000 * NS_PER_MS;
        InMemoryEvents shifted = new InMemoryEvents();
        InMemoryEvents original =
                (InMemoryEvents) trace("a-precopy-ok-2", "dst").events();
        original.toList()
                .forEach(event -> shifted.append(
                        event instanceof ClockAnchored anchor
                                ? new ClockAnchored(
                                        anchor.header(),
                                        anchor.hostClock(),
                                        anchor.monotonicNs(),
                                        anchor.realtimeNs() + shiftNs,
                                        anchor.uncertaintyNs())
                                : event));
        MigrationSummary before = only(joined("a-precopy-ok-2"));
        MigrationSummary after =
                only(Analysis.of(List.of(trace("a-precopy-ok-2", "src"), new TraceInput("dst", shifted))));
        assertEquals(before.downtimeNs(), after.downtimeNs());
        assertTrue(after.clockOffsetNs().orElseThrow().contains(shiftNs), after.toString());
        assertTrue(before.clockOffsetNs().orElseThrow().contains(0), before.toString());
    }

    @Test
    void aFileLeavesTheClocksUnproven() throws Exception {
        Report report = joined("b-file");
        assertEquals(Report.ClockBasis.NONE, only(report).clockBasis().orElseThrow());
        assertTrue(only(report).downtimeNs().isEmpty());
        long least = only(report).anatomy().orElseThrow().atLeastNs().orElseThrow();
        assertTrue(least > 10 * NS_PER_MS && least < 700 * NS_PER_MS, Long.toString(least));
        assertTrue(only(report).clockOffsetNs().isEmpty());
        assertTrue(report.findings().stream().anyMatch(finding -> finding.rule().equals("clocks-not-proven")));
    }

    @Test
    void whatMultifdHidesIsNotZero() throws Exception {
        DeviceSummary source = report("i-multifd-transfer", "src").devices().getFirst();
        assertEquals(OptionalLong.empty(), source.bytes().stopCopy());
        assertEquals(OptionalLong.empty(), source.chunks().stopCopy());
        assertEquals(OptionalLong.of(24), source.bytes().preCopy());
        assertFalse(source.bytes().complete());
        assertFalse(
                report("i-multifd-transfer", "dst").devices().getFirst().bytes().complete());
        assertTrue(report("a-precopy-ok-2", "src").devices().getFirst().bytes().complete());
    }

    @Test
    void aCancelledMigrationThatNeverFittedIntoTheDowntimeLimitSaysSo() throws Exception {
        String told =
                only(report("q11-m-large-never-fits", "src", "dst")).verdict().text();
        assertTrue(told.contains("STOP_COPY"), told);
        assertTrue(told.contains("downtime limit"), told);
    }

    @Test
    void aKilledSourceMayHaveReadMore() throws Exception {
        assertFalse(report("e-kill-src", "src").devices().getFirst().bytes().complete());
        assertEquals(Outcome.INCOMPLETE, only(report("e-kill-src", "src")).outcome());
    }

    @Test
    void aChainOfMigrationsIsPairedInItsOrder() throws Exception {
        List<MigrationSummary> migrations = joined("i-ping-pong").migrations();
        assertEquals(
                List.of("src", "dst", "src2"),
                migrations.stream().map(m -> m.sourceTrace().orElseThrow()).toList());
        assertEquals(
                List.of("dst", "src2", "dst2"),
                migrations.stream().map(m -> m.destinationTrace().orElseThrow()).toList());
        assertEquals(
                List.of(Report.Role.SOURCE, Report.Role.BOTH, Report.Role.BOTH, Report.Role.DESTINATION),
                report("i-ping-pong", "src", "dst", "src2", "dst2").devices().stream()
                        .map(DeviceSummary::role)
                        .toList());
    }

    @Test
    void bytesCutOnTheWayAreFound() throws Exception {
        assertTrue(errors(joined("j-short-state")).contains("bytes-differ"));
        assertTrue(errors(joined("j-short-state")).contains("device-state-lost"));
    }
}
