package dev.vfr.model.analysis.rule.downtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The verdict names what a downtime over its limit was spent on, where that is proven.
class VerdictOfDowntimeTest {

    private static String verdict(TraceScript... traces) throws EventSourceException {
        List<TraceInput> inputs = new ArrayList<>();
        for (TraceScript trace : traces) {
            inputs.add(new TraceInput("trace " + inputs.size(), trace.events()));
        }
        return Analysis.of(inputs).migrations().getFirst().verdict();
    }

    private static Story slow() {
        Story story = new Story();
        story.stopCopy = 600;
        story.answers = true;
        return story;
    }

    @Test
    void theLongestPartOfADowntimeOverTheLimitIsNamed() throws EventSourceException {
        String verdict = verdict(slow().both());
        assertTrue(verdict.contains("most of it, 600 ms or 9"), verdict);
        assertTrue(verdict.contains("was stop-copy-set of device mt0 at the source"), verdict);
    }

    @Test
    void aDowntimeWithinItsLimitIsNotTakenApart() throws EventSourceException {
        Story story = slow();
        story.limit = 2_000;
        assertFalse(verdict(story.both()).contains("most of it"));
    }

    @Test
    void nothingIsNamedWhereTheDowntimeHasNoUpperBound() throws EventSourceException {
        Story story = slow();
        story.answers = false;
        story.skew = 167_000;
        String verdict = verdict(story.both());
        assertTrue(verdict.contains("at least"), verdict);
        assertFalse(verdict.contains("most of it"), verdict);
    }

    @Test
    void nothingIsNamedWhereNoPartIsHalfOfIt() throws EventSourceException {
        Story story = slow();
        story.quiesce = 600;
        story.resume = 600;
        assertFalse(verdict(story.both()).contains("most of it"));
    }

    @Test
    void aSideThatIsAbsentIsToldWithWhatItLeavesUnknown() throws EventSourceException {
        String source = verdict(slow().source());
        assertTrue(
                source.contains("no trace shows the destination, so that whether its device took the state"), source);
        String destination = verdict(slow().destination());
        assertTrue(destination.contains("no trace shows the source, so that the downtime is not known"), destination);
    }
}
