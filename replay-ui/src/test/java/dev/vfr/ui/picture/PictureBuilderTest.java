package dev.vfr.ui.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.replay.Checkpoints;
import dev.vfr.model.replay.ReplaySession;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.picture.StateBand.Stretch;
import dev.vfr.ui.testing.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PictureBuilderTest {

    private static final long MS = 1_000_000;

    static TracePicture picture(EventSource events) throws EventSourceException {
        TraceClock clock = TraceClock.of(events);
        PictureBuilder builder = new PictureBuilder(clock, events.count());
        ReplaySession session = new ReplaySession(events, clock, new Checkpoints());
        for (Optional<MigrationEvent> event = session.step(); event.isPresent(); event = session.step()) {
            builder.add(event.get(), session.state());
        }
        return builder.build();
    }

    @Test
    void aCombinationTransitionShowsItsMiddleStatesAsInferred() throws EventSourceException {
        Recording recording = new Recording(true)
                .add(1, -1, header -> new MigrationFlagsQueried(header, CallResult.OK, OptionalLong.of(7)))
                .set(60_000, 5, DeviceState.PRE_COPY, CallResult.OK)
                .set(60_400, 20, DeviceState.STOP_COPY, CallResult.OK)
                .set(60_700, -1, DeviceState.STOP, CallResult.OK);
        TracePicture picture = picture(recording.events());
        List<Stretch> stretches = stretches(picture);
        List<DeviceState> states =
                stretches.stream().map(stretch -> stretch.state().orElseThrow()).toList();
        assertTrue(states.toString().contains("PRE_COPY, PRE_COPY_P2P, STOP_COPY, STOP"), states.toString());
        Stretch middle = stretches.get(states.indexOf(DeviceState.PRE_COPY_P2P));
        assertEquals(false, middle.observed());
        Stretch stopCopy = stretches.get(states.indexOf(DeviceState.STOP_COPY));
        assertEquals(true, stopCopy.observed());
        assertEquals(60_420 * MS, stopCopy.startNs(), "a state is entered when its SET returns");
    }

    @Test
    void theDriversArcsStandWhereTheyWereTaken() throws EventSourceException {
        Recording recording = new Recording(true)
                .set(10, 1, DeviceState.RUNNING, CallResult.OK)
                .add(100, 5, header -> new ArcTaken(header, Optional.empty(), DeviceState.RUNNING_P2P, CallResult.OK))
                .add(110, 7, header -> new ArcTaken(header, Optional.empty(), DeviceState.STOP, CallResult.of(5)));
        TracePicture picture = picture(recording.events());
        DevicePicture device = picture.processes().getFirst().devices().getFirst();
        ArcColumn arcs = device.arcs();
        assertEquals(2, arcs.size());
        assertEquals(100 * MS, arcs.startNs(0));
        assertEquals(5 * MS, arcs.durationNs(0));
        assertEquals(DeviceState.RUNNING_P2P, arcs.to(0));
        assertEquals(false, arcs.failed(0));
        assertEquals(DeviceState.STOP, arcs.to(1));
        assertEquals(true, arcs.failed(1));
        assertEquals(1, device.marks(MarkKind.FAILED_CALL).size());
        // The arc that failed moved nothing.
        assertEquals(
                Optional.of(DeviceState.RUNNING_P2P),
                stretches(picture).getLast().state());
    }

    @Test
    void aReadOfAnUnknownDeviceMakesNoLane() throws EventSourceException {
        Recording recording = new Recording(true).read(10, 1);
        EventHeader nobody = new EventHeader(0, 20 * MS, EventHeader.UNKNOWN_NS, 0, 5, EventHeader.NONE, -1);
        OptionalLong none = OptionalLong.empty();
        recording
                .events()
                .append(new DataRead(nobody, CallResult.of(5), none, OptionalLong.empty(), none, Optional.empty()));
        recording
                .events()
                .append(new DataRead(nobody, CallResult.OK, none, OptionalLong.of(9), none, Optional.empty()));
        assertEquals(
                1, picture(recording.events()).processes().getFirst().devices().size());
    }

    @Test
    void theFocusIsTheMigrationAndNotTheIdleTimeAroundIt() throws EventSourceException {
        TracePicture picture = picture(Recording.ofMigration().events());
        assertTrue(picture.focus().startNs() > 59_900 * MS, picture.focus().toString());
        assertTrue(picture.focus().endNs() < 61_000 * MS, picture.focus().toString());
        assertTrue(picture.focus().contains(60_000 * MS) && picture.focus().contains(60_700 * MS));
    }

    @Test
    void aRefusedSetIsAFailureAndNoStateChange() throws EventSourceException {
        Recording recording = new Recording(true).set(10, 1, DeviceState.PRE_COPY, CallResult.OK);
        long before = picture(recording.events()).stateChanges().size();
        recording.set(20, 1, DeviceState.STOP_COPY, CallResult.of(5));
        TracePicture picture = picture(recording.events());
        assertEquals(1, picture.failures().size());
        assertEquals(recording.events().count() - 1, picture.failures().get(0));
        assertEquals(1, picture.devices().getFirst().marks(MarkKind.REFUSED_SET).size());
        assertTrue(picture.stateChanges().size() <= before + 1);
    }

    @Test
    void enomsgIsMarkedButIsNoFailure() throws EventSourceException {
        TracePicture picture = picture(Recording.ofMigration().events());
        assertEquals(1, picture.devices().getFirst().marks(MarkKind.ENOMSG).size());
        assertEquals(0, picture.failures().size());
    }

    @Test
    void aLossLeavesAGapSinceTheEventBefore() throws EventSourceException {
        Recording recording = new Recording(true)
                .set(10, 1, DeviceState.PRE_COPY, CallResult.OK)
                .add(50, -1, header -> new EventsLost(header, OptionalLong.of(7), "ring full"));
        TracePicture.Loss loss = picture(recording.events()).losses().getFirst();
        assertEquals(10 * MS, loss.fromNs());
        assertEquals(50 * MS, loss.toNs());
    }

    @Test
    void aTraceWithoutTimesIsDrawnByEvents() throws EventSourceException {
        Recording recording = new Recording(false)
                .set(0, -1, DeviceState.PRE_COPY, CallResult.OK)
                .read(0, 4096);
        TracePicture picture = picture(recording.events());
        assertEquals(Axis.EVENTS, picture.axis());
        assertEquals(4, picture.devices().getFirst().reads().time(0));
    }

    private static List<Stretch> stretches(TracePicture picture) {
        StateBand band = picture.devices().getFirst().states();
        List<Stretch> stretches = new ArrayList<>();
        for (long i = 0; i < band.size(); i++) {
            stretches.add(band.get(i, picture.whole().endNs()));
        }
        return stretches;
    }
}
