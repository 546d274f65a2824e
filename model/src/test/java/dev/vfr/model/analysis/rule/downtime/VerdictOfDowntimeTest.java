package dev.vfr.model.analysis.rule.downtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A downtime over its limit is found, and its parts say what it was spent on.
class VerdictOfDowntimeTest {

    private static Report report(TraceScript... traces) throws EventSourceException {
        List<TraceInput> inputs = new ArrayList<>();
        for (TraceScript trace : traces) {
            inputs.add(new TraceInput("trace " + inputs.size(), trace.events()));
        }
        return Analysis.of(inputs);
    }

    private static MigrationSummary migration(TraceScript... traces) throws EventSourceException {
        return report(traces).migrations().getFirst();
    }

    private static boolean isOverLimit(TraceScript... traces) throws EventSourceException {
        return report(traces).findings().stream()
                .anyMatch(finding -> finding.rule().equals("downtime-over-limit"));
    }

    private static Story slow() {
        Story story = new Story();
        story.stopCopy = 600;
        story.answers = true;
        return story;
    }

    @Test
    void theLongestPartOfADowntimeOverTheLimitIsKnown() throws EventSourceException {
        assertTrue(isOverLimit(slow().both()));
        MigrationSummary migration = migration(slow().both());
        DowntimeAnatomy.Part longest = migration.anatomy().orElseThrow().parts().stream()
                .max(Comparator.comparingLong(part -> part.ns().min()))
                .orElseThrow();
        assertEquals("stop-copy-set", longest.name());
        assertEquals(Report.Side.SOURCE, longest.side());
        assertEquals(Optional.of("mt0"), longest.device());
        assertEquals(600 * Story.MS, longest.ns().min());
    }

    @Test
    void aDowntimeWithinItsLimitIsNotFound() throws EventSourceException {
        Story story = slow();
        story.limit = 2_000;
        assertFalse(isOverLimit(story.both()));
    }

    @Test
    void aDowntimeWithoutAnUpperBoundIsAtLeastSoLong() throws EventSourceException {
        Story story = slow();
        story.answers = false;
        story.skew = 167_000;
        MigrationSummary migration = migration(story.both());
        assertEquals(Optional.empty(), migration.downtimeNs());
        assertTrue(migration.anatomy().orElseThrow().atLeastNs().isPresent());
    }

    @Test
    void aSideThatIsAbsentLeavesSomethingUnknown() throws EventSourceException {
        assertEquals(List.of("a trace of the destination"), shownBy(slow().source()));
        assertEquals(List.of("a trace of the source"), shownBy(slow().destination()));
        assertEquals(Optional.empty(), migration(slow().source()).downtimeNs());
    }

    /// What would show that which is unknown.
    private static List<String> shownBy(TraceScript trace) throws EventSourceException {
        return migration(trace).diagnosis().orElseThrow().unknown().stream()
                .map(Diagnosis.Unknown::wouldBeShownBy)
                .toList();
    }
}
