package dev.vfr.model.analysis.downtime;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.DowntimeAnatomy.Part;
import dev.vfr.model.report.Figures;
import java.util.Comparator;
import java.util.Optional;

/// The one part that took most of a downtime, in words.
public final class Dominance {

    private static final long PERCENT = 100;

    /// A downtime over the limit by less is what every migration has: no VMM reckons closer, ns.
    private static final long TOLERATED_NS = 20_000_000;

    private static final int TOLERATED_PARTS = 10;

    private Dominance() {}

    /// Empty where the downtime kept its limit, has no upper bound, or no part is proven to be at least half of it.
    public static Optional<String> of(MigrationCase migration) {
        MigrationSide source = migration.sides().source();
        Downtime.Known downtime = Downtime.known(migration.sides(), migration.clocks());
        if (source == null || source.throughFile() || downtime.ns().isEmpty()) {
            return Optional.empty();
        }
        long limit = source.downtimeLimitNs();
        if (downtime.ns().get().min() <= limit + Math.max(TOLERATED_NS, limit / TOLERATED_PARTS)) {
            return Optional.empty();
        }
        long most = downtime.ns().get().max();
        return Anatomy.of(migration)
                .flatMap(Dominance::longest)
                .filter(part -> part.ns().min() >= most / 2)
                .map(part -> told(part, most));
    }

    /// What the driver did inside a call is a part of the call.
    private static Optional<Part> longest(DowntimeAnatomy anatomy) {
        return anatomy.parts().stream()
                .filter(part -> !part.name().startsWith("arc-"))
                .max(Comparator.comparingLong(part -> part.ns().min()));
    }

    private static String told(Part part, long downtimeNs) {
        long percent = Math.min(PERCENT, part.ns().min() / Math.max(1, downtimeNs / PERCENT));
        return "most of it, " + Figures.time(part.ns().min()) + " or " + percent + " %, was " + part.name()
                + part.device().map(device -> " of device " + device).orElse("") + " at the "
                + part.side().word();
    }
}
