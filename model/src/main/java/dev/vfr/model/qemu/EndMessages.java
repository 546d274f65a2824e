package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// How a migration ended, with an errno at most.
final class EndMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CONSEQUENCE, "load-ended-early", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the stream ended before the load was done")
                    .todo("Look at the first message of the source.")
                    .from("migration/migration.c, process_incoming_migration_co")
                    .says("load of migration failed: Input/output error")
                    .maybe(Responsible.VMM, "a source that ended", "the source's messages")
                    .maybe(Responsible.DRIVER, "a device that refused its state", "the destination's kernel log")
                    .maybe(Responsible.NETWORK, "a connection that broke", "both sides without another failure"),
            row(Role.CAUSE, "load-failed-bad-address", Side.DESTINATION, Kind.DEVICE, Responsible.UNDECIDED)
                    .is("a device at the destination refused its state: Bad address")
                    .todo("Compare type, driver and firmware of the devices of both hosts.")
                    .from("migration/migration.c, process_incoming_migration_co")
                    .says("load of migration failed: Bad address")
                    .maybe(Responsible.OPERATOR, "devices that are not alike", "type, driver and firmware of both")
                    .maybe(Responsible.DRIVER, "the destination's driver", "the destination's kernel log"),
            row(Role.CAUSE, "load-failed-no-memory", Side.DESTINATION, Kind.MEMORY, Responsible.UNDECIDED)
                    .is("the destination has no room for the state")
                    .todo("Compare the size of both devices, and the destination's free memory.")
                    .from("migration/migration.c, process_incoming_migration_co")
                    .says("load of migration failed: Cannot allocate memory")
                    .says("load of migration failed: No space left on device")
                    .maybe(Responsible.OPERATOR, "a smaller device or host", "device profiles of both hosts")
                    .maybe(Responsible.DRIVER, "the destination's driver", "the destination's kernel log"),
            row(Role.ENDED, "load-failed", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the destination could not load the migration: {errno}")
                    .todo("Look at the destination's messages before this one.")
                    .from("migration/migration.c, process_incoming_migration_co")
                    .says("load of migration failed: {errno}")
                    .says("load of migration failed")
                    .says("8.0", "10.1", "Error {number} while loading VM state")
                    .says("10.2", "Error while loading vmstate")
                    .maybe(Responsible.OPERATOR, "sides that are not alike", "the destination's messages before it")
                    .maybe(Responsible.NETWORK, "a stream that ended early", "the source's messages"));

    private EndMessages() {}
}
