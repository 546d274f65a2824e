package dev.vfr.samples.device;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.samples.host.SimulatedHost;

/// What happens to a device without a call: it is found out at the next look at it.
final class OwnMoves {

    private final ProfileDriver driver;
    private final SimulatedHost host;
    private final long madeNs;
    private int moves;
    private boolean gone;

    OwnMoves(ProfileDriver driver) {
        this.driver = driver;
        this.host = driver.host();
        this.madeNs = host.trueNs();
    }

    /// How often the device changed its state on its own.
    int moves() {
        return moves;
    }

    boolean isGone() {
        return gone;
    }

    /// Lets everything happen that is due by now.
    ///
    /// @param optedIn whether somebody opted in to REINIT
    void settle(boolean optedIn) {
        driver.countDirty();
        if (driver.faults().isEmpty()) {
            return;
        }
        for (Fault fault : driver.faults().waiting()) {
            switch (fault) {
                case Fault.AsynchronousReset(Moment moment)
                when isNow(moment) -> {
                    driver.faults().happened(fault);
                    moves += driver.state() == DeviceState.RUNNING ? 0 : 1;
                    driver.forget();
                }
                case Fault.DeviceGone(Moment moment)
                when isNow(moment) -> {
                    driver.faults().happened(fault);
                    gone = true;
                }
                case Fault.Reinit(Moment moment, long bytes)
                when isNow(moment) && driver.state().isPreCopy() -> {
                    driver.faults().happened(fault);
                    reinit(bytes, optedIn);
                }
                default -> {
                    // Not yet.
                }
            }
        }
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
