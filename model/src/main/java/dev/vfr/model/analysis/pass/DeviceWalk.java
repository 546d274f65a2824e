package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.DeviceStateWanted;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.fold.StateChange;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one device walks through its states on one side of a migration, and where it refuses to: [DeviceSide].
final class DeviceWalk {

    private final int number;
    private final MovedDataBuilder moved = new MovedDataBuilder();
    private @Nullable CallTime left;
    private @Nullable CallTime stopCopy;
    private @Nullable CallTime leftStopCopy;
    private @Nullable CallTime resuming;
    private @Nullable CallTime resumeBegun;
    private @Nullable CallTime running;
    private @Nullable Refusal refusal;
    private boolean wasReset;
    private long configBegunNs = EventHeader.UNKNOWN_NS;
    private long configLoadedNs = EventHeader.UNKNOWN_NS;
    private @Nullable DeviceState lastState;
    /// The device was in RESUMING or in the saving group.
    private boolean entered;
    /// The migration is over for the device: what it does later belongs to no migration.
    private boolean settled;

    DeviceWalk(int number) {
        this.number = number;
    }

    MovedDataBuilder moved() {
        return moved;
    }

    boolean tookPart() {
        return entered || moved.isAny();
    }

    boolean isSettled() {
        return settled;
    }

    /// The migration stream has data of the device.
    void enter() {
        entered = true;
    }

    /// Ends the migration for the device if it is back at rest.
    ///
    /// @param completed the migration is completed as far as its VMM reports
    void settle(boolean completed, boolean vmRunning) {
        boolean atRest = lastState == DeviceState.STOP || lastState == DeviceState.RUNNING;
        boolean runs = lastState == DeviceState.RUNNING && vmRunning;
        settled |= tookPart() && atRest && (completed || runs);
    }

    /// Takes a move of the device; a settled one moves no more.
    ///
    /// @param leftBy the call that took it out of its running state, null if that was not for the migration
    void moved(StateChange change, CallTime call, @Nullable CallTime leftBy, boolean vmRunning) {
        if (settled) {
            return;
        }
        DeviceState to = change.to();
        lastState = to;
        entered |= to.isSaving() || to == DeviceState.RESUMING;
        switch (to) {
            case RESUMING -> resuming = call;
            case STOP_COPY -> {
                if (stopCopy == null) {
                    stopCopy = call;
                    takeLeft(leftBy);
                }
            }
            case PRE_COPY_P2P -> takeLeft(leftBy);
            case RUNNING -> back(call, change.cause(), vmRunning);
            case RUNNING_P2P, STOP -> {
                if (leftStopCopy == null && change.from().equals(Optional.of(DeviceState.STOP_COPY))) {
                    leftStopCopy = call;
                }
                if (resuming != null && resumeBegun == null) {
                    resumeBegun = call;
                }
            }
            case ERROR, PRE_COPY -> {}
        }
    }

    /// The device is on its way into STOP_COPY: what took it out of its running state began the switchover.
    private void takeLeft(@Nullable CallTime leftBy) {
        if (left == null) {
            left = leftBy;
        }
    }

    private void back(CallTime call, StateChange.Cause cause, boolean vmRunning) {
        if (cause == StateChange.Cause.RESET && refusal != null) {
            wasReset();
        }
        if (resuming != null) {
            boolean loaded = cause != StateChange.Cause.RESET && (refusal == null || !refusal.losesState());
            if (running == null && loaded) {
                running = call;
                if (resumeBegun == null) {
                    resumeBegun = call;
                }
            }
        } else if (left != null && (running == null || !vmRunning)) {
            // The first RUNNING need not be the end: QEMU 11 sets it while the VM is still stopped.
            running = call;
        }
    }

    /// Takes a request that failed.
    ///
    /// @param from the state before, if it is known
    void refused(DeviceStateSet event, Optional<DeviceState> from) {
        DeviceState requested = event.requested().orElseThrow();
        boolean loses = from.equals(Optional.of(DeviceState.RESUMING)) && requested != DeviceState.RESUMING;
        Refusal earlier = refusal;
        if (earlier == null || (loses && !earlier.losesState())) {
            refusal = new Refusal(event.header().seq(), from, requested, event.result(), loses, true);
        }
    }

    /// QEMU reports what it wants after it tried: a device that is in RESUMING then was refused the way out of it.
    ///
    /// @param unsure events are missing since the device's last state, and its SET may be among them
    void wanted(DeviceStateWanted event, boolean unsure) {
        boolean stays = lastState == DeviceState.RESUMING
                || (isLoading() && lastState == DeviceState.RUNNING_P2P && event.wanted() == DeviceState.RUNNING);
        if (refusal == null && !unsure && event.vmRunning() && stays) {
            refusal = new Refusal(
                    event.header().seq(),
                    Optional.ofNullable(lastState),
                    event.wanted(),
                    CallResult.FAILED,
                    true,
                    false);
        }
    }

    /// The device has been given a state that it has not run with so far.
    private boolean isLoading() {
        return resuming != null && running == null;
    }

    /// What was loaded is lost, at whichever step out of RESUMING the device refused.
    private void wasReset() {
        wasReset = true;
        Refusal refused = refusal;
        if (isLoading() && refused != null) {
            refusal = refused.losing();
        }
    }

    void reset(DeviceReset event) {
        if (refusal != null && event.result().isOk()) {
            wasReset();
        }
    }

    /// Takes a step of the VMM that has a time.
    void step(VmmStepSeen event) {
        if (event.name().equals("vfio_load_device_config_state_start")) {
            configBegunNs = event.header().timeNs();
        } else if (event.name().equals("vfio_load_device_config_state_end")) {
            configLoadedNs = event.header().timeNs();
        }
    }

    DeviceSide build() {
        return new DeviceSide(
                number,
                new DeviceCalls(
                        Optional.ofNullable(left),
                        Optional.ofNullable(stopCopy),
                        Optional.ofNullable(leftStopCopy),
                        Optional.ofNullable(resuming),
                        Optional.ofNullable(resumeBegun),
                        Optional.ofNullable(running)),
                moved.build(),
                new DeviceSide.ConfigLoad(configBegunNs, configLoadedNs),
                new DeviceSide.End(
                        tookPart(),
                        Optional.ofNullable(lastState),
                        Optional.ofNullable(refusal),
                        wasReset,
                        moved.failed()));
    }
}
