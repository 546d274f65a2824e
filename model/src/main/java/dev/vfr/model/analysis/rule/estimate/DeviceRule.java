package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import java.util.List;
import java.util.Optional;

/// A rule on the estimates of one device at the source.
///
/// @param judge finds at most one thing on a device
record DeviceRule(Advice advice, Judge judge) implements Rule {

    /// What such a rule finds.
    interface Judge {
        Optional<Finding> find(Advice advice, SavedDevice device);
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return EachDevice.of(file, device -> judge.find(advice, device));
    }
}
