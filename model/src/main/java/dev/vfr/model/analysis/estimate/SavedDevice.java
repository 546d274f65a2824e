package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.analysis.watch.SavingHistory;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /// The release of the VMM at the source, such as `9.1.2`; empty where it is not shown.
    public Optional<String> vmmRelease() {
        return scan.state.process(leg.process).flatMap(process -> process.vmmVersion());
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

    /// How long what STOP_COPY gave was under way, in ns: as the source read it, or the destination took it where that
    /// took longer, since the network takes data in after the source gave it. -1 where unknown.
    public long streamedNs() {
        return Math.max(history.stopCopy().spanNs(), takenNs());
    }

    /// From the first mark within what STOP_COPY gave, so that an idle end of pre-copy does not count. For one device
    /// on each side; of several it is not known here which is the peer.
    private long takenNs() {
        Sides.Side destination = migration.sides().destination();
        if (destination == null
                || leg.devices.size() != 1
                || destination.leg().devices.size() != 1) {
            return -1;
        }
        DeviceLeg peer = destination.leg().devices.values().iterator().next();
        if (peer.unsized || peer.lastMovedNs == EventHeader.UNKNOWN_NS) {
            return -1;
        }
        int first = peer.marks.firstFrom(history.preCopy().bytes() + 1);
        return first < 0 ? -1 : peer.lastMovedNs - peer.marks.ns(first);
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
