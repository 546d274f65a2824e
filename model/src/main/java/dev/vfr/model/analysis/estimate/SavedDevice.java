package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.analysis.watch.SavingHistory;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A device at the source of one migration, with the history of its estimates in it.
///
/// @param scan the pass over the trace that shows the source
public record SavedDevice(MigrationCase migration, TraceScan scan, Leg leg, DeviceLeg part, SavingHistory history) {

    /// The devices of a migration of which anything was estimated or read, in the order of the trace.
    public static List<SavedDevice> of(MigrationCase migration) {
        Sides.Side source = migration.sides().source();
        if (source == null) {
            return List.of();
        }
        Leg leg = source.leg();
        List<SavedDevice> devices = new ArrayList<>();
        for (DeviceLeg part : leg.devices.values()) {
            SavingHistory best = null;
            for (SavingHistory history :
                    source.scan().facts.of(SavingHistory.class).first()) {
                boolean its = history.process() == leg.process
                        && history.device() == part.device
                        && history.firstSeq() <= leg.lastSeq
                        && history.lastSeq() >= leg.startSeq;
                if (its && (best == null || history.enteredStopCopy() || !best.enteredStopCopy())) {
                    best = history;
                }
            }
            if (best != null) {
                devices.add(new SavedDevice(migration, source.scan(), leg, part, best));
            }
        }
        return devices;
    }

    public String name() {
        return scan.deviceName(part.device);
    }

    /// Every read of the device is in the trace with its size.
    public boolean readsAreKnown() {
        return !history.unsized() && !part.unsized && scan.losses.count() == 0 && scan.isIntact();
    }

    /// Bytes that STOP_COPY streamed; empty where not all of them are known, or it was not read to its end.
    public OptionalLong stopCopyBytes() {
        boolean read = history.enteredStopCopy() && history.stopCopy().calls() > 0;
        return read && readsAreKnown() && migration.outcome() == Report.Outcome.COMPLETED
                ? OptionalLong.of(history.stopCopy().bytes())
                : OptionalLong.empty();
    }

    /// The VMM has not begun to stop the device, and the migration is over or the trace is.
    public boolean neverSwitchedOver() {
        return !history.enteredStopCopy() && part.stopCopy == null;
    }

    /// Bytes read in a second of the last half of pre-copy, else of all of it; empty where that is not known.
    public OptionalLong readBytesPerSecond() {
        return Convergences.of(this).readBytesPerSecond();
    }

    /// Bytes that go over within the downtime limit, at the rate at which the devices are read.
    public OptionalLong allowedBytes(long bytesPerSecond) {
        double allowed = (double) bytesPerSecond * leg.downtimeLimitNs / 1e9;
        return allowed > 0 ? OptionalLong.of((long) allowed) : OptionalLong.empty();
    }
}
