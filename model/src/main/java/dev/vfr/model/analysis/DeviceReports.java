package dev.vfr.model.analysis;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pass.DevicePath;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.DataTotals;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.Moved;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Makes the report's part on each device of a trace.
public final class DeviceReports {

    private final ScannedTrace trace;
    private final Map<MigrationSide, Integer> migrationOf;

    /// @param migrationOf index of the migration that each side is a side of
    public DeviceReports(ScannedTrace trace, Map<MigrationSide, Integer> migrationOf) {
        this.trace = trace;
        this.migrationOf = migrationOf;
    }

    public List<Report.DeviceSummary> all() {
        return trace.state().devices().stream().map(this::of).toList();
    }

    private Report.DeviceSummary of(DeviceTrack device) {
        DataTotals totals = device.data().totals();
        boolean complete = isComplete(device, totals);
        Report.Amounts bytes = amounts(totals, complete, true);
        OptionalLong stopCopyRead =
                totals.unsizedRead() == 0 && totals.stopCopy().bytes() > 0
                        ? OptionalLong.of(totals.stopCopy().bytes())
                        : OptionalLong.empty();
        return new Report.DeviceSummary(
                device.name(),
                trace.name(),
                trace.processLabel(device.process()),
                roleOf(device.number()),
                device.flags().answered(),
                device.aliases(),
                path(device),
                bytes,
                amounts(totals, complete, false),
                enomsg(totals),
                trace.estimates(device.number()).comparedWith(stopCopyRead));
    }

    private Report.Role roleOf(int device) {
        boolean source = false;
        boolean destination = false;
        for (MigrationSide side : trace.sides()) {
            if (tookPart(side, device)) {
                source |= side.isSource();
                destination |= !side.isSource();
            }
        }
        if (source) {
            return destination ? Report.Role.BOTH : Report.Role.SOURCE;
        }
        return destination ? Report.Role.DESTINATION : Report.Role.NONE;
    }

    private List<Report.PathEntry> path(DeviceTrack device) {
        DevicePath shown = trace.paths().getOrDefault(device.number(), DevicePath.EMPTY);
        List<Report.PathEntry> path = new ArrayList<>();
        for (DevicePath.Entry entry : shown.entries()) {
            long entered = trace.clock().axisNs(device.process(), entry.enteredNs());
            boolean timed = entry.enteredNs() != EventHeader.UNKNOWN_NS && entry.leftNs() != EventHeader.UNKNOWN_NS;
            path.add(new Report.PathEntry(
                    entry.state(),
                    entered == EventHeader.UNKNOWN_NS ? OptionalLong.empty() : OptionalLong.of(entered),
                    timed && entry.leftNs() >= entry.enteredNs()
                            ? OptionalLong.of(entry.leftNs() - entry.enteredNs())
                            : OptionalLong.empty(),
                    entry.observed(),
                    entry.cause(),
                    migration(entry.side())));
        }
        return path;
    }

    private OptionalInt migration(Optional<MigrationSide> side) {
        return side.map(migrationOf::get).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static boolean tookPart(MigrationSide side, int device) {
        return side.device(device).filter(DeviceSide::tookPart).isPresent();
    }

    private boolean isComplete(DeviceTrack device, DataTotals totals) {
        if (!trace.isIntact()
                || !showsData()
                || trace.losses().reports() > 0
                || totals.unsizedRead() + totals.unsizedWritten() > 0
                || totals.unplaced().chunks() > 0) {
            return false;
        }
        for (MigrationSide side : trace.sides()) {
            if (tookPart(side, device.number()) && Ending.of(side) == Ending.OPEN && !side.streamEnded()) {
                return false;
            }
        }
        return true;
    }

    private Report.Amounts amounts(DataTotals totals, boolean complete, boolean inBytes) {
        long unplaced = totals.unplaced().chunks();
        long unread = totals.unsizedRead() + unplaced + (trace.streamAlone() && !complete ? 1 : 0);
        long unwritten = totals.unsizedWritten() + unplaced + (trace.streamAlone() ? 1 : 0);
        return new Report.Amounts(
                amount(totals.preCopy(), unread, inBytes),
                amount(totals.stopCopy(), unread, inBytes),
                amount(totals.resumed(), unwritten, inBytes),
                complete);
    }

    /// Nothing shown where something moved unseen, or in nobody knows which state, is not 0.
    private OptionalLong amount(Moved moved, long elsewhere, boolean inBytes) {
        if (!showsData() || (moved.chunks() == 0 && elsewhere > 0)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(inBytes ? moved.bytes() : moved.chunks());
    }

    /// Up to 9.1 QEMU prints nothing when the pre-copy data runs out.
    private OptionalLong enomsg(DataTotals totals) {
        boolean logOnly = !trace.has(CaptureSource.INTERPOSER)
                && !trace.has(CaptureSource.SIMULATOR)
                && !trace.has(CaptureSource.STRACE)
                && !trace.has(CaptureSource.FTRACE);
        boolean read = totals.preCopy().chunks() + totals.stopCopy().chunks() > 0;
        boolean hidden = trace.streamAlone() || (logOnly && read && !trace.showsEmptyHits() && totals.enomsg() == 0);
        return hidden || !showsData() ? OptionalLong.empty() : OptionalLong.of(totals.enomsg());
    }

    private boolean showsData() {
        for (CaptureSource source : trace.state().trace().sources()) {
            switch (source) {
                case INTERPOSER, SIMULATOR, QEMU_LOG, STRACE, FTRACE, QEMU_STREAM -> {
                    return true;
                }
                case QMP, QEMU_STDERR, LIBVIRT_LOG, HMP, KERNEL_LOG -> {}
            }
        }
        return false;
    }
}
