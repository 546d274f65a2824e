package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.ArrayList;
import java.util.List;

/// The VMM asked for a state that the device does not offer.
public final class UnofferedStateRequested implements Rule {

    private static final Advice ADVICE = new Advice(
                    "unoffered-state-requested",
                    "The flags that the device answered to VFIO_DEVICE_FEATURE_MIGRATION lack what the"
                            + " state needs. The kernel answers EINVAL and nothing moves.",
                    "VMM: look at the flags before asking for PRE_COPY or a P2P state.",
                    "include/uapi/linux/vfio.h, struct vfio_device_feature_migration",
                    "Linux 5.18",
                    "The same request refused with another errno, or by a device that offers the state.")
            .by(Mover.VMM)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedTrace trace : file.traces()) {
            for (FirstOfDevice<OddRequest> found : FirstOfDevice.of(
                    trace.facts().of(OddRequest.class),
                    UnofferedStateRequested::holds,
                    fact -> fact.set().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().set().header().device(),
                        found.fact().set().header().seq(),
                        Finding.Severity.WARNING,
                        found.fact().set().requested().map(Enum::name).orElse("")
                                + " was asked for, and the device offers only "
                                + found.fact()
                                        .flags()
                                        .map(MigrationFlags::toString)
                                        .orElse("") + found.others()));
            }
        }
        return findings;
    }

    private static boolean holds(OddRequest request) {
        return request.set().result().is(Errno.EINVAL)
                && request.flags().isPresent()
                && request.set()
                        .requested()
                        .filter(state -> state != DeviceState.ERROR
                                && !request.flags().get().allows(state))
                        .isPresent();
    }
}
