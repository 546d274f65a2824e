package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.vfio.DeviceState;

/// A request that succeeded and brought a data_fd where none is opened, or none where one is.
///
/// @param from the state before, observed
/// @param came true where a data_fd came that should not
record UnexpectedDataFd(DeviceStateSet set, DeviceState from, boolean came) {}
