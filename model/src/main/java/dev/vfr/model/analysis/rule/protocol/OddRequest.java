package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.Optional;

/// A request for a device state that failed, whose end is not shown, or whose state cannot be requested.
///
/// @param from the state before, if it was observed
/// @param flags what the device offers, if it was asked
/// @param othersInSession how many other devices of the process were in a data transfer session
public record OddRequest(
        DeviceStateSet set, Optional<DeviceState> from, Optional<MigrationFlags> flags, int othersInSession) {

    /// A sentence about it that may name `{requested}`, and if they are known `{from}`, `{errno}` and `{waitedNs}`.
    public Sentence sentence(String template) {
        Sentence sentence = requested(Sentence.of(template), set);
        if (from.isPresent()) {
            sentence = sentence.state("from", from.get());
        }
        if (set.result().isFailed()) {
            sentence = sentence.text("errno", set.result().name());
        }
        EventHeader header = set.header();
        return header.hasDuration() ? sentence.time("waitedNs", header.durationNs()) : sentence;
    }

    /// The sentence with `{requested}`: a state, or the number that was passed if it is no state.
    static Sentence requested(Sentence sentence, DeviceStateSet set) {
        return set.requested()
                .map(state -> sentence.state("requested", state))
                .orElseGet(() -> sentence.count("requested", set.requestedNumber()));
    }
}
