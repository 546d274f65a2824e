package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.IommuDirtyBitmapRead;
import dev.vfr.model.event.MemoryEvent.IommuDirtyTrackingSet;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.qemu.QemuMessages;
import dev.vfr.model.report.Report.DirtyTracking;
import dev.vfr.model.vfio.VfioIoctl;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Watches for what shows how dirty pages are tracked: by the devices, by the IOMMU, or not at all.
///
/// Only what is there counts. A migration without such an event says nothing: QEMU prints none for a legacy container.
final class DirtyTrackingWatcher implements Watcher {

    /// The row of QEMU's warning about a device that neither tracks by itself nor stands behind an IOMMU that does.
    private static final String NEITHER = "no-dirty-tracking-accepted";

    private final FactCollector facts;
    /// What was shown in the present migration of each process: thousands of bitmaps show it no better than one.
    private final Map<Integer, Set<DirtyTracking>> shown = new HashMap<>();

    /// The VMM is about to start the logs of its devices.
    private final Map<Integer, EventHeader> asked = new HashMap<>();

    DirtyTrackingWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(
                DmaLoggingStarted.class,
                DirtyPagesReported.class,
                IommuDirtyTrackingSet.class,
                IommuDirtyBitmapRead.class,
                IoctlCalled.class,
                MigrationStatusChanged.class,
                ErrorLinePrinted.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        switch (event) {
            case DmaLoggingStarted e -> started(e);
            case DirtyPagesReported e when e.result().isOk() -> reported(e);
            case IommuDirtyTrackingSet e when e.enable() && e.result().isOk() -> start(e.header());
            case IommuDirtyBitmapRead e when e.result().isOk() -> note(e.header(), DirtyTracking.IOMMU);
            case IoctlCalled e when e.result().isOk() && isOfIommu(e) -> note(e.header(), DirtyTracking.IOMMU);
            case MigrationStatusChanged e -> shown.remove(e.header().process());
            case ErrorLinePrinted e when saysNeither(e) -> note(e.header(), DirtyTracking.NONE);
            default -> {
                // Nothing else is watched.
            }
        }
    }

    /// A log shows that the VMM asks for it, and an answer only where that is a failure: dirty pages that are reported
    /// later show that it succeeded.
    private void started(DmaLoggingStarted start) {
        if (start.result().isOk()) {
            note(start.header(), DirtyTracking.DEVICE);
        } else if (start.result().isUnknown()) {
            asked.put(start.header().process(), start.header());
        } else {
            asked.remove(start.header().process());
        }
    }

    private void reported(DirtyPagesReported report) {
        EventHeader asking = asked.remove(report.header().process());
        if (asking != null || report.header().hasDevice()) {
            note(report.header(), DirtyTracking.DEVICE);
        }
    }

    private void start(EventHeader header) {
        shown.remove(header.process());
        note(header, DirtyTracking.IOMMU);
    }

    private void note(EventHeader header, DirtyTracking by) {
        if (shown.computeIfAbsent(header.process(), _ -> EnumSet.noneOf(DirtyTracking.class))
                .add(by)) {
            facts.add(new DirtyTrackingShown(header, by));
        }
    }

    private static boolean isOfIommu(IoctlCalled call) {
        Optional<VfioIoctl> known = VfioIoctl.of(call.fdKind(), call.request());
        return known.filter(VfioIoctl::tracksDirtyPages).isPresent();
    }

    private static boolean saysNeither(ErrorLinePrinted line) {
        return line.text().contains("dirty tracking")
                && QemuMessages.match(line.text())
                        .filter(match -> match.row().id().equals(NEITHER))
                        .isPresent();
    }

    @Override
    public void finish(MigrationState end) {
        // All that counts was noted on the way.
    }
}
