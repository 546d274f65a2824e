package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.PairedBy;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Diagnosis.Unknown;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the traces of a migration do not show, and what would show it.
final class Unknowns {

    private Unknowns() {}

    static List<Unknown> of(MigrationCase migration) {
        List<Unknown> unknown = new ArrayList<>();
        Sides sides = migration.sides();
        if (migration.showsNoStates()) {
            unknown.add(new Unknown(
                    "which device states were requested (strace does not show them)",
                    "vfr record, or QEMU's trace log of vfio_*"));
        }
        if (sides.unknownSide().isPresent()) {
            unknown.add(new Unknown(
                    "whether this process was the source or the destination",
                    "its command line, or its trace log of migration_* and loadvm_*"));
        } else if (sides.sourceSide().isEmpty()) {
            absent(migration, "source", "what the source did", unknown);
        } else if (sides.destinationSide().isEmpty() && migration.outcome() != Report.Outcome.BLOCKED) {
            absent(migration, "destination", byTheDestination(migration.kind()), unknown);
        }
        sides.destinationSide()
                .filter(end -> migration.outcome() == Report.Outcome.COMPLETED)
                .filter(end -> migration.kind() == Report.Kind.VFIO)
                .filter(end -> !Downtime.showsRunning(sides))
                .map(Unknowns::notRunning)
                .ifPresent(unknown::add);
        return unknown;
    }

    /// What only a trace of the destination shows.
    private static String byTheDestination(Report.Kind kind) {
        return switch (kind) {
            case VFIO -> "whether the destination's device took its state";
            case CPR -> "when the new QEMU started the guest again, so how long the guest was stopped";
            case REPLUG, PLAIN -> "whether the guest runs at the destination";
        };
    }

    private static void absent(MigrationCase migration, String side, String what, List<Unknown> unknown) {
        boolean several = migration.sides().pairedBy() == PairedBy.NOTHING;
        unknown.add(
                several
                        ? new Unknown(
                                "which " + side + " in these traces belongs to it: more than one fits",
                                "traces of this migration alone")
                        : new Unknown(what, "a trace of the " + side));
    }

    private static Unknown notRunning(MigrationSide destination) {
        boolean logged = destination.trace().has(CaptureSource.QEMU_LOG)
                || destination.trace().has(CaptureSource.INTERPOSER);
        boolean waits = Failures.lastStates(destination).contains(dev.vfr.model.vfio.DeviceState.RESUMING);
        return waits
                ? new Unknown(
                        "whether the device accepts its state: it is still in RESUMING",
                        "a trace that goes on until the VM is started (cont)")
                : new Unknown(
                        "whether the destination's device reached RUNNING",
                        logged
                                ? "a trace that goes on until the VM runs"
                                : "QEMU's trace log of vfio_*, or vfr record");
    }

    /// As text for one line.
    static Optional<String> line(List<Unknown> unknown) {
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        String.join("; ", unknown.stream().map(Unknown::what).toList()));
    }
}
