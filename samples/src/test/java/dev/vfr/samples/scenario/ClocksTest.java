package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.samples.host.HostClock;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Two hosts whose clocks are up to minutes apart and drift, over many seeds: what the report proves of time is true.
class ClocksTest {

    private static final int SEEDS = Integer.getInteger("vfr.clocks", 100);

    private static final long MINUTE_NS = 60_000_000_000L;

    private static final int PPM = 500;

    @Test
    void withAnswersTheOffsetAndTheDowntimeAreProvenWhateverTheClocksSay() throws EventSourceException {
        for (int seed = 0; seed < SEEDS; seed++) {
            MigrationSummary migration = migration("clocks-apart", seed, clock(seed), clock(seed + SEEDS));
            String where = "clocks-apart with the clocks of " + seed;
            assertTrue(migration.downtimeNs().isPresent(), where);
            assertEquals(Report.ClockBasis.CAUSAL, migration.clockBasis().orElseThrow(), where);
        }
    }

    @Test
    void withoutAnswersNothingIsSaidThatTheWallClocksAloneSay() throws EventSourceException {
        int open = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            String name = seed % 2 == 0 ? "precopy-completes" : "two-devices";
            MigrationSummary migration = migration(name, seed, clock(seed), clock(seed + SEEDS));
            assertTrue(migration.clockOffsetNs().isEmpty(), name + " " + seed);
            open += migration.downtimeNs().isEmpty() ? 1 : 0;
        }
        assertTrue(open > SEEDS / 2, open + " of " + SEEDS + " without an upper bound");
    }

    @Test
    void clocksThatAgreeToSomeMillisecondsStillEncloseTheTruth() throws EventSourceException {
        for (int seed = 0; seed < SEEDS; seed++) {
            long skew = new SplittableRandom(seed).nextLong(-40_000_000, 40_000_000);
            migration("precopy-completes", seed, HostClock.good(), new HostClock(skew, 0));
        }
    }

    private static HostClock clock(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new HostClock(random.nextLong(-10 * MINUTE_NS, 10 * MINUTE_NS), random.nextInt(-PPM, PPM + 1));
    }

    private static MigrationSummary migration(String name, int seed, HostClock source, HostClock destination)
            throws EventSourceException {
        Scenario scenario = Scenarios.named(name).orElseThrow();
        Hosts hosts = scenario.hosts();
        Scenario changed = new Scenario(
                scenario.name(),
                scenario.description(),
                scenario.problems(),
                scenario.devices(),
                scenario.network(),
                scenario.settings(),
                new Hosts(source, destination, hosts.sourceKernel(), hosts.destinationKernel()),
                scenario.expectation());
        InMemoryEvents events = new InMemoryEvents();
        SimulationResult truth = Simulation.run(changed, seed, events);
        Report report = Analysis.of(List.of(new TraceInput("trace", events)));
        String where = name + ", seed " + seed + ", clocks " + source + " and " + destination;
        assertEquals(1, report.migrations().size(), where);
        MigrationSummary migration = report.migrations().getFirst();
        assertEquals(Report.Outcome.COMPLETED, migration.outcome(), where);
        TimeTruth.holds(truth, migration, where);
        TimeTruth.sameBytes(migration, where);
        assertTrue(
                report.findings().stream().map(Finding::rule).allMatch(rule -> rule.equals("clocks-not-proven")),
                where + report.findings());
        return migration;
    }
}
