package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Diagnosis.Excluded;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Finding.Severity;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules on VMMs and on those who run them, in the order of their findings.
public final class VmmRules {

    /// What a failure lost; it comes before all others.
    public static final List<Rule> LOSSES = List.of(new DeviceStateLost());

    /// A header of device state is at most this long in the drivers of Linux 7.2.
    private static final long HEADER_BYTES = 4096;

    /// Why migrations fail.
    public static final List<Rule> CAUSES = List.of(
            new PostcopyWithVfio(),
            new UnplugNotAcknowledged(),
            new CapabilitiesDiffer(),
            new BandwidthTooLow(),
            new DevicesDoNotFit(),
            new CompletedDespiteFailedStop(),
            new RefusedWrites(
                    new Advice(
                                    "state-incompatible",
                                    "Device state begins with a header, match data or a version, which the driver checks"
                                            + " first. The driver refused it, so the devices, drivers or firmwares of the"
                                            + " two hosts differ.",
                                    "Compare device type, driver version and firmware version of both hosts (for NVIDIA"
                                            + " devices also the PSID), and migrate between equal ones.",
                                    "include/uapi/linux/vfio.h, data_fd in RESUMING; drivers: mtty, hisi_acc and qat"
                                            + " compare a header (EFAULT, EINVAL), mlx5 refuses unknown records"
                                            + " (EOPNOTSUPP); RHEL 10 documentation; NVIDIA's page on live migration with"
                                            + " SR-IOV",
                                    "Linux 5.18",
                                    "A write that fails with EIO or ENOMEM. A write that fails after the device took much"
                                            + " of the state.")
                            .by(Responsible.OPERATOR)
                            .titled("the state's format does not fit the device"),
                    Set.of(Errno.EFAULT, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.EOVERFLOW, Errno.ENODEV),
                    taken -> taken < HEADER_BYTES,
                    "the destination's device refused the state with {errno} after {writtenBytes}",
                    failed -> List.of()),
            new RefusedWrites(
                    new Advice(
                                    "destination-too-small",
                                    "The device took a part of the state and then had no memory for the rest. Boards of"
                                            + " different size cause this.",
                                    "Compare the two boards and their profiles (80 GB and 94 GB differ), and migrate to"
                                            + " one of the same size.",
                                    "include/uapi/linux/vfio.h, data_fd in RESUMING: ENOMEM; NVIDIA AI Enterprise"
                                            + " documentation",
                                    "Linux 5.18",
                                    "ENOMEM at the first write: the host had no memory, or the driver refuses a record of"
                                            + " that size.")
                            .by(Responsible.OPERATOR)
                            .titled("the device is too small for the state"),
                    Set.of(Errno.ENOMEM, Errno.ENOSPC),
                    taken -> taken > 0,
                    "the destination's device took {writtenBytes} of the state and then failed with {errno}",
                    failed -> List.of(new Excluded(
                            "an unknown format of the state",
                            "the device took " + Figures.bytes(failed.movedBytes()) + " of it"))),
            new MultifdTransferDiffers(),
            new StopCopyEndedEarly(),
            new LateLoadError(),
            new BothSides(
                    new Advice(
                                    "source-vanished",
                                    "The source's trace ends without a report of failure or cancel, while the"
                                            + " destination's stream ended early. The source's process was killed, or it or"
                                            + " its host crashed.",
                                    "Check the source host's kernel log and QEMU's log for a crash or the OOM killer at"
                                            + " that time.",
                                    "no terminal status at the source, a failed load at the destination",
                                    "",
                                    "A source that reports a failure or a cancel.")
                            .by(Responsible.OPERATOR)
                            .titled("the source disappeared during the migration"),
                    (advice, migration, source, destination) -> Ending.of(source) == Ending.OPEN
                                    && !source.isTorn()
                                    && Ending.of(destination) == Ending.FAILED
                            ? Optional.of(
                                    advice.on(source.trace(), source.lastSeq(), Severity.ERROR, disappeared(source))
                                            .at(Report.Side.SOURCE))
                            : Optional.empty()),
            new BothSides(
                    new Advice(
                                    "destination-vanished",
                                    "The destination's trace ends during the load without a message: its process was"
                                            + " killed, or it or its host crashed. The source's broken connection is a"
                                            + " consequence.",
                                    "Check the destination host's kernel log and QEMU's log for a crash or the OOM killer"
                                            + " at that time.",
                                    "no terminal status and no message at the destination, a broken pipe at the source",
                                    "",
                                    "A destination that reports why it fails. A destination whose trace was cut.")
                            .by(Responsible.OPERATOR)
                            .titled("the destination disappeared during its load"),
                    (advice, migration, source, destination) -> Broken.off(source) && isSilent(destination)
                            ? Optional.of(advice.on(
                                            destination.trace(),
                                            destination.lastSeq(),
                                            Severity.ERROR,
                                            Sentence.of("the destination disappeared during its load (no further"
                                                            + " events), and then the source reported"
                                                            + " \"{sourceMessage}\"")
                                                    .text("sourceMessage", Broken.message(source)))
                                    .because(new Finding.Reasons(
                                            Optional.empty(),
                                            List.of(new Excluded(
                                                    "a broken network connection",
                                                    "the destination reported no end of its stream, and its trace"
                                                            + " is intact")),
                                            List.of()))
                                    .at(Report.Side.DESTINATION))
                            : Optional.empty()),
            new BothSides(
                    new Advice(
                                    "connection-lost",
                                    "Both sides report a broken stream and no other reason: the connection between the"
                                            + " hosts failed.",
                                    "Check the network between the hosts at that time: links, firewalls with idle limits,"
                                            + " tunnels and proxies.",
                                    "a broken pipe or reset connection at the source, an early end of the stream at the"
                                            + " destination",
                                    "",
                                    "A side that failed or was cancelled, whose peer then reports an early end of the"
                                            + " stream.")
                            .by(Responsible.NETWORK)
                            .titled("the connection between the hosts broke"),
                    VmmRules::connectionLost),
            new BothSides(
                    new Advice(
                                    "destination-never-ran",
                                    "The source reports completed and its VM is stopped, but the destination's trace ends"
                                            + " before the load does. The VM runs on neither host.",
                                    "Check whether the destination's QEMU process still runs; if it does not, continue the"
                                            + " VM at the source (QMP cont).",
                                    "status completed at the source alone",
                                    "",
                                    "A destination whose devices reached RUNNING or whose QEMU reports completed.")
                            .by(Responsible.OPERATOR)
                            .titled("the source completed and the destination never ran"),
                    VmmRules::neverRan));

