package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.DeviceShares;
import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.downtime.VmmFigure;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/// A migration whose downtime exceeded the VMM's limit by more than the VMM's estimate may miss.
///
/// QEMU compares the limit with the time to send the remaining data, without the devices' calls: almost every downtime
/// exceeds it by a few milliseconds.
///
/// @param known the downtime as far as it is proven
/// @param vmmNs the VMM's own figure, ns
/// @param proven the proven lower bound exceeds the limit; otherwise the VMM's figure does
/// @param atLeastNs the figure that exceeds the limit, ns
/// @param limitNs the VMM's limit, ns
record OverLimit(
        MigrationCase migration,
        MigrationSide source,
        Downtime.Known known,
        OptionalLong vmmNs,
        boolean proven,
        long atLeastNs,
        long limitNs) {

    private static final long TOLERATED_NS = 20_000_000;

    private static final int TOLERATED_PARTS = 10;

    /// A device's part of less is not slow.
    private static final long SLOW_NS = 100_000_000;

    private static final int MUCH_PARTS = 8;

    private static final long NS_PER_MS = 1_000_000;

    /// 256 MiB a second: a device that gives or takes its state more slowly is slow, one that is quicker may have much.
    private static final long BYTES_PER_MS = 268_435;

    /// The migrations of a case that are, whatever their outcome, as long as the source was stopped for the switchover.
    static List<OverLimit> all(CaseFile file) {
        List<OverLimit> over = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            MigrationSide source = migration.sides().source();
            boolean counts = switch (migration.outcome()) {
                case COMPLETED, INCOMPLETE, FAILED -> true;
                case CANCELLED, BLOCKED -> false;
            };
            if (source == null || source.throughFile() || !counts) {
                continue;
            }
            of(migration, source).ifPresent(over::add);
        }
        return over;
    }

    /// Those that completed.
    static List<OverLimit> ofCompleted(CaseFile file) {
        return all(file).stream()
                .filter(over -> over.migration().outcome() == Report.Outcome.COMPLETED)
                .toList();
    }

    private static Optional<OverLimit> of(MigrationCase migration, MigrationSide source) {
        Downtime.Known known = Downtime.known(migration.sides(), migration.clocks());
        OptionalLong vmm = VmmFigure.ns(migration.sides());
        long limit = source.downtimeLimitNs();
        long tolerated = limit + toleratedNs(limit);
        long atLeast = known.atLeastNs().orElse(0);
        boolean proven = atLeast > tolerated;
        return proven || vmm.orElse(0) > tolerated
                ? Optional.of(
                        new OverLimit(migration, source, known, vmm, proven, proven ? atLeast : vmm.getAsLong(), limit))
                : Optional.empty();
    }

    /// How far a downtime may exceed its limit without a finding, ns.
    static long toleratedNs(long limitNs) {
        return Math.max(TOLERATED_NS, limitNs / TOLERATED_PARTS);
    }

    /// The part of the downtime is long, and at least an eighth of it.
    boolean isMuch(long ns) {
        return ns >= SLOW_NS && ns >= atLeastNs / MUCH_PARTS;
    }

    /// The devices whose `ns` is much of the downtime: the slowest, and those that are almost as slow.
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
    String downtime() {
        return proven ? text(known, atLeastNs) : vmmText(atLeastNs);
    }

    /// The VMM's figure in words: its answer is in whole ms, its checkpoints are not.
    static String vmmText(long ns) {
        return ns % NS_PER_MS == 0 ? Figures.wholeMs(ns) : Figures.time(ns);
    }

    /// A proven downtime in words.
    static String text(Downtime.Known known, long atLeastNs) {
        return known.ns().map(Figures::time).orElseGet(() -> "at least " + Figures.time(atLeastNs));
    }

    /// The sentence with the figures of the downtime.
    Sentence with(Sentence sentence) {
        Sentence more = sentence.text("downtime", downtime()).time("downtimeNs", atLeastNs);
        return vmmNs.isPresent() ? more.time("vmmDowntimeNs", vmmNs.getAsLong()) : more;
    }
}
