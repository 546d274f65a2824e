package dev.vfr.model.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.replay.GappyEvents;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A gap in a damaged trace is told apart from a loss that the recorder wrote down.
class GapsInAnalysisTest {

    @Test
    void a_gap_makes_the_trace_not_intact_and_is_named() throws EventSourceException {
        List<MigrationEvent> whole = TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .set(DeviceState.PRE_COPY)
                .set(DeviceState.STOP_COPY)
                .set(DeviceState.STOP)
                .closed()
                .events()
                .toList();
        Report intact = report(GappyEvents.without(whole, Set.of()));
        assertTrue(intact.traces().getFirst().intact());
        Report damaged = report(GappyEvents.without(whole, Set.of(4)));
        assertFalse(damaged.traces().getFirst().intact());
        assertEquals(1, damaged.traces().getFirst().lost());
        assertEquals(whole.size() - 1, damaged.traces().getFirst().events());
        List<Finding> gaps = damaged.findings().stream()
                .filter(finding -> finding.rule().equals("trace-incomplete"))
                .toList();
        assertEquals(1, gaps.size());
        assertEquals(OptionalLong.of(4), gaps.getFirst().seq());
        assertTrue(
                damaged.findings().stream().noneMatch(finding -> finding.rule().equals("events-lost")));
    }

    @Test
    void a_loss_that_the_recorder_wrote_down_is_no_damage() throws EventSourceException {
        List<MigrationEvent> whole = new ArrayList<>(TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .set(DeviceState.PRE_COPY)
                .closed()
                .events()
                .toList());
        whole.set(3, new EventsLost(whole.get(3).header(), OptionalLong.of(7), "the ring was full"));
        Report report = report(GappyEvents.without(whole, Set.of()));
        assertTrue(report.traces().getFirst().intact());
        assertEquals(7, report.traces().getFirst().lost());
        assertEquals(
                List.of("events-lost"),
                report.findings().stream()
                        .map(Finding::rule)
                        .filter(rule -> rule.equals("events-lost") || rule.equals("trace-incomplete"))
                        .toList());
    }

    private static Report report(GappyEvents source) throws EventSourceException {
        return Analysis.of(List.of(new TraceInput("src", source)));
    }
}
