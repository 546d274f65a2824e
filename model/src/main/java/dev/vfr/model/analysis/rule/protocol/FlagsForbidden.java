package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.ArrayList;
import java.util.List;

/// The device offers migration without STOP_COPY.
public final class FlagsForbidden implements Rule {

    private static final Advice ADVICE = new Advice(
                    "migration-flags-forbidden",
                    "VFIO_MIGRATION_STOP_COPY is the base of all: P2P and PRE_COPY only add to it. The"
                            + " kernel refuses to register such a driver, and QEMU refuses such a device.",
                    "Driver or server: answer 1, 3, 5 or 7.",
                    "include/uapi/linux/vfio.h, struct vfio_device_feature_migration",
                    "Linux 5.18",
                    "Flags with bits that are not known yet.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (FirstOfDevice<ForbiddenFlags> found :
                    FirstOfDevice.of(trace.facts().of(ForbiddenFlags.class), _ -> true, fact -> fact.header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().header().device(),
                        found.fact().header().seq(),
                        trace.seesAll() ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        "the device offers " + new MigrationFlags(found.fact().bits()) + " without STOP_COPY"
                                + found.others()));
            }
        }
        return findings;
    }
}
