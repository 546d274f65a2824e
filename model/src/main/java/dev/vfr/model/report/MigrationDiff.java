package dev.vfr.model.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Where two runs part, and what took longer or shorter in the second.
///
/// @param divergences the first one of each device and process and kind; the earliest comes first
/// @param changes every span that both runs show, the largest change first
/// @param notes what could not be compared, and why: sentences
public record MigrationDiff(
        Run before, Run after, List<Divergence> divergences, List<TimeChange> changes, List<String> notes) {

    public MigrationDiff {
        divergences = List.copyOf(divergences);
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /// One of the two runs.
    public record Run(String name, List<Report.Outcome> outcomes) {
        public Run {
            outcomes = List.copyOf(outcomes);
        }
    }

    /// In what two runs differ.
    public enum Kind {
        /// A call on the device, its result, or a state: aligned by the order of the calls.
        STEP,
        /// What the VMM said of the migration: aligned by order.
        VMM,
        /// The driver's estimates: aligned by state and stream offset.
        ESTIMATE,
        /// The bytes that moved: aligned by stream offset, never by chunk.
        BYTES;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// The first difference of one kind.
    ///
    /// @param subject the device or the process
    /// @param side the side of the migration, empty if the subject is at neither
    /// @param before the event in the first run, empty if its story has ended
    /// @param after the event in the second run, empty if its story has ended
    /// @param streamOffset for bytes and estimates: the first offset at which they differ, or the bounds of it
    public record Divergence(
            Kind kind,
            String subject,
            Optional<Report.Side> side,
            Optional<Place> before,
            Optional<Place> after,
            Optional<Interval> streamOffset) {}

    /// An event of one run.
    ///
    /// @param atNs ns since the start of its trace
    /// @param what the event in words
    public record Place(String trace, long seq, OptionalLong atNs, String what) {}

    /// How long something took in both runs, ns.
    public record TimeChange(Span span, long beforeNs, long afterNs) {
        public long changeNs() {
            return afterNs - beforeNs;
        }
    }

    /// What was timed.
    ///
    /// @param name such as `downtime` or a phase of it
    /// @param side empty if it concerns both
    /// @param device empty if it concerns all
    public record Span(String name, Optional<Report.Side> side, Optional<String> device) {}
}
