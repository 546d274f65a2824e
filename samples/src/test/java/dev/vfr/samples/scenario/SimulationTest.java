package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.vmm.SourceVmm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

    private record Run(List<MigrationEvent> events, SimulationResult result) {}

    private static Run run(Scenario scenario, long seed) throws EventSourceException {
        InMemoryEvents events = new InMemoryEvents();
        SimulationResult result = Simulation.run(scenario, seed, events);
        return new Run(events.toList(), result);
    }

    private static Run run(String name) throws EventSourceException {
        return run(Scenarios.named(name).orElseThrow(), 1);
    }

    @Test
    void equalSeedsGiveEqualEventsAndOthersDoNot() throws EventSourceException {
        Scenario scenario = Scenarios.named("two-devices").orElseThrow();
        assertEquals(run(scenario, 7).events(), run(scenario, 7).events());
        assertNotEquals(run(scenario, 7).events(), run(scenario, 8).events());
    }

    @Test
    void aLargeStopCopyHasMoreThanAHundredThousandChunks() throws EventSourceException {
        Run run = run("large-stop-copy");
        new TraceChecker(run.events(), run.result(), "large-stop-copy").check();
        assertEquals(Outcome.COMPLETED, run.result().outcome());
        assertTrue(run.events().stream().filter(DataRead.class::isInstance).count() > 100_000);
    }

    @Test
    void preCopyEndsWithEnomsgAndStopCopyWithZero() throws EventSourceException {
        Run run = run("precopy-completes");
        List<DataRead> reads = run.events().stream()
                .filter(DataRead.class::isInstance)
                .map(DataRead.class::cast)
                .toList();
        assertTrue(reads.stream().anyMatch(read -> read.result().code() == Errno.ENOMSG.number()));
        assertEquals(0, reads.getLast().bytes().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"destination-refuses", "truncated-data"})
    void whereStateIsLostBothVmmsSayCompleted(String name) throws EventSourceException {
        Run run = run(name);
        assertEquals(SourceVmm.End.COMPLETED, run.result().sourceSays());
        List<String> answers = run.events().stream()
                .filter(MigrationQueried.class::isInstance)
                .map(event -> ((MigrationQueried) event).status().orElseThrow())
                .toList();
        assertEquals(List.of("completed", "completed"), answers);
        assertTrue(run.events().stream()
                .filter(ErrorLinePrinted.class::isInstance)
                .anyMatch(event -> ((ErrorLinePrinted) event)
                        .text()
                        .endsWith("Failed setting device state to RUNNING_P2P. Recover state is ERROR."
                                + " Resetting device: Invalid argument")));
    }

    @Test
    void aSlowLoadIsInTheTrueDowntimeAndNotInTheVmms() throws EventSourceException {
        Run run = run("slow-load");
        long vmmMs = run.events().stream()
                .filter(MigrationQueried.class::isInstance)
                .mapToLong(event -> ((MigrationQueried) event).downtimeMs().orElse(0))
                .max()
                .orElseThrow();
        long trueMs = run.result().downtimeNs().orElseThrow() / 1_000_000;
        assertTrue(trueMs - vmmMs > 400, "VMM " + vmmMs + " ms, truth " + trueMs + " ms");
    }
}
