package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;

/// The driver or the kernel offers no migration, and the VMM refused at once.
public final class MigrationNotSupported implements Rule {

    private static final Advice ADVICE = new Advice(
                    "migration-not-supported",
                    "The device answers ENOTTY to the query for its migration flags: its driver does not "
                            + "implement migration, as plain vfio-pci does not, or it was built without the second "
                            + "version of the interface, as some vGPU drivers are.",
                    "The operator binds the device to its variant driver (mlx5_vfio_pci, hisi_acc_vfio_pci "
                            + "and so on), or takes a vGPU driver built for Linux 5.18 or later; or unplugs the device "
                            + "before the VM is migrated.",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_MIGRATION: ENOTTY; QEMU "
                            + "hw/vfio/migration.c, vfio_migration_init; strongtz/i915-sriov-dkms issue 405, "
                            + "intel/gvt-linux issue 207",
                    "Linux 5.18",
                    "A device without migration in a VM that nobody asks to migrate.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofRefused(
                        file,
                        text -> text.contains("igration is not supported in kernel")
                                || text.contains("doesn't support migration"))
                .stream()
                .map(heard -> heard.finding(
                        ADVICE,
                        heard.device(),
                        "the VMM refused to migrate, because the device's driver offers no migration"))
                .toList();
    }
}
