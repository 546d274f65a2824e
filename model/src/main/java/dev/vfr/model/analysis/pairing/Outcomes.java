package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.report.Report;
import org.jspecify.annotations.Nullable;

/// Decides how a migration ended from how its sides ended.
public final class Outcomes {

    private Outcomes() {}

    static Report.Outcome of(Sides sides) {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source != null && source.refused()) {
            return Report.Outcome.BLOCKED;
        }
        if (source == null || destination == null) {
            return alone(sides.shown().findFirst().orElseThrow());
        }
        Ending sent = Ending.of(source);
        Ending taken = Ending.of(destination);
        if (stateLost(sides)) {
            return Report.Outcome.FAILED;
        }
        // Without a word of the VMM a source that goes on looks the same, whoever gave the migration up.
        boolean cancelled = source.end().isPresent() || !destination.deviceFailed();
        if (sent == Ending.CANCELLED && cancelled) {
            return Report.Outcome.CANCELLED;
        }
        // In a damaged trace the last word of the source may be missing, a cancel for one.
        boolean unheard = sent == Ending.OPEN && source.isTorn() && !destination.deviceFailed();
        if (sent == Ending.FAILED || (taken == Ending.FAILED && !unheard)) {
            return Report.Outcome.FAILED;
        }
        if (taken == Ending.COMPLETED) {
            return MissedWrites.of(source).isPresent() ? Report.Outcome.FAILED : Report.Outcome.COMPLETED;
        }
        if (sent == Ending.COMPLETED && taken == Ending.OPEN && !source.failing() && !Ending.wouldShow(destination)) {
            return Report.Outcome.COMPLETED;
        }
        // A source that said "failing" and then "completed" has lost its peer.
        return sent == Ending.COMPLETED && source.failing() ? Report.Outcome.FAILED : Report.Outcome.INCOMPLETE;
    }

    static boolean stateLost(Sides sides) {
        return lost(sides.source()) || lost(sides.destination());
    }

    private static boolean lost(@Nullable MigrationSide side) {
        return side != null
                && (side.saidStateLost().isPresent() || side.devices().stream().anyMatch(DeviceSide::lostState));
    }

    private static Report.Outcome alone(MigrationSide side) {
        return switch (Ending.of(side)) {
            case COMPLETED -> side.failing() ? Report.Outcome.FAILED : Report.Outcome.COMPLETED;
            case FAILED -> Report.Outcome.FAILED;
            case CANCELLED -> Report.Outcome.CANCELLED;
            case OPEN -> Report.Outcome.INCOMPLETE;
        };
    }
}
