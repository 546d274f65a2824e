package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// Pre-copy began with nothing to read.
public final class InitialBytesMissing implements Rule {

    private static final Advice ADVICE = new Advice(
                    "initial-bytes-missing",
                    "initial_bytes should be non-zero when PRE_COPY begins, since it tells the VMM how"
                            + " much to read before the switchover pays. With 0 the VMM may switch over at once"
                            + " and pay for everything in the downtime.",
                    "Driver: count what it has ready when PRE_COPY is entered.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                    "Linux 6.2",
                    "0 after the initial data was read.")
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
            if (!trace.seesAll()) {
                continue;
            }
            for (FirstOfDevice<OddPrecopyInfo> found : FirstOfDevice.of(
                    trace.facts().of(OddPrecopyInfo.class),
                    fact -> fact.oddity() == OddPrecopyInfo.Oddity.NO_INITIAL_BYTES,
                    fact -> fact.query().header())) {
                findings.add(ADVICE.on(
                        trace,
                        found.fact().query().header().device(),
                        found.fact().query().header().seq(),
                        Finding.Severity.WARNING,
                        "initial_bytes is 0 at the beginning of PRE_COPY" + found.others()));
            }
        }
        return findings;
    }
}
