package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;

/// A request that succeeded and returned a data_fd but opens no session, or opens one and returned none.
///
/// @param from the state before, observed
/// @param came true if a data_fd came that should not
record UnexpectedDataFd(DeviceStateSet set, DeviceState from, boolean came) {

    /// Both states are of one session.
    boolean isWithinSession() {
        return from.isSaving() && set.requested().filter(DeviceState::isSaving).isPresent();
    }

    /// A sentence about it that may name `{from}` and `{requested}`.
    Sentence sentence(String template) {
        return OddRequest.requested(Sentence.of(template).state("from", from), set);
    }
}
