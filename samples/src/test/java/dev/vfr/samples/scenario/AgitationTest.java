package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.qemu.QemuMessages;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.capture.ImportInput;
import dev.vfr.recorder.capture.ImportProgress;
import dev.vfr.recorder.capture.TraceImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Traces that nobody could have recorded get an answer too: findings and anomalies, never an exception.
///
/// One seed again, or more of them:
///
///     mvn -B -q -pl samples -am test -Dtest=AgitationTest -Dsurefire.failIfNoSpecifiedTests=false \\
///         -Dvfr.firstSeed=N -Dvfr.agitations=1
class AgitationTest {

    private static final Set<String> LARGE = Set.of("large-stop-copy", "many-chunks");

    private static final int SEEDS = Integer.getInteger("vfr.agitations", 1_000);
    private static final int FIRST = Integer.getInteger("vfr.firstSeed", 0);

    /// Traces of the test bed stand in pairs beside each other.
    private static final Path SAMPLES = Path.of("traces");

    private static List<MigrationEvent> simulated(String name, long seed) throws EventSourceException {
        InMemoryEvents events = new InMemoryEvents();
        Simulation.run(Scenarios.named(name).orElseThrow(), seed, events);
        return events.toList();
    }

    private static List<String> scenarios() {
        return Scenarios.names().stream().filter(name -> !LARGE.contains(name)).toList();
    }

    private static List<MigrationEvent> sample(Path file) throws EventSourceException {
        InMemoryEvents events = new InMemoryEvents();
        TraceImport.run(List.of(ImportInput.of(file)), events, ImportProgress.NONE);
        return events.toList();
    }

    private static List<Path> samples() throws Exception {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
        }
    }

    /// One process's part of a trace, as if its host had a trace of its own.
    private static List<MigrationEvent> ofProcess(List<MigrationEvent> events, int process) {
        return Agitation.numbered(events.stream()
                .filter(event ->
                        event.header().process() == process || event.header().process() < 0)
                .toList());
    }

    @Test
    void anAgitatedSimulationIsAnswered() throws EventSourceException {
        List<String> names = scenarios();
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Random random = new Random(seed);
            List<MigrationEvent> events = simulated(names.get(seed % names.size()), seed / names.size());
            answered(events, seed, random, "-Dvfr.agitations=1 -Dvfr.firstSeed=" + seed);
        }
    }

    @Test
    void anAgitatedRecordingIsAnswered() throws Exception {
        List<Path> files = samples();
        assertTrue(files.size() > 5);
        for (Path file : files) {
            List<MigrationEvent> events = sample(file);
            for (int seed = FIRST; seed < FIRST + SEEDS / 20; seed++) {
                answered(events, seed, new Random(seed), file + " with -Dvfr.agitations=20 -Dvfr.firstSeed=" + seed);
            }
        }
    }

    private static void answered(List<MigrationEvent> events, int seed, Random random, String where)
            throws EventSourceException {
        List<List<MigrationEvent>> traces = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            traces.add(Agitation.of(ofProcess(events, 0), random));
            traces.add(Agitation.of(ofProcess(events, 1), random));
        } else {
            traces.add(Agitation.of(events, random));
        }
        try {
            for (List<MigrationEvent> trace : traces) {
                new ReplayChecker(trace, where).check(seed);
            }
            new ReportChecker(where).check(traces);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("AgitationTest " + where, e);
        }
    }

    /// Scenarios in which nothing goes wrong.
    private static List<String> clean() {
        return scenarios().stream()
                .filter(name -> Scenarios.named(name)
                        .flatMap(Scenario::expectation)
                        .filter(expected -> expected.findings().isEmpty()
                                && expected.waiting().isEmpty())
                        .isPresent())
                .toList();
    }

    @Test
    void aTraceThatEndsEarlyAccusesNobody() throws EventSourceException {
        List<String> accused = new ArrayList<>();
        for (String name : clean()) {
            List<MigrationEvent> events = simulated(name, 1);
            for (int tenths = 1; tenths < 10; tenths++) {
                String where = name + " up to " + tenths + " tenths";
                List<MigrationEvent> start = events.subList(0, Math.max(1, events.size() * tenths / 10));
                ReportChecker.accusations(new ReportChecker(where).check(List.of(start)))
                        .forEach(rule -> accused.add(where + ": " + rule));
            }
        }
        assertEquals(List.of(), accused);
    }

    /// One host's events stand in their order, whatever of the other's a recorder has put between them.
    @Test
    void theOrderOfTwoHostsEventsAccusesNobody() throws EventSourceException {
        List<String> accused = new ArrayList<>();
        for (String name : clean()) {
            List<MigrationEvent> events = Agitation.neighboursSwapped(simulated(name, 1), new Random(1));
            ReportChecker.accusations(new ReportChecker(name).check(List.of(events)))
                    .forEach(rule -> accused.add(name + ": " + rule));
        }
        assertEquals(List.of(), accused);
    }

    /// A host's clock may stand anywhere.
    @Test
    void aClockThatIsFarAwayAccusesNobody() throws EventSourceException {
        List<String> accused = new ArrayList<>();
        for (String name : clean()) {
            for (long hours : List.of(-30L, -1L, 1L, 30L)) {
                String where = name + " with " + hours + " hours between the clocks";
                List<MigrationEvent> events = simulated(name, 1);
                List<MigrationEvent> moved = Agitation.shifted(ofProcess(events, 1), hours * 3_600_000_000_000L);
                ReportChecker.accusations(new ReportChecker(where).check(List.of(ofProcess(events, 0), moved)))
                        .forEach(rule -> accused.add(where + ": " + rule));
            }
        }
        assertEquals(List.of(), accused);
    }

    /// Without the event that shows the cause, the next best explanation is told. It goes too far: what it rests on is
    /// that nothing else was seen.
    private static final List<String> SECOND_BEST = List.of(
            "reset-in-precopy without DeviceReset: session-died",
            "image-truncated without MigDataSizeQueried: late-load-error");

    @Test
    void aFamilyThatIsNotRecordedIsUnknownAndAccusesNobody() throws EventSourceException {
        List<String> accused = new ArrayList<>();
        for (String name : scenarios()) {
            List<MigrationEvent> events = simulated(name, 1);
            Set<String> before = ReportChecker.accusations(new ReportChecker(name).check(List.of(events)));
            Set<Class<? extends MigrationEvent>> families = new LinkedHashSet<>();
            events.forEach(event -> families.add(event.getClass()));
            for (Class<? extends MigrationEvent> family : families) {
                String where = name + " without " + family.getSimpleName();
                Report report = new ReportChecker(where).check(List.of(Agitation.without(events, family)));
                Set<String> more = new HashSet<>(ReportChecker.accusations(report));
                more.removeAll(before);
                // A call that failed is reported as such if what explained it is not recorded, and by what the VMM said
                // of it if the call itself is not.
                more.removeAll(Set.of("set-state-failed", "read-failed", "write-failed"));
                QemuMessages.rows().forEach(row -> more.remove(row.id()));
                if (family == MigrationStatusChanged.class) {
                    // The rule takes a source that never says how it ended for one that vanished.
                    more.remove("source-vanished");
                }
                more.forEach(rule -> accused.add(where + ": " + rule));
            }
        }
        accused.removeAll(SECOND_BEST);
        assertEquals(List.of(), accused);
    }
}
