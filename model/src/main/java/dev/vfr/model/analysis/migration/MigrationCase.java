package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.MigrationEstimates;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One migration as the rules see it: its sides, how their clocks compare, and how it ended.
public record MigrationCase(Sides sides, ClockComparison clocks, Report.Outcome outcome) {

    private static final long NS_PER_MS = 1_000_000;

    public static MigrationCase of(Sides sides) {
        return new MigrationCase(sides, ClockComparison.of(sides), Outcomes.of(sides));
    }

    public Report.MigrationSummary summary(Judgement judgement) {
        return summary(judgement, MigrationEstimates.NONE);
    }

    /// What happened, for a report.
    ///
    /// @param judgement what is said of it in the end
    /// @param estimates what is known of the estimates in this migration
    public Report.MigrationSummary summary(Judgement judgement, MigrationEstimates estimates) {
        Optional<Interval> downtime = Downtime.of(sides, clocks);
        OptionalLong vmm = vmmDowntimeNs();
        boolean bothSides = sides.source() != null && sides.destination() != null;
        return new Report.MigrationSummary(
                outcome,
                judgement.verdict(),
                judgement.blame(),
                downtime,
                downtime.isPresent() ? CaptureCost.ofDowntime(sides, clocks) : OptionalLong.empty(),
                vmm,
                checkpointDowntimeNs(),
                outcome == Report.Outcome.CANCELLED ? List.of() : Phases.of(sides),
                clocks.offsetNs(),
                bothSides ? Optional.of(clocks.basis()) : Optional.empty(),
                Downtime.sourceStoppedNs(sides),
                anatomy(),
                StreamComparisons.of(sides),
                estimates,
                Optional.ofNullable(sides.source()).map(side -> side.trace().name()),
                Optional.ofNullable(sides.destination())
                        .map(side -> side.trace().name()));
    }

    /// All that is known of it is data that moved: its traces cannot show a device's states.
    public boolean showsNoStates() {
        return sides.both().allMatch(side -> side.byDataAlone());
    }

    /// The finding is on something that happened in this migration.
    public boolean concerns(Finding finding) {
        return holds(sides.source(), finding) || holds(sides.destination(), finding);
    }

    private static boolean holds(@Nullable MigrationSide side, Finding finding) {
        if (side == null || !finding.trace().equals(Optional.of(side.trace().name()))) {
            return false;
        }
        long seq = finding.seq().orElse(side.startSeq());
        return side.holds(seq);
    }

    /// The side at which something was found, as far as the finding, its trace or its device tell.
    public Optional<Report.Side> sideOf(Finding finding) {
        if (finding.side().isPresent()) {
            return finding.side();
        }
        boolean sent = mayShow(sides.source(), finding);
        boolean taken = mayShow(sides.destination(), finding);
        if (sent == taken) {
            return Optional.empty();
        }
        return Optional.of(sent ? Report.Side.SOURCE : Report.Side.DESTINATION);
    }

    private static boolean mayShow(@Nullable MigrationSide side, Finding finding) {
        return side != null
                && holds(side, finding)
                && (finding.device().isEmpty()
                        || side.trace().state().devices().stream()
                                .filter(device -> device.process() == side.process())
                                .anyMatch(device ->
                                        device.name().equals(finding.device().get())));
    }

    /// Where the downtime went; empty where no device stopped for good.
    public Optional<DowntimeAnatomy> anatomy() {
        return outcome == Report.Outcome.CANCELLED ? Optional.empty() : Anatomy.of(sides, clocks, vmmDowntimeNs());
    }

    /// The VMM's own figure: its answer to the query, and only without one what its checkpoints say.
    public OptionalLong vmmDowntimeNs() {
        MigrationSide source = sides.source();
        MigrationQueried answer = source == null ? null : source.answer().orElse(null);
        boolean completed =
                answer != null && answer.status().filter("completed"::equals).isPresent();
        if (answer != null && completed && answer.downtimeMs().isPresent()) {
            return OptionalLong.of(answer.downtimeMs().getAsLong() * NS_PER_MS);
        }
        return answer == null ? checkpointDowntimeNs() : OptionalLong.empty();
    }

    OptionalLong checkpointDowntimeNs() {
        MigrationSide source = sides.source();
        if (source == null) {
            return OptionalLong.empty();
        }
        long start = source.momentNs("src-downtime-start");
        long end = source.momentNs("src-downtime-end");
        boolean known = start != EventHeader.UNKNOWN_NS && end != EventHeader.UNKNOWN_NS && end >= start;
        return known ? OptionalLong.of(end - start) : OptionalLong.empty();
    }
}
