package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.DeviceShares;
import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.downtime.VmmFigure;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/// A migration whose devices stood still for longer than the VMM was allowed, beyond what its reckoning may miss.
///
/// QEMU compares the limit with the time to send what is left, and never with that of the devices' calls: a downtime
/// that
/// is over it by a few milliseconds is what every migration has.
///
/// @param downtimeNs the downtime as far as it is proven
/// @param atLeastNs it was no shorter, ns; the VMM's own figure where the traces prove none
/// @param limitNs the VMM's limit, ns
record OverLimit(
        MigrationCase migration, MigrationSide source, Downtime.Known downtimeNs, long atLeastNs, long limitNs) {

    private static final long TOLERATED_NS = 20_000_000;

    private static final int TOLERATED_PARTS = 10;

    /// What is called slow in a device: below it nobody would look.
    private static final long SLOW_NS = 100_000_000;

    private static final int MUCH_PARTS = 8;

    private static final long NS_PER_MS = 1_000_000;

    /// 256 MiB a second: a device that gives or takes its state more slowly is slow, one that is quicker may have much.
    private static final long BYTES_PER_MS = 268_435;

    /// The migrations of a case that are.
    static List<OverLimit> all(CaseFile file) {
        List<OverLimit> over = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            MigrationSide source = migration.sides().source();
            if (source == null || source.throughFile() || migration.outcome() != Report.Outcome.COMPLETED) {
                continue;
            }
            Downtime.Known known = Downtime.known(migration.sides(), migration.clocks());
            long limit = source.downtimeLimitNs();
            OptionalLong atLeast = known.atLeastNs().isPresent() ? known.atLeastNs() : VmmFigure.ns(migration.sides());
            if (atLeast.isPresent() && atLeast.getAsLong() > limit + toleratedNs(limit)) {
                over.add(new OverLimit(migration, source, known, atLeast.getAsLong(), limit));
            }
        }
        return over;
    }

    /// What a downtime may be over its limit without being worth a word, ns.
    static long toleratedNs(long limitNs) {
        return Math.max(TOLERATED_NS, limitNs / TOLERATED_PARTS);
    }

    /// Whether a part of the downtime is worth a word: an eighth of it, and long.
    boolean isMuch(long ns) {
        return ns >= SLOW_NS && ns >= atLeastNs / MUCH_PARTS;
    }

    /// The devices of which `ns` tells a time that is worth a word: the slowest, and those that are little quicker.
    List<DeviceShares.Taken> slowest(ToLongFunction<DeviceShares.Taken> ns) {
        List<DeviceShares.Taken> slow = DeviceShares.of(migration.sides()).stream()
                .filter(taken -> isMuch(ns.applyAsLong(taken)))
                .toList();
        long most = slow.stream().mapToLong(ns).max().orElse(0);
        return slow.stream()
                .filter(taken -> ns.applyAsLong(taken) >= most / 3 * 2)
                .toList();
    }

    /// What calls that moved data took beyond what so many bytes may take: a call that stalled, or all of them where
    /// they
    /// were slow for their amount, ns.
    static long slowNs(long allNs, long longestNs, long bytes) {
        boolean slow = bytes / BYTES_PER_MS < allNs / NS_PER_MS;
        return slow ? allNs : longestNs;
    }

    /// The downtime in words.
    String told() {
        String shortest = Figures.time(atLeastNs);
        return downtimeNs.atLeastNs().isEmpty()
                ? shortest + " that the VMM tells"
                : downtimeNs.ns().map(Figures::time).orElse("at least " + shortest);
    }
}
