package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.estimate.SavedDevice;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Applies a judgement to each device at the source of each migration.
final class EachDevice {

    private EachDevice() {}

    /// What was found on each device, in order.
    static List<Finding> of(CaseFile file, Function<SavedDevice, Optional<Finding>> judge) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            for (SavedDevice device : SavedDevice.of(migration)) {
                judge.apply(device).ifPresent(found -> findings.add(found.at(Report.Side.SOURCE)));
            }
        }
        return findings;
    }
}
