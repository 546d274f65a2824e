package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.scan.TraceScan;
import dev.vfr.model.analysis.watch.OddPrecopyInfo;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.ArrayList;
import java.util.List;

/// New initial data together with old dirty data.
public final class ReinitWithDirtyBytes implements Rule {

    private static final Advice ADVICE = new Advice(
                    "reinit-with-dirty-bytes",
                    "VFIO_PRECOPY_INFO_REINIT says that there is new initial data; dirty_bytes begins at"
                            + " 0 again with it. Here it did not, so that the VMM counts some data twice.",
                    "Driver: answer dirty_bytes 0 together with REINIT.",
                    "include/uapi/linux/vfio.h, struct vfio_precopy_info",
                    "Linux 7.1",
                    "dirty_bytes above 0 without REINIT, or where the VMM never opted in to it.")
            .by(Mover.DRIVER)
            .as(Advice.Bearing.ASIDE);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (TraceScan scan : file.traces()) {
            if (!scan.seesAll()) {
                continue;
            }
            for (FirstOfDevice<OddPrecopyInfo> found : FirstOfDevice.of(
                    scan.facts.of(OddPrecopyInfo.class),
                    fact -> fact.oddity() == OddPrecopyInfo.Oddity.DIRTY_WITH_REINIT,
                    fact -> fact.query().header())) {
                findings.add(ADVICE.on(
                        scan,
                        found.fact().query().header().device(),
                        found.fact().query().header().seq(),
                        Finding.Severity.ERROR,
                        "REINIT came with dirty_bytes "
                                + found.fact().query().dirtyBytes().orElse(0) + found.others()));
            }
        }
        return findings;
    }
}
