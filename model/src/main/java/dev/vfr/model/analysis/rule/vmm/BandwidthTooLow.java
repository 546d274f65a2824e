package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.report.Fact;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Guest memory is what keeps a migration from its switchover: the VMM sends it slowly, or the guest dirties it as fast
/// as it is sent.
final class BandwidthTooLow implements Rule {

    private static final Advice ADVICE = new Advice(
                    "guest-memory-not-sent",
                    "QEMU switches over when what remains fits into the downtime limit at its bandwidth. At this"
                            + " bandwidth guest memory alone needs far longer than that.",
                    "Raise max-bandwidth, or look at the link; allow a longer downtime-limit if the guest dirties memory"
                            + " that fast.",
                    "QEMU qapi/migration.json, MigrationStats: remaining, mbps, dirty-pages-rate",
                    "",
                    "A migration that switched over, or whose remaining memory fits into the downtime limit.")
            .by(Responsible.OPERATOR)
            .titled("guest memory is not sent at this bandwidth");

    private static final long NS_PER_S = 1_000_000_000;
    private static final int BITS = 8;

    /// A time that an aborted migration might have needed is no reason if it is shorter, 10 min.
    private static final long LONG_NS = 600_000_000_000L;

    /// About a century.
    private static final double FARTHEST_NS = 3e18;

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            boolean open =
                    migration.outcome() == Report.Outcome.CANCELLED || migration.outcome() == Report.Outcome.INCOMPLETE;
            if (open) {
                migration
                        .sides()
                        .shown()
                        .filter(side -> !side.isDestination())
                        .findFirst()
                        .flatMap(BandwidthTooLow::judge)
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> judge(MigrationSide side) {
        Optional<MigrationProgressQueried> progress = side.vmm().progress();
        if (progress.isEmpty()
                || progress.get().ramRemainingBytes().isEmpty()
                || progress.get().bitsPerSecond().isEmpty()) {
            return Optional.empty();
        }
        long remaining = progress.get().ramRemainingBytes().getAsLong();
        long perSecond = progress.get().bitsPerSecond().getAsLong() / BITS;
        double allowed = (double) perSecond * (double) side.downtimeLimitNs() / (double) NS_PER_S;
        if (remaining <= allowed || perSecond <= 0) {
            return Optional.empty();
        }
        long dirtied =
                product(progress.get().dirtyPagesPerSecond(), progress.get().pageSizeBytes());
        if (dirtied < perSecond && neededNs(remaining, perSecond) < LONG_NS) {
            return Optional.empty();
        }
        return Optional.of(finding(side, progress.get(), remaining, perSecond, dirtied));
    }

    private static Finding finding(
            MigrationSide side, MigrationProgressQueried progress, long remaining, long perSecond, long dirtied) {
        boolean throttled = side.vmm().settings().number("max-bandwidth").isPresent();
        String what =
                "{remaining} of guest memory ({remainingBytes} bytes; {firstBytes} when QEMU first answered) remain at a bandwidth of {bandwidth}/s";
        String more = dirtied >= perSecond
                ? ", and the guest dirties {dirtied}/s"
                : ": {needed} to go" + (throttled ? "; max-bandwidth is {maxBandwidth}/s" : "");
        Sentence sentence = Sentence.of(what + more)
                .bytes("remaining", remaining)
                .with("remainingBytes", new Fact.Count(remaining))
                .with(
                        "firstBytes",
                        new Fact.Count(side.vmm().firstRemainingBytes().orElse(remaining)))
                .bytes("bandwidth", perSecond)
                .bytes("dirtied", dirtied)
                .time("needed", neededNs(remaining, perSecond))
                .bytes(
                        "maxBandwidth",
                        side.vmm().settings().number("max-bandwidth").orElse(0));
        Finding found = ADVICE.on(side.trace(), progress.header().seq(), Finding.Severity.WARNING, sentence);
        return side.role().map(found::at).orElse(found);
    }

    private static long neededNs(long bytes, long perSecond) {
        return (long) Math.min(FARTHEST_NS, (double) bytes / (double) perSecond * (double) NS_PER_S);
    }

    private static long product(OptionalLong pages, OptionalLong pageBytes) {
        return pages.orElse(0) * pageBytes.orElse(0);
    }
}
