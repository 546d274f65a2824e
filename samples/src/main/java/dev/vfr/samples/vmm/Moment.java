package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;

/// When something happens: at the first step of the VMM that is due.
///
/// @param phase the source VMM's phase that has to have begun
/// @param afterNs ns, >= 0, of true time since it began
public record Moment(MigrationPhase phase, @Default("0") long afterNs) {

    public Moment {
        if (afterNs < 0) {
            throw new IllegalArgumentException("a moment does not come " + -afterNs + " ns before its phase");
        }
    }

    /// The beginning of a phase.
    public static Moment at(MigrationPhase phase) {
        return new Moment(phase, 0);
    }

    /// ns after the client asked for the migration.
    public static Moment after(long ns) {
        return new Moment(MigrationPhase.SETUP, ns);
    }
}
