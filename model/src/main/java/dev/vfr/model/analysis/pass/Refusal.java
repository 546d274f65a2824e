package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;

/// A SET that failed.
///
/// @param from the state before, where it was known
/// @param requested what was asked for
/// @param losesState the device was in RESUMING: what was written to it is lost
/// @param observed false where no call is shown: the VM was started and its device stood in RESUMING all the same.
///     QEMU up to 9.0 prints a SET only when it was done
public record Refusal(
        long seq,
        Optional<DeviceState> from,
        DeviceState requested,
        CallResult result,
        boolean losesState,
        boolean observed) {

    /// The same, after which the device was reset.
    Refusal losing() {
        return new Refusal(seq, from, requested, result, true, observed);
    }
}
