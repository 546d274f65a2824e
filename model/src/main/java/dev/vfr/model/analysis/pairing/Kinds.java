package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.VmmMessage;
import dev.vfr.model.report.Report;
import java.util.Set;

/// How the state of passed-through devices was carried in a migration.
final class Kinds {

    /// What QEMU reports, and is told, when a device leaves a VM or comes into it.
    private static final Set<String> UNPLUGGED = Set.of("device_del", "DEVICE_DELETED", "UNPLUG_PRIMARY");

    private Kinds() {}

    static Report.Kind of(Sides sides) {
        if (sides.shown().anyMatch(Kinds::isCpr)) {
            return Report.Kind.CPR;
        }
        if (sides.shown().anyMatch(Kinds::carriesDevice)) {
            return Report.Kind.VFIO;
        }
        if (sides.shown().anyMatch(Kinds::unplugs)) {
            return Report.Kind.REPLUG;
        }
        return sides.shown().anyMatch(Kinds::showsDevice) ? Report.Kind.VFIO : Report.Kind.PLAIN;
    }

    private static boolean isCpr(MigrationSide side) {
        return side.vmm().settings().isCpr()
                || side.said().stream()
                        .flatMap(message -> message.row().stream())
                        .anyMatch(row -> row.id().startsWith("cpr-"));
    }

    private static boolean carriesDevice(MigrationSide side) {
        return side.devices().stream().anyMatch(DeviceSide::tookPart)
                || !side.handlers().isEmpty()
                || side.said().stream().map(VmmMessage::text).anyMatch(text -> text.contains("/vfio"));
    }

    private static boolean unplugs(MigrationSide side) {
        return side.vmm().commands().stream().anyMatch(UNPLUGGED::contains);
    }

    /// A passed-through device is in the VM, or a message is about one.
    private static boolean showsDevice(MigrationSide side) {
        return side.trace().state().devices().stream().anyMatch(device -> device.process() == side.process())
                || side.said().stream()
                        .map(VmmMessage::text)
                        .anyMatch(text -> text.contains("vfio") || text.contains("VFIO"));
    }
}
