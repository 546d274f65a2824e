package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.migration.MigrationCase;
import dev.vfr.model.analysis.migration.Sides;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A write of device state that the destination's device refused, in a migration that failed.
record RefusedWrites(Sides.Side side, DeviceLeg part, DeviceLeg.FailedTransfer failed) {

    /// Those of a migration that failed with one of these.
    static List<RefusedWrites> of(MigrationCase migration, Set<Errno> errnos) {
        List<RefusedWrites> refused = new ArrayList<>();
        Sides.Side destination = migration.sides().destination();
        if (destination == null || migration.outcome() != Report.Outcome.FAILED) {
            return refused;
        }
        for (DeviceLeg part : destination.leg().devices.values()) {
            DeviceLeg.FailedTransfer failed = part.failedTransfer;
            if (failed != null
                    && !failed.read()
                    && failed.state().orElse(DeviceState.RESUMING) == DeviceState.RESUMING
                    && errnos.stream().anyMatch(failed.result()::is)) {
                refused.add(new RefusedWrites(destination, part, failed));
            }
        }
        return refused;
    }

    Finding finding(Advice advice, String summary) {
        return advice.on(side.scan(), part.device, failed.seq(), Finding.Severity.ERROR, summary)
                .at(Report.Side.DESTINATION);
    }
}
