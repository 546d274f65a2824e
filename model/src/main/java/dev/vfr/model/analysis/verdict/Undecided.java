package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.FailedTransfer;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.qemu.QemuMessage;
import dev.vfr.model.report.Diagnosis.Candidate;
import dev.vfr.model.report.Diagnosis.Excluded;
import dev.vfr.model.report.Diagnosis.Failed;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who may be responsible where the traces do not decide it.
///
/// @param candidates empty if the cause decides it
/// @param excluded causes that a fact excludes all the same
record Undecided(List<Candidate> candidates, List<Excluded> excluded) {

    private static final Undecided NOTHING = new Undecided(List.of(), List.of());

    /// QEMU's log says of a record of device data that its load failed with EIO, be it that the driver refused the
    /// bytes or that the stream ended in them or lied about their length. A call that was seen to fail
    /// decides.
    static Undecided of(MigrationCase migration, Optional<Finding> cause, Failed failed) {
        Optional<MigrationSide> destination = migration.sides().destinationSide();
        boolean loading = failed.call().equals(Optional.of("load"));
        if (!loading
                || destination.isEmpty()
                || !failed.errno().equals(Optional.of(Errno.EIO.name()))
                || seesCalls(destination.get())
                || isOfStream(cause)) {
            return NOTHING;
        }
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(
                new Candidate(Responsible.DRIVER, "the destination's kernel log at that time, or vfr record there"));
        candidates.add(new Candidate(
                Responsible.NETWORK, "the stream itself (a file, or a capture of it): whether it ends in this record"));
        return new Undecided(candidates, excluded(migration, destination.get()));
    }

    private static boolean seesCalls(MigrationSide side) {
        return side.trace().has(CaptureSource.INTERPOSER)
                || side.trace().has(CaptureSource.STRACE)
                || side.trace().has(CaptureSource.FTRACE);
    }

    /// A rule has found damage between the two sides.
    private static boolean isOfStream(Optional<Finding> cause) {
        return cause.map(Finding::responsible)
                .filter(who -> who == Responsible.NETWORK || who == Responsible.STORAGE)
                .isPresent();
    }

    /// What arrived up to the record that failed is no more than what was sent.
    private static List<Excluded> excluded(MigrationCase migration, MigrationSide destination) {
        Optional<MigrationSide> source = migration.sides().sourceSide();
        Optional<FailedTransfer> failed = destination.devices().stream()
                .flatMap(device -> device.failedTransfer().stream())
                .findFirst();
        if (source.isEmpty() || failed.isEmpty()) {
            return List.of();
        }
        long sent = source.get().devices().stream().mapToLong(DeviceSide::bytes).sum();
        long taken = failed.get().movedBytes();
        return taken <= sent
                ? List.of(new Excluded(
                        "data that were never sent",
                        Figures.bytes(sent) + " were read at the source, " + Figures.bytes(taken)
                                + " were loaded before this record"))
                : List.of();
    }

    /// The candidates, or without any those of the cause; none if nothing failed.
    List<Candidate> orElse(MigrationCase migration, Optional<Finding> cause, Failed failed) {
        if (!candidates.isEmpty()) {
            return candidates;
        }
        if (cause.filter(finding -> !finding.reasons().undecided().isEmpty()).isPresent()) {
            return cause.get().reasons().undecided();
        }
        if (failed.call().isPresent()) {
            return List.of(
                    new Candidate(Responsible.DRIVER, "the kernel log of that host at that time"),
                    new Candidate(Responsible.VMM, "a recording of the VMM's calls (vfr record)"));
        }
        return migration.outcome() == Report.Outcome.FAILED
                ? List.of(new Candidate(Responsible.VMM, "the messages and trace logs of both VMMs"))
                : List.of();
    }

    /// Who is responsible for a device whose saving QEMU reports as failed: the connection has no part in it where no
    /// message of the source is about one.
    static Optional<Responsible> ofSaving(MigrationCase migration, Optional<Finding> cause) {
        boolean saving = cause.filter(finding -> finding.rule().equals("device-save-failed"))
                .isPresent();
        boolean broken = migration
                .sides()
                .shown()
                .filter(side -> !side.isDestination())
                .flatMap(side -> side.said().stream())
                .flatMap(message -> message.row().stream())
                .anyMatch(row -> row.kind() == QemuMessage.Kind.NETWORK);
        return saving && !broken ? Optional.of(Responsible.DRIVER) : Optional.empty();
    }
}
