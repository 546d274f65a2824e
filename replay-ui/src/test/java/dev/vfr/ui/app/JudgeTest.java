package dev.vfr.ui.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.replay.JoinedEvents;
import dev.vfr.model.report.Finding;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.testing.Recording;
import dev.vfr.ui.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private final EventSource source = Recording.ofMigration().events();
    private final EventSource destination = new Recording(true)
            .set(60_000, 5, DeviceState.RESUMING, CallResult.OK)
            .set(60_800, 5, DeviceState.RUNNING, CallResult.of(Errno.EIO))
            .events();

    @Test
    void tracesShownTogetherAreJudgedLikeInTheReport() throws Exception {
        List<Finding> reported = Analysis.of(List.of(new TraceInput("src", source), new TraceInput("dst", destination)))
                .findings();
        List<FindingItem> shown = judgement().findings();
        assertEquals(
                reported.stream().map(Finding::summary).toList(),
                shown.stream().map(FindingItem::summary).toList());
    }

    @Test
    void aFindingLeadsToItsEventAmongThoseOfAllTraces() throws Exception {
        FindingItem refused = judgement().findings().stream()
                .filter(finding -> finding.rule().equals("set-state-failed"))
                .findFirst()
                .orElseThrow();
        try (EventSource.EventReader reader =
                traces().joined().readFrom(refused.seq().orElseThrow())) {
            MigrationEvent event = reader.next();
            assertTrue(event instanceof DeviceStateSet set && set.result().isFailed(), () -> "it is " + event);
        }
    }

    @Test
    void aFailureTellsWhoIsResponsibleByWhichEventAndClause() throws Exception {
        long refused = judgement().findings().stream()
                .filter(finding -> finding.rule().equals("set-state-failed"))
                .findFirst()
                .orElseThrow()
                .seq()
                .orElseThrow();
        Map<String, String> facts = judgement().verdict().facts().stream()
                .collect(Collectors.toMap(Verdict.Fact::name, Verdict.Fact::value));
        assertEquals("driver", facts.get("responsible"));
        assertTrue(
                java.util.Objects.requireNonNull(facts.get("evidence")).endsWith("(event " + refused + " here)"),
                facts::toString);
        assertTrue(facts.containsKey("by"), facts::toString);
    }

    @Test
    void aFindingBringsItsRemedyAndItsClause() throws Exception {
        List<Finding> reported = Analysis.of(List.of(new TraceInput("src", source), new TraceInput("dst", destination)))
                .findings();
        List<FindingItem> shown = judgement().findings();
        assertEquals(
                reported.stream().map(Finding::remedy).toList(),
                shown.stream().map(FindingItem::remedy).toList());
        assertEquals(
                reported.stream().map(Finding::clause).toList(),
                shown.stream().map(FindingItem::clause).toList());
    }

    private Judgement judgement() throws Exception {
        return Judge.judge(traces());
    }

    private Traces traces() throws Exception {
        return new Traces(
                List.of(source, destination), List.of("src", "dst"), JoinedEvents.of(List.of(source, destination)));
    }
}
