package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.report.Diagnosis.EventRef;
import dev.vfr.model.report.Diagnosis.Failed;
import dev.vfr.model.report.Finding;
import java.util.Optional;
import java.util.OptionalLong;

/// What failed in a migration, as far as its sides show it.
///
/// @param end the side that shows it; empty if none does
/// @param seq the event in that side's trace
record Failure(Kind kind, Optional<MigrationSide> end, OptionalLong seq, Failed failed) {

    /// What kind of thing failed, the most specific first.
    enum Kind {
        /// The destination's device rejected its state and was reset, or did not come out of RESUMING.
        STATE_LOST,
        /// A SET failed.
        REFUSED,
        /// A read or write of the data_fd failed, or loading a record of device data.
        TRANSFER,
        /// The VMM refused to begin.
        NOT_BEGUN,
        /// The source ends in the middle while the destination waits for more.
        VANISHED,
        /// The guest wrote to the device where nothing could see it.
        MISSED_WRITES,
        /// A VMM reported it.
        REPORTED,
        /// One side failed, and nothing shows why.
        NOT_SHOWN;

        /// A call on a device failed, as opposed to what a VMM reported.
        boolean isOfDevice() {
            return this == STATE_LOST || this == REFUSED || this == TRANSFER;
        }
    }

    static Failure at(Kind kind, MigrationSide end, OptionalLong seq, Failed failed) {
        return new Failure(kind, Optional.of(end), seq, failed);
    }

    /// The event that shows it.
    Optional<EventRef> event() {
        return end.map(shown -> new EventRef(shown.trace().name(), seq));
    }

    /// The finding is on this very event.
    boolean isShownBy(Finding finding) {
        return finding.seq().isPresent()
                && finding.seq().equals(seq)
                && finding.trace().equals(end.map(shown -> shown.trace().name()));
    }
}
