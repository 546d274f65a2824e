package dev.vfr.samples.device;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.samples.data.Default;
import java.util.Optional;

/// When something happens to a device without a call: once, as soon as everything here is true at the same time.
///
/// @param state the device is in it; empty if any will do
/// @param afterNs ns since the device came into its present state; since it was made, where no state is named
/// @param offset bytes that the present session has moved
public record Moment(
        Optional<DeviceState> state,
        @Default("0") long afterNs,
        @Default("0") long offset) {

    /// `afterNs` after the device was made.
    public static Moment afterNs(long afterNs) {
        return new Moment(Optional.empty(), afterNs, 0);
    }

    /// `afterNs` after the device came into `state`.
    public static Moment in(DeviceState state, long afterNs) {
        return new Moment(Optional.of(state), afterNs, 0);
    }

    /// As soon as a session has moved so many bytes in `state`.
    public static Moment at(DeviceState state, long offset) {
        return new Moment(Optional.of(state), 0, offset);
    }
}
