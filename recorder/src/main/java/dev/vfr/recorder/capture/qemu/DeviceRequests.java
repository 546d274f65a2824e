package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Makes the SETs of one device out of what QEMU 9.1 and later print of them.
///
/// | lines | what happened |
/// |---|---|
/// | attempt X, adoption X | SET X done; it took from the one line to the other |
/// | attempt X, nothing, QEMU's copy is X | no ioctl at all |
/// | attempt X recover Y, adoption Y | SET X failed, SET Y done |
/// | attempt X, adoption RUNNING | SET X failed, the device was reset |
/// | attempt X, the log ends | not shown |
///
/// The errno is in a message that comes some lines later, in the log or on stderr, so the failed SET waits for
/// it. Where RUNNING itself was asked for, only that message tells a reset from a success.
final class DeviceRequests {

    /// How many events may pass while the adoption of an attempt is not there. Only memory bounds it: a SET may
    /// hang for minutes while other lines go on.
    private static final int ADOPTION_PATIENCE = 65_536;

    /// How many events may pass before the message with the errno.
    private static final int MESSAGE_PATIENCE = 8_192;

    private final Timeline timeline;
    private final DeviceTrack track;
    private @Nullable Attempt pending;
    private final List<Attempt> unexplained = new ArrayList<>();
    private final Map<DeviceState, CallResult> explainedEarly = new EnumMap<>(DeviceState.class);

    DeviceRequests(Timeline timeline, DeviceTrack track) {
        this.timeline = timeline;
        this.track = track;
    }

    private static final class Attempt {
        final EventHeader header;
        final DeviceState requested;
        final Optional<DeviceState> recover;
        HeldEvents.@Nullable Slot slot;
        CallResult failure = CallResult.FAILED;

        @Nullable
        CallResult recoverFailure;
        /// Set where the attempt looks done, but may have ended in a reset.
        @Nullable
        DeviceStateSet doneUnlessExplained;

        Attempt(EventHeader header, DeviceState requested, Optional<DeviceState> recover) {
            this.header = header;
            this.requested = requested;
            this.recover = recover;
        }
    }

    /// QEMU is about to ask for `requested`.
    void asked(DeviceState requested, Optional<DeviceState> recover) throws EventSourceException {
        moved();
        finish();
        if (track.state() == requested) {
            return;
        }
        settle();
        Attempt attempt = new Attempt(timeline.header(track), requested, recover);
        HeldEvents.Slot slot = timeline.hold();
        slot.await(ADOPTION_PATIENCE, () -> {
            slot.fill(List.of());
            attempt.slot = null;
        });
        attempt.slot = slot;
        pending = attempt;
    }

    /// A line that QEMU prints of the device only when no SET is under way: an attempt without adoption was none.
    void moved() throws EventSourceException {
        Attempt attempt = pending;
        if (attempt != null && track.state() == null) {
            track.learn(attempt.requested);
            pending = null;
            place(attempt, List.of());
        }
    }

    /// QEMU took `state` for the device's.
    void taken(DeviceState state) throws EventSourceException {
        Attempt attempt = pending;
        pending = null;
        if (attempt == null) {
            track.moveTo(state);
            timeline.append(set(timeline.header(track), state, CallResult.OK, SetCause.SET, Optional.empty()));
        } else if (attempt.requested == state && attempt.recoverFailure == null) {
            done(attempt);
        } else {
            failed(attempt, state);
        }
    }

    private void done(Attempt attempt) throws EventSourceException {
        track.moveTo(attempt.requested);
        EventHeader at = timeline.since(attempt.header, track);
        DeviceStateSet event = set(at, attempt.requested, CallResult.OK, SetCause.SET, attempt.recover);
        if (attempt.requested == DeviceState.RUNNING) {
            attempt.doneUnlessExplained = event;
            awaitMessage(attempt);
        } else {
            place(attempt, List.of(event));
        }
    }

    private void failed(Attempt attempt, DeviceState state) throws EventSourceException {
        CallResult early = explainedEarly.remove(attempt.requested);
        if (early != null && attempt.failure.errno().isEmpty()) {
            attempt.failure = early;
        }
        awaitMessage(attempt);
        boolean recovered = attempt.recoverFailure == null && attempt.recover.equals(Optional.of(state));
        if (recovered || state != DeviceState.RUNNING) {
            track.moveTo(state);
            timeline.append(set(timeline.header(track), state, CallResult.OK, SetCause.RECOVER, Optional.empty()));
            return;
        }
        for (MigrationEvent event : resetEvents(attempt, timeline.header(track), CallResult.OK)) {
            timeline.append(event);
        }
        track.moveTo(state);
        timeline.append(set(timeline.header(track), state, CallResult.OK, SetCause.RESET, Optional.empty()));
    }

