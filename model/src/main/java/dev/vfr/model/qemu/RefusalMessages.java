package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// Commands and settings that QEMU refuses before a migration begins.
final class RefusalMessages {

    static final List<Row> ROWS = List.of(
            row(Role.BLOCKER, "migration-in-progress", Side.EITHER, Kind.OPERATOR, Responsible.MANAGEMENT)
                    .is("another migration is still in progress")
                    .todo("Wait for the other migration to end, or cancel it.")
                    .from("migration/migration.c, migration/options.c")
                    .says("There's a migration process in progress"),
            row(Role.BLOCKER, "guest-is-incoming", Side.DESTINATION, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("this QEMU waits for an incoming migration itself")
                    .todo("Send the command to the source's QEMU.")
                    .from("migration/migration.c, migrate_prepare")
                    .says("Guest is waiting for an incoming migration"),
            row(Role.BLOCKER, "guest-was-migrated", Side.SOURCE, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("this VM was migrated away and is stopped since")
                    .todo("Migrate from the host where the VM runs now.")
                    .from("migration/migration.c, migrate_prepare")
                    .says("Can't migrate the vm that was paused due to previous migration"),
            row(Role.BLOCKER, "memory-poisoned", Side.SOURCE, Kind.MEMORY, Responsible.OPERATOR)
                    .is("the guest has pages with hardware memory errors")
                    .todo("Reboot the VM; check the host's kernel log for memory errors.")
                    .from("migration/migration.c, migrate_prepare")
                    .says("9.0", "Can't migrate this vm with hardware poisoned memory"),
            row(Role.BLOCKER, "incoming-not-expected", Side.DESTINATION, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("this QEMU does not wait for a migration, or has begun one")
                    .todo("Start the destination with -incoming defer and send migrate-incoming once.")
                    .from("migration/migration.c, qmp_migrate_incoming")
                    .says("'-incoming' was not specified on the command line")
                    .says("The incoming migration has already been started"),
            row(Role.BLOCKER, "migrate-arguments-wrong", Side.EITHER, Kind.CONFIGURATION, Responsible.MANAGEMENT)
                    .is("the arguments of the migrate command are wrong")
                    .todo("Correct uri or channels of the command.")
                    .from("migration/migration.c")
                    .says("unknown migration protocol: {uri}")
                    .says("9.1", "need either 'uri' or 'channels' argument")
                    .says("8.2", "9.0", "'uri' and 'channels' arguments are mutually exclusive")
                    .says("8.2", "9.0", "neither 'uri' or 'channels' argument are specified")
                    .says("8.2", "Channel list {reason}")
                    .says("expects a valid migration protocol"),
            row(Role.BLOCKER, "cpr-arguments-wrong", Side.EITHER, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("a channel, command or setting that CPR needs is missing")
                    .todo("Correct mode, channels and cpr-exec-command as the message says.")
                    .from("migration/migration.c, migration/cpr-transfer.c")
                    .says("10.0", "missing 'cpr' migration channel")
                    .says("10.2", "cpr-exec mode requires setting cpr-exec-command")
                    .says("10.2", "Parameter 'cpr-exec-command' required for cpr-exec")
                    .says("10.0", "bad cpr channel {reason}")
                    .says("9.0", "Cannot use {capability} with CPR")
                    .says("10.0", "does not support fd passing"),
            row(Role.BLOCKER, "capability-needs-other", Side.EITHER, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("a migration capability lacks another one that it needs")
                    .todo("Set both capabilities, at both sides.")
                    .from("migration/options.c")
                    .says("8.1", "Capability 'switchover-ack' requires capability 'return-path'")
                    .says("Postcopy preempt requires postcopy-ram")
                    .says("Zero copy only available for non-compressed non-TLS multifd migration")
                    .says("9.0", "Mapped-ram only available for non-compressed non-TLS multifd migration")
                    .says("8.1", "dirty-limit requires KVM with accelerator property 'dirty-ring-size' set"),
            row(Role.BLOCKER, "capability-conflict", Side.EITHER, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("two migration settings exclude each other")
                    .todo("Switch one of the two settings off, at both sides.")
                    .from("migration/options.c")
                    .says("Postcopy is not compatible with {other}")
                    .says("8.0", "10.1", "Postcopy is not yet compatible with multifd")
                    .says("8.1", "Multifd is not compatible with {other}")
                    .says("9.0", "Mapped-ram migration is incompatible with {other}")
                    .says("9.0", "Cannot use TLS with mapped-ram")
                    .says("9.0", "Cannot use compression with mapped-ram")
                    .says("8.1", "dirty-limit conflicts with auto-converge")
                    .says("8.0", "9.0", "Postcopy preempt not compatible with compress")
                    .says("8.1", "9.0", "Compression is not compatible with xbzrle")
                    .says("Background-snapshot is not compatible with {other}")
                    .says("Snapshots are not compatible with {other}")
                    .says("can't be used together")
                    .says("Postcopy recovery cannot work when release-ram capability is set"),
            row(Role.BLOCKER, "capability-set-too-late", Side.DESTINATION, Kind.CONFIGURATION, Responsible.MANAGEMENT)
                    .is("a capability was set after the destination began to listen")
                    .todo("Set capabilities before migrate-incoming.")
                    .from("migration/options.c")
                    .says("8.1", "Multifd must be set before incoming starts")
                    .says("8.1", "Postcopy preempt must be set before incoming starts"),
            row(Role.BLOCKER, "transport-unfit", Side.EITHER, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the transport of the URI does not suit the capabilities")
                    .todo("Use the kind of URI that the message asks for.")
                    .from("migration/migration.c, migration_channels_and_transport_compatible")
                    .says("Migration requires multi-channel URIs (e.g. tcp)")
                    .says("9.0", "Migration requires seekable transport (e.g. file)")
                    .says("9.0", "Migration requires a transport that allows for extra fds (e.g. file)")
                    .says("10.0", "Migration requires streamable transport (eg unix)"),
            row(Role.BLOCKER, "postcopy-not-supported", Side.EITHER, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("this host or its guest memory does not support postcopy")
                    .todo("Allow userfaultfd (sysctl vm.unprivileged_userfaultfd=1), or migrate without postcopy.")
                    .from("migration/options.c, migration/postcopy-ram.c")
                    .says("Postcopy is not supported")
                    .says("8.1", "Userfaultfd not available: {errno}")
                    .says("8.0", "8.0", "userfaultfd not available: {errno}")
                    .says("8.1", "Userfault feature detection failed")
                    .says("Postcopy requires RAM blocks to be a page size multiple")
                    .says("8.1", "Host backend files need to be TMPFS or HUGETLBFS only")
                    .says("Target page size bigger than host page size")
                    .says("Userfault on this host does not support huge pages")
                    .says("is a nvdimm memory, postcopy")
                    .says("Missing userfault features: {number}"),
            row(Role.BLOCKER, "background-snapshot-not-supported", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("the host's kernel does not support background snapshots")
                    .todo("Use a kernel with userfaultfd write protection, or switch background-snapshot off.")
                    .from("migration/options.c")
                    .says("Background-snapshot is not supported by host kernel"),
            row(Role.BLOCKER, "postcopy-command-wrong", Side.EITHER, Kind.OPERATOR, Responsible.MANAGEMENT)
                    .is("a postcopy command came in a state that does not allow it")
                    .todo("Enable postcopy-ram before the migration; recover only a paused one.")
                    .from("migration/migration.c")
                    .says("Enable postcopy with migrate_set_capability before the start of migration")
                    .says("Postcopy must be started after migration has been started")
                    .says("Migrate recover can only be run when postcopy is paused")
                    .says("Cannot resume if there is no paused migration")
                    .says("migrate-pause is currently only supported during")
                    .says("10.0", "Postcopy migration in progress, cannot cancel")
                    .says("Migration not in expected state: {status}")
                    .says("Failed to pause source migration")
                    .says("Failed to pause destination migration"),
            row(Role.BLOCKER, "parameter-wrong", Side.EITHER, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("migration parameter {parameter} has a wrong value")
                    .todo("Give the parameter a value in the range that the message names.")
                    .from("migration/options.c")
                    .says("Parameter '{parameter}' expects {range}"),
            row(Role.BLOCKER, "zero-copy-unavailable", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("the host does not support zero-copy sending")
                    .todo("Switch zero-copy-send off on this host.")
                    .from("migration/socket.c, io/channel.c")
                    .says("Zero copy send feature not detected in host kernel")
                    .says("Requested Zero Copy feature is not available")
                    .says("Zero copy currently only available on Linux"));

    private RefusalMessages() {}
}
