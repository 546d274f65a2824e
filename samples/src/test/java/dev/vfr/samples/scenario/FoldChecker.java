package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.fold.DataTotals;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.Fold;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.fold.Step;
import dev.vfr.samples.device.DeviceTruth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds what the fold concludes to the simulator's truth, after every event of a recorded simulation.
///
/// A device that changes its state without a call does so unseen: from then on until the next move that is
/// shown, its state, and where its bytes are counted, may be others.
final class FoldChecker {

    private final String where;
    private final Map<Integer, Integer> movesShown = new HashMap<>();
    private final Map<Integer, Boolean> dmaLogging = new HashMap<>();

    FoldChecker(String where) {
        this.where = where;
    }

    /// Folds all events and compares.
    ///
    /// @param truths beside each event, as [TruthLog#along] gives them
    /// @return what did not fit in the fold's eyes
    List<Anomaly> check(List<MigrationEvent> events, List<Optional<DeviceTruth>> truths) {
        MigrationState state = MigrationState.EMPTY;
        List<Anomaly> anomalies = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            MigrationEvent event = events.get(i);
            Step step = Fold.step(state, event);
            state = step.state();
            anomalies.addAll(step.anomalies());
            Optional<DeviceTruth> truth = truths.get(i);
            if (truth.isPresent()) {
                DeviceTrack track = state.device(event.header().device()).orElseThrow();
                agree(event, track, truth.get());
            }
        }
        return anomalies;
    }

    private void agree(MigrationEvent event, DeviceTrack track, DeviceTruth truth) {
        int device = event.header().device();
        String at = where + ": after " + event;
        boolean shown = track.state()
                .lastChange()
                .filter(c -> c.seq() == event.header().seq())
                .isPresent();
        if (shown) {
            movesShown.put(device, truth.ownMoves());
        }
        if (movesShown.getOrDefault(device, 0) == truth.ownMoves()) {
            assertTrue(
                    isPossible(track.state().now(), truth),
                    at + ": the device is in " + truth.state() + ", the fold says "
                            + track.state().now());
        }
        DataTotals totals = track.data().totals();
        if (truth.ownMoves() == 0) {
            assertEquals(truth.preCopyBytes(), totals.preCopy().bytes(), at + ": bytes of pre-copy");
            assertEquals(truth.stopCopyBytes(), totals.stopCopy().bytes(), at + ": bytes of STOP_COPY");
            assertEquals(truth.resumedBytes(), totals.resumed().bytes(), at + ": bytes of RESUMING");
            assertEquals(0, totals.unplaced().bytes(), at + ": bytes that the fold cannot place");
            assertTrue(
                    truth.sessionNumber() + 1 >= track.data().count(),
                    at + ": " + (truth.sessionNumber() + 1) + " sessions, the fold says "
                            + track.data().count());
        }
        assertEquals(
                truth.preCopyBytes() + truth.stopCopyBytes() + truth.resumedBytes(),
                totals.preCopy().bytes()
                        + totals.stopCopy().bytes()
                        + totals.resumed().bytes()
                        + totals.unplaced().bytes(),
                at + ": bytes of all");
        dmaLogging(event, truth, at);
    }

    private static boolean isPossible(StateKnowledge knowledge, DeviceTruth truth) {
        return switch (knowledge) {
            case StateKnowledge.Observed observed -> observed.is(truth.state());
            case StateKnowledge.Inferred inferred -> inferred.is(truth.state());
            case StateKnowledge.Unknown unknown -> unknown.possible().contains(truth.state());
        };
    }

    /// What the trace shows of the device's dirty tracking, by the calls that were done.
    private void dmaLogging(MigrationEvent event, DeviceTruth truth, String at) {
        int device = event.header().device();
        switch (event) {
            case DmaLoggingStarted e when e.result().isOk() -> dmaLogging.put(device, true);
            case DmaLoggingStopped e when e.result().isOk() -> dmaLogging.put(device, false);
            // Some drivers stop it with the end of saving, none starts it.
            case DeviceStateSet _ -> dmaLogging.computeIfPresent(device, (_, on) -> on && truth.dmaLogging());
            case DeviceReset _, DeviceClosed _ -> dmaLogging.put(device, truth.dmaLogging());
            default -> {
                // No other call starts or stops it.
            }
        }
        if (truth.ownMoves() == 0) {
            assertEquals(truth.dmaLogging(), dmaLogging.getOrDefault(device, false), at + ": DMA logging");
        }
    }
}