    /// The recover request where QEMU made one, and the reset after it.
    private List<MigrationEvent> resetEvents(Attempt attempt, EventHeader at, CallResult result) {
        List<MigrationEvent> events = new ArrayList<>();
        if (attempt.recover.isPresent() && attempt.recover.get() != DeviceState.ERROR) {
            CallResult why = attempt.recoverFailure == null ? CallResult.FAILED : attempt.recoverFailure;
            events.add(set(at, attempt.recover.get(), why, SetCause.RECOVER, Optional.empty()));
        }
        events.add(new DeviceReset(at, result));
        return events;
    }

    private void awaitMessage(Attempt attempt) {
        HeldEvents.Slot slot = attempt.slot == null ? timeline.hold() : attempt.slot;
        attempt.slot = slot;
        slot.await(MESSAGE_PATIENCE, () -> {
            unexplained.remove(attempt);
            DeviceStateSet done = attempt.doneUnlessExplained;
            slot.fill(List.of(done == null ? failure(attempt, attempt.failure) : done));
        });
        unexplained.add(attempt);
    }

    private DeviceStateSet failure(Attempt attempt, CallResult why) {
        return set(attempt.header, attempt.requested, why, SetCause.SET, attempt.recover);
    }

    /// What looked done was done: QEMU would have said otherwise before it asks for the next state.
    private void settle() throws EventSourceException {
        for (Attempt attempt : List.copyOf(unexplained)) {
            DeviceStateSet event = attempt.doneUnlessExplained;
            if (event != null) {
                unexplained.remove(attempt);
                place(attempt, List.of(event));
            }
        }
    }

    /// A message says that the SET to `requested` failed. False where no such SET is known.
    ///
    /// @param prompt whether the message comes when it happens; an answer of QMP repeats what may be long past,
    ///     so that it says nothing against a SET that looks done
    boolean explained(DeviceState requested, CallResult why, boolean prompt) throws EventSourceException {
        for (Attempt attempt : unexplained) {
            if (attempt.requested == requested && (prompt || attempt.doneUnlessExplained == null)) {
                unexplained.remove(attempt);
                place(attempt, explanation(attempt, why));
                return true;
            }
        }
        if (pending != null && pending.requested == requested) {
            pending.failure = why;
            return true;
        }
        return false;
    }

    /// A message without a time says that the SET to `requested` failed, of which the log shows nothing so far: the
    /// message may stand in a file whose times are only those of the lines around it.
    void explainedEarly(DeviceState requested, CallResult why) {
        explainedEarly.put(requested, why);
    }

    private List<MigrationEvent> explanation(Attempt attempt, CallResult why) {
        List<MigrationEvent> events = new ArrayList<>();
        events.add(failure(attempt, why));
        DeviceStateSet looked = attempt.doneUnlessExplained;
        if (looked != null) {
            EventHeader at = timeline.after(looked.header());
            events.addAll(resetEvents(attempt, at, CallResult.OK));
            events.add(set(at, DeviceState.RUNNING, CallResult.OK, SetCause.RESET, Optional.empty()));
        }
        return events;
    }

    /// A message says that the SET to the recover state failed too, and a reset follows. False where none is
    /// known.
    boolean recoverFailed(CallResult why) {
        if (pending == null) {
            return false;
        }
        pending.recoverFailure = why;
        return true;
    }

    /// A message says that the reset failed, upon which QEMU aborts. False where no SET is under way.
    boolean resetFailed(CallResult why) throws EventSourceException {
        Attempt attempt = pending;
        if (attempt == null) {
            return false;
        }
        pending = null;
        place(attempt, List.of(failure(attempt, attempt.failure)));
        for (MigrationEvent event : resetEvents(attempt, timeline.header(track), why)) {
            timeline.append(event);
        }
        return true;
    }

    /// The capture ends.
    void finish() throws EventSourceException {
        if (pending != null) {
            end(pending, CallResult.UNKNOWN);
            pending = null;
        }
    }

    private void end(Attempt attempt, CallResult result) throws EventSourceException {
        place(attempt, List.of(failure(attempt, result)));
    }

    private void place(Attempt attempt, List<MigrationEvent> events) throws EventSourceException {
        if (attempt.slot == null) {
            for (MigrationEvent event : events) {
                timeline.append(event);
            }
        } else {
            attempt.slot.fill(events);
            timeline.release();
        }
    }

    static DeviceStateSet set(
            EventHeader at, DeviceState state, CallResult result, SetCause cause, Optional<DeviceState> recover) {
        return DeviceStateSet.of(at, state, result, OptionalInt.empty(), cause, recover);
    }
}
