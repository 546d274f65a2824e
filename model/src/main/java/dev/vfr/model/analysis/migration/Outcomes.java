package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Ending;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.report.Report;
import org.jspecify.annotations.Nullable;

/// Decides how a migration ended from how its sides ended.
public final class Outcomes {

    private Outcomes() {}

    static Report.Outcome of(Sides sides) {
        Sides.Side source = sides.source();
        Sides.Side destination = sides.destination();
        if (source == null || destination == null) {
            Sides.Side only = source == null ? destination : source;
            return only == null ? Report.Outcome.INCOMPLETE : alone(only.leg());
        }
        Ending sent = Ending.of(source.leg());
        Ending taken = Ending.of(destination.leg());
        if (stateLost(sides)) {
            return Report.Outcome.FAILED;
        }
        // Without a word of the VMM a source that goes on looks the same, whoever gave the migration up.
        boolean cancelled = source.leg().end().isPresent() || !destination.leg().deviceFailed();
        if (sent == Ending.CANCELLED && cancelled) {
            return Report.Outcome.CANCELLED;
        }
        if (sent == Ending.FAILED || taken == Ending.FAILED) {
            return Report.Outcome.FAILED;
        }
        if (taken == Ending.COMPLETED) {
            return MissedWrites.of(source).isPresent() ? Report.Outcome.FAILED : Report.Outcome.COMPLETED;
        }
        // A source that said "failing" and then "completed" has lost its peer.
        return sent == Ending.COMPLETED && source.leg().failing ? Report.Outcome.FAILED : Report.Outcome.INCOMPLETE;
    }

    static boolean stateLost(Sides sides) {
        return lost(sides.source()) || lost(sides.destination());
    }

    private static boolean lost(Sides.@Nullable Side side) {
        return side != null && side.leg().devices.values().stream().anyMatch(DeviceLeg::lostState);
    }

    private static Report.Outcome alone(Leg leg) {
        return switch (Ending.of(leg)) {
            case COMPLETED -> leg.failing ? Report.Outcome.FAILED : Report.Outcome.COMPLETED;
            case FAILED -> Report.Outcome.FAILED;
            case CANCELLED -> Report.Outcome.CANCELLED;
            case OPEN -> Report.Outcome.INCOMPLETE;
        };
    }
}
