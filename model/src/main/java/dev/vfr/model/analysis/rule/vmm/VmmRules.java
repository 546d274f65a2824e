package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Rule;
import java.util.List;

/// The rules on VMMs, on whoever runs them and on how a migration ended, in the order in which their findings are told.
public final class VmmRules {

    /// They tell how a migration ended badly, and come before all others.
    public static final List<Rule> ENDS = List.of(new MigrationFailed(), new DeviceStateLost());

    /// They tell why.
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

    /// They tell how a migration ended that did not fail.
    public static final List<Rule> OTHER_ENDS = List.of(new MigrationOpen(), new MigrationCancelled());

    private VmmRules() {}
}
