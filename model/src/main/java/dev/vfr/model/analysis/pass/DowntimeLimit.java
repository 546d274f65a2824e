package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import java.util.Optional;
import java.util.OptionalLong;

/// The downtime that a VMM was allowed in a migration.
///
/// @param ns the limit that the VMM was given before the migration, or its default
/// @param shown the trace shows it
public record DowntimeLimit(long ns, boolean shown) {

    /// QEMU's default of the migration parameter downtime-limit.
    static final DowntimeLimit DEFAULT = new DowntimeLimit(300_000_000, false);

    private static final long NS_PER_MS = 1_000_000;
    /// QEMU takes at most 2000 s.
    private static final long FARTHEST_MS = 1_000_000_000;

    /// The limit among the parameters that were set or answered; empty if it is not.
    static Optional<DowntimeLimit> in(MigrationParametersShown parameters) {
        OptionalLong ms = parameters.number("downtime-limit");
        return ms.orElse(-1) >= 0 && ms.getAsLong() < FARTHEST_MS
                ? Optional.of(new DowntimeLimit(ms.getAsLong() * NS_PER_MS, true))
                : Optional.empty();
    }

    /// Where the limit comes from, as the end of a sentence.
    public String origin() {
        return shown ? "" : ", QEMU's default";
    }
}
