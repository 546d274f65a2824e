package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.logging.DirtyTrackingShown;
import dev.vfr.model.report.Report.DirtyTracking;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Who tracked the dirty pages of a migration, by the events of its source.
final class DirtyTrackings {

    private DirtyTrackings() {}

    static Optional<DirtyTracking> of(Sides sides) {
        return sides.sourceSide().flatMap(DirtyTrackings::of);
    }

    private static Optional<DirtyTracking> of(MigrationSide source) {
        Set<DirtyTracking> shown = EnumSet.noneOf(DirtyTracking.class);
        for (DirtyTrackingShown fact :
                source.trace().facts().of(DirtyTrackingShown.class).first()) {
            if (fact.header().process() == source.process() && isOf(source, fact)) {
                shown.add(fact.by());
            }
        }
        boolean device = shown.contains(DirtyTracking.DEVICE);
        boolean iommu = shown.contains(DirtyTracking.IOMMU);
        if (device || iommu) {
            return Optional.of(
                    !iommu ? DirtyTracking.DEVICE : device ? DirtyTracking.DEVICE_AND_IOMMU : DirtyTracking.IOMMU);
        }
        return shown.stream().findFirst();
    }

    /// The VMM warns of a device when it is plugged in, long before the migration.
    private static boolean isOf(MigrationSide source, DirtyTrackingShown fact) {
        long seq = fact.header().seq();
        return fact.by() == DirtyTracking.NONE ? seq <= source.lastSeq() : source.holds(seq);
    }
}
