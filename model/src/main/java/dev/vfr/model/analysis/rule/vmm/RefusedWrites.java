package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.FailedTransfer;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A write of device state that the destination's device refused, in a migration that failed.
record RefusedWrites(MigrationSide side, DeviceSide device, FailedTransfer failed) {

    /// Those of a migration that failed with one of these.
    static List<RefusedWrites> of(MigrationCase migration, Set<Errno> errnos) {
        List<RefusedWrites> refused = new ArrayList<>();
        MigrationSide destination = migration.sides().destination();
        if (destination == null || migration.outcome() != Report.Outcome.FAILED) {
            return refused;
        }
        for (DeviceSide device : destination.devices()) {
            FailedTransfer failed = device.failedTransfer().orElse(null);
            if (failed != null
                    && !failed.read()
                    && failed.state().orElse(DeviceState.RESUMING) == DeviceState.RESUMING
                    && errnos.stream().anyMatch(failed.result()::is)) {
                refused.add(new RefusedWrites(destination, device, failed));
            }
        }
        return refused;
    }

    Finding finding(Advice advice, String summary) {
        return advice.on(side.trace(), device.number(), failed.seq(), Finding.Severity.ERROR, summary)
                .at(Report.Side.DESTINATION);
    }
}
