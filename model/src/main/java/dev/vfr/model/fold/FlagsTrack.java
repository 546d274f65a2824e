package dev.vfr.model.fold;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.Optional;

/// What a device offers: what the driver answered, and what it must offer because it was seen in a state.
///
/// @param answered the driver's answer
/// @param impliedBits bits without which the states that were seen cannot be
public record FlagsTrack(Optional<MigrationFlags> answered, long impliedBits) {

    static final FlagsTrack NONE = new FlagsTrack(Optional.empty(), 0);

    FlagsTrack withAnswer(MigrationFlags flags) {
        return new FlagsTrack(Optional.of(flags), impliedBits);
    }

    FlagsTrack seenIn(DeviceState state) {
        long bits = impliedBits | needed(state);
        return bits == impliedBits ? this : new FlagsTrack(answered, bits);
    }

    private static long needed(DeviceState state) {
        return (state.isP2p() ? MigrationFlags.P2P_BIT : 0)
                | (state.isPreCopy() ? MigrationFlags.PRE_COPY_BIT : 0)
                | MigrationFlags.STOP_COPY_BIT;
    }
}
