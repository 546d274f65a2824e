package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.FailedTransfer;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;

/// A rule on a write of device state that the destination's device refused, in a migration that failed.
///
/// @param errnos the write failed with one of these
/// @param taken how many bytes the device had taken before
/// @param template the finding, with `{writtenBytes}` and `{errno}`
/// @param excludes what that excludes
record RefusedWrites(
        Advice advice,
        Set<Errno> errnos,
        LongPredicate taken,
        String template,
        Function<FailedTransfer, List<Diagnosis.Excluded>> excludes)
        implements Rule {

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            MigrationSide destination = migration.sides().destination();
            if (destination != null && migration.outcome() == Report.Outcome.FAILED) {
                for (DeviceSide device : destination.devices()) {
                    device.failedTransfer()
                            .filter(this::isMeant)
                            .map(failed -> finding(destination, device, failed))
                            .ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private boolean isMeant(FailedTransfer failed) {
        return !failed.read()
                && failed.state().orElse(DeviceState.RESUMING) == DeviceState.RESUMING
                && errnos.stream().anyMatch(failed.result()::is)
                && taken.test(failed.movedBytes());
    }

    private Finding finding(MigrationSide side, DeviceSide device, FailedTransfer failed) {
        Sentence sentence = Sentence.of(template)
                .bytes("writtenBytes", failed.movedBytes())
                .text("errno", failed.result().text());
        return advice.on(side.trace(), device.number(), failed.seq(), Finding.Severity.ERROR, sentence)
                .because(new Finding.Reasons(Optional.empty(), excludes.apply(failed), List.of()))
                .at(Report.Side.DESTINATION);
    }
}
