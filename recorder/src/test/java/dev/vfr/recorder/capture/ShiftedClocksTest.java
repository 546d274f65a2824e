package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Diagnosis.EventRef;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// The real captures, with the clocks of the destinations' host set wrong and drifting: it changes neither what is
/// said to have happened nor which sides belong together, and no downtime is told that would not be true.
final class ShiftedClocksTest {

    private static final long SECOND_NS = 1_000_000_000L;

    static Stream<String> captures() {
        return JsonMapper.shared()
                .readTree(Captures.FOLDER.resolve("verdicts.json").toFile())
                .propertyNames()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void whatHappenedDoesNotDependOnTheWallClocks(String capture) throws Exception {
        Report right = report(capture, ShiftedClock.RIGHT);
        for (long seconds : new long[] {167, -167, 3_600, -3_600}) {
            for (int ppm : new int[] {0, 500}) {
                Report wrong = report(capture, new ShiftedClock(seconds * SECOND_NS, ppm));
                assertSame(right, wrong, capture + ", " + seconds + " s, " + ppm + " ppm");
            }
        }
    }

    private static void assertSame(Report right, Report wrong, String where) {
        assertEquals(pairs(right), pairs(wrong), where);
        assertEquals(rules(right), rules(wrong), where);
        for (int i = 0; i < right.migrations().size(); i++) {
            MigrationSummary is = wrong.migrations().get(of(right, i, wrong));
            MigrationSummary was = right.migrations().get(i);
            assertEquals(was.outcome(), is.outcome(), where);
            assertEquals(facts(was), facts(is), where);
            if (was.downtimeNs().isPresent()) {
                downtime(was.downtimeNs().get(), is, where);
            } else {
                assertTrue(is.downtimeNs().isEmpty(), where);
            }
        }
    }

    /// Either an interval that has a part in common with what right clocks tell, or no more than a least length.
    private static void downtime(Interval was, MigrationSummary is, String where) {
        if (is.downtimeNs().isPresent()) {
            Interval now = is.downtimeNs().get();
            assertTrue(now.min() <= was.max() && was.min() <= now.max(), where + ": " + was + ", now " + now);
        } else {
            long least =
                    is.anatomy().map(DowntimeAnatomy::atLeastNs).orElseThrow().orElseThrow();
            assertTrue(least <= was.max(), where + ": " + was + ", now at least " + least);
        }
    }

    /// The diagnosis without times, which the clocks change, and without what the clocks alone are to blame for.
    private static Optional<List<Object>> facts(MigrationSummary migration) {
        return migration
                .diagnosis()
                .filter(known -> !known.cause().equals(Optional.of("clocks-not-proven")))
                .map(known -> List.of(
                        known.at(),
                        known.responsible(),
                        known.cause(),
                        known.failed(),
                        known.evidence().stream().map(EventRef::text).toList(),
                        known.contradictedBy().stream()
                                .map(each -> each.event().text())
                                .toList(),
                        known.excluded(),
                        known.undecided(),
                        known.unknown()));
    }

    /// The same migration in the other report, whose order is by time.
    private static int of(Report right, int i, Report wrong) {
        return wrong.migrations().stream()
                .map(ShiftedClocksTest::pair)
                .toList()
                .indexOf(pair(right.migrations().get(i)));
    }

    private static List<String> pairs(Report report) {
        return report.migrations().stream()
                .map(ShiftedClocksTest::pair)
                .sorted()
                .toList();
    }

    private static String pair(MigrationSummary migration) {
        return migration.sourceTrace().orElse("-") + " to "
                + migration.destinationTrace().orElse("-");
    }

    private static List<String> rules(Report report) {
        return report.findings().stream()
                .map(finding -> finding.rule() + " " + finding.trace().orElse("") + " " + finding.seq())
                .filter(told -> !told.startsWith("clocks-not-proven"))
                .sorted()
                .toList();
    }

    private static Report report(String capture, ShiftedClock destinations) throws Exception {
        List<String> traces = JsonMapper.shared()
                .readTree(Captures.FOLDER.resolve("verdicts.json").toFile())
                .get(capture)
                .get("traces")
                .valueStream()
                .map(node -> node.asString())
                .toList();
        List<TraceInput> inputs = new ArrayList<>();
        for (String side : traces) {
            InMemoryEvents events = new InMemoryEvents();
            TraceImport.run(Captures.files(capture, side), events, ImportProgress.NONE);
            inputs.add(new TraceInput(side, side.startsWith("dst") ? destinations.on(events) : events));
        }
        return Analysis.of(inputs);
    }
}
