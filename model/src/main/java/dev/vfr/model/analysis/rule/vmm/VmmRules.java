package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Rule;
import java.util.List;

/// The rules on VMMs, and on those who run them, in the order in which their findings are told.
public final class VmmRules {

    /// What a failure lost; it comes before all others.
    public static final List<Rule> LOSSES = List.of(new DeviceStateLost());

    /// Why migrations fail.
    public static final List<Rule> CAUSES = List.of(
            new MigrationNotSupported(),
            new DevicesWithoutP2p(),
            new NoDirtyTracking(),
            new ViommuBlocks(),
            new LargeMemoryBlocks(),
            new PostcopyWithVfio(),
            new BackgroundSnapshotBlocks(),
            new MigrationRefused(),
            new CompletedDespiteFailedStop(),
            new LockedMemoryLimit(),
            new NoSpaceLeft(),
            new StateIncompatible(),
            new DestinationTooSmall(),
            new MultifdTransferDiffers(),
            new StreamRecordUnknown(),
            new SectionUnknownAtDestination(),
            new StopCopyEndedEarly(),
            new LateLoadError(),
            new DeviceSaveFailed(),
            new SourceVanished(),
            new DestinationVanished(),
            new ConnectionLost(),
            new DestinationNeverRan());

    private VmmRules() {}
}
