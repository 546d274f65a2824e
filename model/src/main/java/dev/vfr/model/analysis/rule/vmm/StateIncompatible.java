package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The destination's device refused the first bytes of the state.
public final class StateIncompatible implements Rule {

    private static final Advice ADVICE = new Advice(
                    "state-incompatible",
                    "Device state begins with what tells its format: a header, match data, the version of "
                            + "driver or firmware. The destination's driver read that and refused it, so that the two "
                            + "devices, drivers or firmwares are not alike. Nothing is wrong with the transfer.",
                    "The operator compares device type, driver and firmware version of both hosts (for "
                            + "NVIDIA devices the PSID too) and migrates between like ones.",
                    "include/uapi/linux/vfio.h, data_fd in RESUMING; drivers: mtty, hisi_acc and qat compare "
                            + "a header (EFAULT, EINVAL), mlx5 refuses unknown records (EOPNOTSUPP); RHEL 10 "
                            + "documentation; NVIDIA's page on live migration with SR-IOV",
                    "Linux 5.18",
                    "A write that fails with EIO or ENOMEM, and one that fails after much was taken: neither "
                            + "is about the format.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            RefusedWrites.of(migration, REFUSING).stream()
                    .filter(refused -> refused.failed().movedBytes() < HEADER_BYTES)
                    .map(refused -> refused.finding(
                            ADVICE,
                            "the destination's device refused the first bytes of the state with "
                                    + refused.failed().result().text()
                                    + ", so that the two devices, drivers or firmwares are not alike"))
                    .forEach(findings::add);
        }
        return findings;
    }

    /// What tells the format is at most this long in the drivers of Linux 7.2.
    private static final long HEADER_BYTES = 4096;

    private static final Set<Errno> REFUSING =
            Set.of(Errno.EFAULT, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.EOVERFLOW, Errno.ENODEV);
}
