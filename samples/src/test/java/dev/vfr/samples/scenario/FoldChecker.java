package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.fold.DataTotals;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.fold.Step;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.samples.device.SimulatedDevice;
import java.util.ArrayList;
import java.util.List;

/// Holds what the fold concludes from a recorded simulation to the simulator's truth.
final class FoldChecker {

    private final SimulationResult result;
    private final String where;

    FoldChecker(SimulationResult result, String where) {
        this.result = result;
        this.where = where;
    }

    /// Folds all events and compares.
    ///
    /// @return what did not fit in the fold's eyes
    List<Anomaly> check(List<MigrationEvent> events) {
        MigrationState state = MigrationState.EMPTY;
        List<Anomaly> anomalies = new ArrayList<>();
        for (MigrationEvent event : events) {
            Step step = Fold.step(state, event);
            state = step.state();
            anomalies.addAll(step.anomalies());
        }
        int devices = result.devices().size();
        for (int i = 0; i < devices; i++) {
            SimulatedPair pair = result.devices().get(i);
            agrees(state.device(i).orElseThrow(), pair.source());
            agrees(state.device(devices + i).orElseThrow(), pair.destination());
        }
        return anomalies;
    }

    private void agrees(DeviceTrack track, SimulatedDevice truth) {
        DeviceState last = truth.walked().getLast();
        boolean possible = switch (track.state().now()) {
            case StateKnowledge.Observed observed -> observed.is(last);
            case StateKnowledge.Inferred inferred -> inferred.is(last);
            case StateKnowledge.Unknown unknown -> unknown.possible().contains(last);
        };
        assertTrue(
                possible,
                where + ": the device is in " + last + ", the fold says "
                        + track.state().now());
        DataTotals totals = track.data().totals();
        assertEquals(truth.preCopyBytes(), totals.preCopy().bytes(), where + ": bytes of pre-copy");
        assertEquals(truth.stopCopyBytes(), totals.stopCopy().bytes(), where + ": bytes of STOP_COPY");
        assertEquals(truth.resumedBytes(), totals.resumed().bytes(), where + ": bytes of RESUMING");
        assertEquals(0, totals.unplaced().bytes(), where + ": bytes that the fold cannot place");
    }
}
