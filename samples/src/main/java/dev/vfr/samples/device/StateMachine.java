package dev.vfr.samples.device;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.ArcTable;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.samples.host.SimulatedHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A device's state and its present data transfer session: requests are walked arc by arc, and any arc may fail.
final class StateMachine {

    private final DeviceProfile profile;
    private final Faults faults;
    private final SimulatedHost host;
    private final SplittableRandom random;
    private final List<DeviceState> walked = new ArrayList<>();

    private DeviceState state = DeviceState.RUNNING;
    private @Nullable DataSession current;
    private boolean lostState;

    StateMachine(DeviceProfile profile, Faults faults, SimulatedHost host, SplittableRandom random) {
        this.profile = profile;
        this.faults = faults;
        this.host = host;
        this.random = random;
        walked.add(state);
    }

    DeviceState state() {
        return state;
    }

    /// The session of the present state, null outside of the saving group and RESUMING.
    @Nullable
    DataSession session() {
        return current;
    }

    List<DeviceState> walked() {
        return List.copyOf(walked);
    }

    boolean lostState() {
        return lostState;
    }

    /// Walks to the state of that number. The answer is the session that was opened, if one was.
    Answer<Optional<DataSession>> request(long stateNumber) {
        Optional<Errno> refusal = ArcTable.refusal(state, stateNumber, profile.flags());
        if (refusal.isPresent()) {
            return Answer.failed(refusal.get());
        }
        if (stateNumber == state.number()) {
            return Answer.done(Optional.empty());
        }
        DeviceState requested = DeviceState.ofNumber(stateNumber).orElseThrow();
        Optional<DataSession> opened = Optional.empty();
        List<DeviceState> path =
                ArcTable.path(state, requested, profile.flags()).orElseThrow();
        for (Arc arc : ArcTable.arcsOf(path)) {
            Optional<Errno> failure = walk(arc);
            if (failure.isPresent()) {
                return Answer.failed(failure.get());
            }
            if (arc.dataFdEffect().opens()) {
                opened = Optional.of(openSession(arc.to()));
            }
        }
        return Answer.done(opened);
    }

    private Optional<Errno> walk(Arc arc) {
        host.passAbout(profile.speed().arcNs() + faults.extraNs(arc));
        countDirty();
        Optional<Fault.ArcFails> fault = faults.arcFails(arc);
        if (fault.isPresent()) {
            if (fault.get().leftIn() == DeviceState.ERROR) {
                endSession();
            }
            enter(fault.get().leftIn());
            return Optional.of(fault.get().errno());
        }
        if (current instanceof ResumingSession resuming) {
            Optional<Errno> refusal = resuming.refusal();
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        if (arc.dataFdEffect().ends()) {
            endSession();
        }
        enter(arc.to());
        return Optional.empty();
    }

    private DataSession openSession(DeviceState entered) {
        DataSession session = entered == DeviceState.RESUMING
                ? new ResumingSession(profile.type())
                : new SavingSession(
                        profile.sizes(),
                        new StateImage.Source(profile.type(), random.split()),
                        entered.isPreCopy(),
                        host.trueNs());
        current = session;
        return session;
    }

    private void enter(DeviceState next) {
        if (next != state) {
            state = next;
            walked.add(next);
        }
    }

    /// Ends the session, if there is one; its file is dead from then on.
    void endSession() {
        if (current != null) {
            current.end();
            current = null;
        }
    }

    /// The device forgets everything and is RUNNING.
    void reset() {
        lostState |= state == DeviceState.RESUMING;
        endSession();
        enter(DeviceState.RUNNING);
    }

    /// Counts what got dirty up to now.
    void countDirty() {
        if (current instanceof SavingSession saving && state.isPreCopy()) {
            saving.countDirty(host.trueNs());
        }
    }
}
