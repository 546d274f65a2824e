package dev.vfr.model.report;

import java.util.Optional;

/// Whether a device at the destination was given the very bytes that its twin at the source gave.
///
/// @param source the device's name at the source
/// @param destination the device's name at the destination
/// @param equalBytes so many bytes from the start of the stream are proven to be equal, >= 0
/// @param firstDifference offsets between which the first byte lies that differs, both included; only if it differs
/// @param why what proves it, or why nothing does: a sentence
public record StreamComparison(
        String source,
        String destination,
        Result result,
        long equalBytes,
        Optional<Interval> firstDifference,
        String why) {

    /// What is proven.
    public enum Result {
        EQUAL,
        DIFFERS,
        UNPROVEN;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
