package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One migration as the rules see it: its sides, how their clocks compare, and how it ended.
public record MigrationCase(Sides sides, ClockComparison clocks, Report.Outcome outcome, Report.Kind kind) {

    public static MigrationCase of(Sides sides) {
        return new MigrationCase(sides, ClockComparison.of(sides), Outcomes.of(sides), Kinds.of(sides));
    }

    /// Device data that both sides show, bytes.
    public record MovedBytes(long read, long written) {}

    /// What was read at the source and written at the destination; empty where one of them is not known whole.
    public Optional<MovedBytes> movedBytes() {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source == null || destination == null || !isSized(source) || !isSized(destination)) {
            return Optional.empty();
        }
        return Optional.of(new MovedBytes(bytes(source), bytes(destination)));
    }

    private static boolean isSized(MigrationSide side) {
        return side.trace().isIntact()
                && bytes(side) > 0
                && side.devices().stream().noneMatch(DeviceSide::unsized);
    }

    private static long bytes(MigrationSide side) {
        return side.devices().stream().mapToLong(DeviceSide::bytes).sum();
    }

    /// All that is known of it is data that moved: its traces cannot show a device's states.
    public boolean showsNoStates() {
        return sides.shown().allMatch(MigrationSide::byDataAlone);
    }

    /// The finding is on something that happened in this migration.
    public boolean concerns(Finding finding) {
        return sides.shown().anyMatch(side -> holds(side, finding));
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
}
