package dev.vfr.samples.device;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.samples.device.DeviceTruth.SessionPhase;
import dev.vfr.samples.host.SimulatedHost;

/// What happens to a device without a call: it is found out at the next look at it.
final class OwnMoves {

    private final ProfileDriver driver;
    private final SimulatedHost host;
    private final long madeNs;
    private int ownMoves;
    private boolean gone;

    OwnMoves(ProfileDriver driver) {
        this.driver = driver;
        this.host = driver.host();
        this.madeNs = host.trueNs();
    }

    boolean isGone() {
        return gone;
    }

    /// Lets everything happen that is due by now.
    ///
    /// @param optedIn whether the VMM opted in to REINIT
    void settle(boolean optedIn) {
        driver.countDirty();
        if (driver.faults().isEmpty()) {
            return;
        }
        for (Fault fault : driver.faults().waiting()) {
            if (isDue(fault)) {
                driver.faults().happened(fault);
                happens(fault, optedIn);
            }
        }
    }

    private void happens(Fault fault, boolean optedIn) {
        switch (fault) {
            case Fault.AsynchronousReset ignored -> {
                ownMoves += driver.state() == DeviceState.RUNNING ? 0 : 1;
                driver.forget();
            }
            case Fault.DeviceGone ignored -> gone = true;
            case Fault.Reinit(Moment ignored, long bytes) -> reinit(bytes, optedIn);
            default -> throw new AssertionError(fault + " does not happen on its own");
        }
    }

    /// The truth of this moment, which nothing in the device knows that looks at it later: what is due happens at the
    /// next call and not because of this.
    DeviceTruth truth() {
        driver.countDirty();
        boolean reset = isDue(Fault.AsynchronousReset.class);
        Sessions sessions = driver.sessions();
        SavingSession saving = reset ? null : sessions.saving();
        boolean moves = reset && driver.state() != DeviceState.RUNNING;
        return new DeviceTruth(
                reset ? DeviceState.RUNNING : driver.state(),
                reset ? SessionPhase.NONE : sessions.phase(),
                sessions.number(),
                reset ? 0 : sessions.movedBytes(),
                sessions.preCopyBytes(),
                sessions.stopCopyBytes(),
                sessions.resumedBytes(),
                saving == null ? 0 : saving.initialLeft(),
                saving == null ? 0 : saving.dirtyLeft(),
                driver.dmaLogging().isOn(),
                driver.lostState() || (reset && driver.state() == DeviceState.RESUMING),
                moves ? ownMoves + 1 : ownMoves,
                gone || isDue(Fault.DeviceGone.class));
    }

    private boolean isDue(Class<? extends Fault> kind) {
        return !driver.faults().isEmpty()
                && driver.faults().waiting().stream().anyMatch(fault -> kind.isInstance(fault) && isDue(fault));
    }

    private boolean isDue(Fault fault) {
        return switch (fault) {
            case Fault.AsynchronousReset(Moment moment) -> isNow(moment);
            case Fault.DeviceGone(Moment moment) -> isNow(moment);
            case Fault.Reinit(Moment moment, long ignored) ->
                isNow(moment) && driver.state().isPreCopy();
            default -> false;
        };
    }

    private void reinit(long bytes, boolean optedIn) {
        SavingSession saving = driver.sessions().saving();
        if (saving != null) {
            saving.reinit(bytes, optedIn && driver.kernel().hasPrecopyInfoV2());
        }
    }

    private boolean isNow(Moment moment) {
        boolean inState = moment.state().isEmpty() || moment.state().get() == driver.state();
        long sinceNs = moment.state().isEmpty() ? madeNs : driver.enteredNs();
        return inState
                && host.trueNs() - sinceNs >= moment.afterNs()
                && driver.sessions().movedBytes() >= moment.offset();
    }
}
