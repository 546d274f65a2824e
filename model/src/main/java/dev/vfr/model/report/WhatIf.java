package dev.vfr.model.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How long the downtime would have been, had the VMM switched over at another moment or under other conditions.
///
/// @param moments predictions for moments of pre-copy, in their order; at most a few hundred
/// @param best the moment with the least downtime
/// @param lostNs ns that the real switchover took longer than the best one would have, >= 0
/// @param effects what other conditions would have changed
/// @param silence why nothing is predicted; empty if something is
public record WhatIf(
        List<Moment> moments, Optional<Moment> best, OptionalLong lostNs, List<Effect> effects, String silence) {

    public WhatIf {
        moments = List.copyOf(moments);
        effects = List.copyOf(effects);
    }

    /// Nothing can be predicted.
    public static WhatIf silent(String why) {
        return new WhatIf(List.of(), Optional.empty(), OptionalLong.empty(), List.of(), why);
    }

    /// A moment of pre-copy, and what a switchover then would have taken.
    ///
    /// @param atNs ns since the start of the source's trace
    /// @param leftBytes device data that STOP_COPY would have had to stream
    /// @param downtimeNs ns, >= 0, the likely one
    /// @param guestMemoryBytes guest memory that would have had to be sent
    /// @param downtimeBounds ns, what the downtime would have been between; has `downtimeNs` in it
    public record Moment(long atNs, long leftBytes, long downtimeNs, long guestMemoryBytes, Interval downtimeBounds) {}

    /// What is made different.
    public enum Condition {
        BANDWIDTH,
        DOWNTIME_LIMIT,
        CHUNK_SIZE;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /// A condition that is different, and the downtime it would have given.
    ///
    /// @param factor how many times the real value
    /// @param downtimeNs what is known of the downtime then
    public record Effect(Condition condition, double factor, Interval downtimeNs) {}
}
