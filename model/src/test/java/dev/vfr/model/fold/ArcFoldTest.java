package dev.vfr.model.fold;

import static dev.vfr.model.vfio.DeviceState.ERROR;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.RUNNING_P2P;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.SetCause;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Arcs that were seen in the driver leave nothing to infer of the request that they are part of.
class ArcFoldTest {

    private static TraceScript driver() {
        return TraceScript.of("source", "mt0", CaptureSource.FTRACE).got(RUNNING);
    }

    /// The way of RUNNING to RESUMING: entered at 100, its arcs within, and it returns after them.
    private static TraceScript resuming() {
        return driver().at(101, 1)
                .arc(RUNNING_P2P)
                .at(103, 1)
                .arc(STOP)
                .at(105, 1)
                .arc(RESUMING)
                .at(100, 10)
                .set(RESUMING);
    }

    private static StateTrack state(TraceScript script) {
        return script.folded().device(0).orElseThrow().state();
    }

    @Test
    void eachArcIsAnObservedState() {
        StateTrack seen = state(driver().at(101, 1).arc(RUNNING_P2P));
        assertEquals(StateKnowledge.Observed.of(RUNNING_P2P), seen.now());
        assertEquals(102, seen.sinceNs());
        assertEquals(1, seen.arcs().observed(RUNNING, RUNNING_P2P));
    }

    @Test
    void theReturnOfTheRequestIsNoSecondMove() {
        StateTrack seen = state(resuming());
        assertEquals(StateKnowledge.Observed.of(RESUMING), seen.now());
        assertEquals(RESUMING, seen.lastChange().orElseThrow().to());
        assertEquals(List.of(), seen.lastChange().orElseThrow().middle());
        assertEquals(106, seen.sinceNs());
        assertEquals(0, seen.arcs().inferred(RUNNING, RUNNING_P2P));
        assertEquals(1, seen.arcs().observed(RUNNING_P2P, STOP));
        assertEquals(1, seen.arcs().observed(STOP, RESUMING));
    }

    @Test
    void theDataOfTheRequestHasOneSession() {
        assertEquals(
                1,
                resuming().written(10).folded().device(0).orElseThrow().data().count());
    }

    @Test
    void afterAFailedArcOnlyThatOneIsInDoubt() {
        StateTrack seen = state(driver().at(101, 1)
                .arc(RUNNING_P2P)
                .at(103, 1)
                .arc(STOP, CallResult.of(5))
                .at(100, 10)
                .set(STOP_COPY, CallResult.of(5), SetCause.SET));
        // STOP was on the way to STOP_COPY, but it was not reached.
        assertEquals(new StateKnowledge.Unknown(Set.of(RUNNING_P2P, ERROR)), seen.now());
    }

    @Test
    void anArcOfAnEarlierRequestDoesNotExplainAFailure() {
        StateTrack seen = state(driver().at(101, 1)
                .arc(PRE_COPY, CallResult.of(5))
                .at(100, 10)
                .set(PRE_COPY, CallResult.of(5), SetCause.SET)
                .got(RUNNING)
                .at(200, 10)
                .set(STOP, CallResult.of(5), SetCause.SET));
        assertTrue(
                seen.now() instanceof StateKnowledge.Unknown unknown
                        && unknown.possible().contains(RUNNING_P2P),
                seen.now().toString());
    }
}
