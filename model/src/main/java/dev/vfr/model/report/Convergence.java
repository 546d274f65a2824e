package dev.vfr.model.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether a device's pre-copy data gets less by being read, or is dirtied as fast as it is read.
///
/// @param device the device's name, empty for all devices of the migration together
/// @param trend how it went in the last half of pre-copy
/// @param dirtyBytesPerSecond bytes made dirty in a second of that half, by what was read and what the driver said was
///     left
/// @param readBytesPerSecond bytes read in a second of that half
/// @param leftBytes what the driver said last was left to read in pre-copy
/// @param sinceNs ns since the start of the trace when what is left stopped getting less; only of [Trend#NEVER]
public record Convergence(
        Optional<String> device,
        Trend trend,
        OptionalLong dirtyBytesPerSecond,
        OptionalLong readBytesPerSecond,
        OptionalLong leftBytes,
        OptionalLong sinceNs) {

    /// Where it leads to.
    public enum Trend {
        /// Nothing was left, or what was left got less.
        CONVERGES,
        /// What is left does not get less, whatever is read.
        NEVER,
        /// The trace does not show two queries far enough apart.
        UNKNOWN;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
