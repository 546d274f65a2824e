package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.Optional;

/// A request for a device state that failed, whose end is not shown, or that asked for what nobody can ask for.
///
/// @param from the state before, where it was observed
/// @param flags what the device offers, where it was asked
/// @param othersInSession how many other devices of the process were in a data transfer session
public record OddRequest(
        DeviceStateSet set, Optional<DeviceState> from, Optional<MigrationFlags> flags, int othersInSession) {}
