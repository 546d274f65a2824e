package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A device at the source of one migration, with the history of its estimates in it.
///
/// @param source the side that shows it
/// @param saved what it did there
public record SavedDevice(MigrationCase migration, MigrationSide source, DeviceSide saved, SavingHistory history) {

    /// The devices of a migration of which anything was estimated or read, in the order of the trace.
    public static List<SavedDevice> of(MigrationCase migration) {
        MigrationSide source = migration.sides().source();
        if (source == null) {
            return List.of();
        }
        List<SavedDevice> devices = new ArrayList<>();
        for (DeviceSide device : source.devices()) {
            SavingHistory best = null;
            for (SavingHistory history :
                    source.trace().facts().of(SavingHistory.class).first()) {
                boolean its = history.process() == source.process()
                        && history.device() == device.number()
                        && history.firstSeq() <= source.lastSeq()
                        && history.lastSeq() >= source.startSeq();
                if (its && (best == null || history.enteredStopCopy() || !best.enteredStopCopy())) {
                    best = history;
                }
            }
            if (best != null) {
                devices.add(new SavedDevice(migration, source, device, best));
            }
        }
        return devices;
    }

    /// The trace's number of the device.
    public int number() {
        return saved.number();
    }

    public String name() {
        return source.trace().deviceName(saved.number());
    }

    /// The release of the VMM at the source, such as `9.1.2`; empty where it is not shown.
    public Optional<String> vmmRelease() {
        return source.trace().state().process(source.process()).flatMap(process -> process.vmmVersion());
    }

    /// Every read of the device is in the trace with its size.
    public boolean readsAreKnown() {
        return !history.unsized()
                && !saved.unsized()
                && source.trace().losses().reports() == 0
                && source.trace().isIntact();
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
        MigrationSide destination = migration.sides().destination();
        if (destination == null
                || source.devices().size() != 1
                || destination.devices().size() != 1) {
            return -1;
        }
        DeviceSide peer = destination.devices().getFirst();
        if (peer.unsized() || peer.lastMovedNs() == EventHeader.UNKNOWN_NS) {
            return -1;
        }
        int first = peer.marks().firstFrom(history.preCopy().bytes() + 1);
        return first < 0 ? -1 : peer.lastMovedNs() - peer.marks().ns(first);
    }

    /// The VMM has not begun to stop the device, and the migration is over or the trace is.
    public boolean neverSwitchedOver() {
        return !history.enteredStopCopy() && saved.stopCopy().isEmpty();
    }

    /// Bytes read in a second of the last half of pre-copy, else of all of it; empty where that is not known.
    public OptionalLong readBytesPerSecond() {
        return Convergences.of(this).readBytesPerSecond();
    }

    /// Bytes that go over within the downtime limit, at the rate at which the devices are read.
    public OptionalLong allowedBytes(long bytesPerSecond) {
        double allowed = (double) bytesPerSecond * source.downtimeLimitNs() / 1e9;
        return allowed > 0 ? OptionalLong.of((long) allowed) : OptionalLong.empty();
    }
}