    private VmmRules() {}

    private static Sentence disappeared(MigrationSide source) {
        String states = source.devices().stream()
                .flatMap(device -> device.lastState().stream())
                .map(Enum::name)
                .distinct()
                .collect(Collectors.joining(", "));
        return states.isEmpty()
                ? Sentence.of("the source disappeared during the migration (no further events)")
                : Sentence.of("the source disappeared with its device in {states} (no further events)")
                        .text("states", states);
    }

    private static boolean isSilent(MigrationSide destination) {
        return Ending.of(destination) == Ending.OPEN
                && destination.said().isEmpty()
                && destination.trace().isIntact();
    }

    private static Optional<Finding> connectionLost(
            Advice advice, MigrationCase migration, MigrationSide source, MigrationSide destination) {
        if (!Broken.off(source) || !Broken.off(destination)) {
            return Optional.empty();
        }
        Sentence sentence = Sentence.of("the connection broke: the source reported \"{sourceMessage}\", the destination"
                        + " \"{destinationMessage}\"")
                .text("sourceMessage", Broken.message(source))
                .text("destinationMessage", Broken.message(destination));
        List<Excluded> excluded = new ArrayList<>();
        if (source.trace().seesAll() && destination.trace().seesAll()) {
            excluded.add(new Excluded("a device failure", "no call of a VFIO device failed at either side"));
        }
        return Optional.of(advice.on(destination.trace(), destination.errorSeq().orElse(-1), Severity.ERROR, sentence)
                .because(new Finding.Reasons(Optional.empty(), excluded, List.of())));
    }

    private static Optional<Finding> neverRan(
            Advice advice, MigrationCase migration, MigrationSide source, MigrationSide destination) {
        boolean open = Ending.of(destination) == Ending.OPEN && Ending.wouldShow(destination);
        if (Ending.of(source) != Ending.COMPLETED || !open || destination.isTorn()) {
            return Optional.empty();
        }
        boolean failed = migration.outcome() == Report.Outcome.FAILED;
        return Optional.of(advice.on(
                destination.trace(),
                destination.lastSeq(),
                failed ? Severity.ERROR : Severity.WARNING,
                "the source reports completed, but the destination never ran"));
    }
}
