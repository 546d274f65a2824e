package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;

/// Counts the passes over guest memory that a VMM makes though what is left of it fits into the downtime limit.
///
/// QEMU begins a pass anew where it could have switched over by its estimate and the exact size, with the devices, was
/// too
/// large.
final class LittleLeft {

    private static final double BITS = 8;
    private static final double NS_PER_S = 1e9;

    private long firstPass = -1;
    private long lastPass = -1;

    /// Takes an answer on how far the migration is.
    ///
    /// @param limitNs the downtime limit at that time
    void take(MigrationProgressQueried answer, long limitNs) {
        if (answer.ramRemainingBytes().isEmpty() || answer.dirtySyncs().isEmpty()) {
            return;
        }
        long left = answer.ramRemainingBytes().getAsLong();
        double allowed = answer.bitsPerSecond().orElse(0) / BITS * limitNs / NS_PER_S;
        if (left > allowed) {
            firstPass = -1;
            lastPass = -1;
            return;
        }
        lastPass = answer.dirtySyncs().getAsLong();
        firstPass = firstPass < 0 ? lastPass : firstPass;
    }

    /// From the first to the last of the answers that followed each other.
    long passes() {
        return Math.max(0, lastPass - firstPass);
    }
}
