package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Ending;
import dev.vfr.model.analysis.scan.EstimateTracker;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.PathTracker;
import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.DataTotals;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.Moved;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Makes the report's part on each device of a trace.
public final class DeviceReports {

    private final TraceScan scan;
    private final Map<Leg, Integer> migrationOf;

    /// @param migrationOf index of the migration that each leg is a side of
    public DeviceReports(TraceScan scan, Map<Leg, Integer> migrationOf) {
        this.scan = scan;
        this.migrationOf = migrationOf;
    }

    public List<Report.DeviceSummary> all() {
        return scan.state.devices().stream().map(this::of).toList();
    }

    private Report.DeviceSummary of(DeviceTrack device) {
        DataTotals totals = device.data().totals();
        boolean complete = isComplete(device, totals);
        Report.Amounts bytes = amounts(totals, complete, true);
        EstimateTracker estimates = scan.estimates.getOrDefault(device.number(), new EstimateTracker());
        OptionalLong stopCopyRead =
                totals.unsizedRead() == 0 && totals.stopCopy().bytes() > 0
                        ? OptionalLong.of(totals.stopCopy().bytes())
                        : OptionalLong.empty();
        return new Report.DeviceSummary(
                device.name(),
                scan.name,
                scan.processLabel(device.process()),
                roleOf(device.number()),
                device.flags().answered(),
                device.aliases(),
                path(device),
                bytes,
                amounts(totals, complete, false),
                enomsg(totals),
                estimates.result(stopCopyRead));
    }

    private Report.Role roleOf(int device) {
        boolean source = false;
        boolean destination = false;
        for (Leg leg : scan.legs()) {
            DeviceLeg part = leg.devices.get(device);
            if (part != null && leg.took(part)) {
                source |= leg.side == Report.Side.SOURCE;
                destination |= leg.side == Report.Side.DESTINATION;
            }
        }
        if (source) {
            return destination ? Report.Role.BOTH : Report.Role.SOURCE;
        }
        return destination ? Report.Role.DESTINATION : Report.Role.NONE;
    }

    private List<Report.PathEntry> path(DeviceTrack device) {
        PathTracker tracker = scan.paths.get(device.number());
        List<Report.PathEntry> path = new ArrayList<>();
        if (tracker == null) {
            return path;
        }
        for (PathTracker.Entry entry : tracker.entries()) {
            long entered = scan.clock.axisNs(device.process(), entry.enteredNs);
            boolean timed = entry.enteredNs != EventHeader.UNKNOWN_NS && entry.leftNs != EventHeader.UNKNOWN_NS;
            path.add(new Report.PathEntry(
                    entry.state,
                    entered == EventHeader.UNKNOWN_NS ? OptionalLong.empty() : OptionalLong.of(entered),
                    timed && entry.leftNs >= entry.enteredNs
                            ? OptionalLong.of(entry.leftNs - entry.enteredNs)
                            : OptionalLong.empty(),
                    entry.observed,
                    entry.cause,
                    migration(entry.leg)));
        }
        return path;
    }

    private OptionalInt migration(@Nullable Leg leg) {
        Integer index = leg == null ? null : migrationOf.get(leg);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    private boolean isComplete(DeviceTrack device, DataTotals totals) {
        if (!scan.isIntact()
                || !showsData()
                || scan.losses.count() > 0
                || totals.unsizedRead() + totals.unsizedWritten() > 0
                || totals.unplaced().chunks() > 0) {
            return false;
        }
        for (Leg leg : scan.legs()) {
            DeviceLeg part = leg.devices.get(device.number());
            if (part != null && leg.took(part) && Ending.of(leg) == Ending.OPEN && !leg.streamEnded) {
                return false;
            }
        }
        return true;
    }

    private Report.Amounts amounts(DataTotals totals, boolean complete, boolean inBytes) {
        long unplaced = totals.unplaced().chunks();
        long unread = totals.unsizedRead() + unplaced + (scan.streamAlone() && !complete ? 1 : 0);
        long unwritten = totals.unsizedWritten() + unplaced + (scan.streamAlone() ? 1 : 0);
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
        boolean logOnly = !scan.has(CaptureSource.INTERPOSER)
                && !scan.has(CaptureSource.SIMULATOR)
                && !scan.has(CaptureSource.STRACE)
                && !scan.has(CaptureSource.FTRACE);
        boolean read = totals.preCopy().chunks() + totals.stopCopy().chunks() > 0;
        boolean hidden = scan.streamAlone() || (logOnly && read && !scan.showsEmptyHits && totals.enomsg() == 0);
        return hidden || !showsData() ? OptionalLong.empty() : OptionalLong.of(totals.enomsg());
    }

    private boolean showsData() {
        for (CaptureSource source : scan.state.trace().sources()) {
            switch (source) {
                case INTERPOSER, SIMULATOR, QEMU_LOG, STRACE, FTRACE, QEMU_STREAM -> {
                    return true;
                }
                case QMP, QEMU_STDERR -> {}
            }
        }
        return false;
    }
}
