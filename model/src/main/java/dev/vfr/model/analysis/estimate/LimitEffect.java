package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.WhatIf.Condition;
import dev.vfr.model.report.WhatIf.Effect;
import dev.vfr.model.report.WhatIf.Moment;
import java.util.List;
import java.util.Optional;

/// What twice the downtime limit would have given.
///
/// The VMM switches over when what is left goes over within the limit at the bandwidth that it reckons with, which no
/// trace shows. What was left at a moment before the real switchover may not have fitted, so twice the least of that
/// may be the first that fits with twice the limit; and later than it did the VMM would not have switched. The answer
/// is what switchovers between these two moments would have taken.
final class LimitEffect {

    private LimitEffect() {}

    /// @param realBytes all that was left at the real switchover
    static Optional<Effect> of(Sides sides, List<Moment> moments, long realBytes) {
        MigrationSide source = sides.source();
        if (source == null || moments.size() < 2) {
            return Optional.empty();
        }
        long refused = moments.stream()
                .limit(moments.size() - 1L)
                .mapToLong(LimitEffect::bytes)
                .filter(bytes -> bytes > realBytes)
                .min()
                .orElse(realBytes);
        int earliest = first(moments, 2 * refused);
        if (earliest < 0) {
            return Optional.empty();
        }
        List<Moment> among = moments.subList(earliest, moments.size());
        return Optional.of(new Effect(
                Condition.DOWNTIME_LIMIT,
                2,
                new Interval(
                        among.stream()
                                .mapToLong(moment -> moment.downtimeBounds().min())
                                .min()
                                .orElse(0),
                        among.stream()
                                .mapToLong(moment -> moment.downtimeBounds().max())
                                .max()
                                .orElse(0))));
    }

    private static long bytes(Moment moment) {
        return moment.leftBytes() + moment.guestMemoryBytes();
    }

    private static int first(List<Moment> moments, long bytes) {
        for (int i = 0; i < moments.size(); i++) {
            if (bytes(moments.get(i)) <= bytes) {
                return i;
            }
        }
        return -1;
    }
}
