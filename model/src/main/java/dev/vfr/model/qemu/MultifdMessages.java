package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// Several connections for one migration: their number and kind, and device state over them.
final class MultifdMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CAUSE, "multifd-transfer-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("x-migration-multifd-transfer of {device} differs between the sides")
                    .todo("Set x-migration-multifd-transfer to the same value at both sides.")
                    .from("hw/vfio/migration-multifd.c, hw/vfio/migration.c")
                    .says("10.0", "{device}: got DEV_CONFIG_STATE in main migration channel but doing multifd transfer")
                    .says("10.0", "{device}: got device state packet but not doing multifd transfer")
                    .says("10.1", "{device}: got DEV_CONFIG_LOAD_READY outside multifd transfer")
                    .says("10.1", "{device}: got DEV_CONFIG_LOAD_READY but was disabled"),
            row(Role.CAUSE, "multifd-transfer-impossible", Side.SOURCE, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("x-migration-multifd-transfer of {device} needs multifd and switchover-start")
                    .todo("Switch multifd on, or set x-migration-multifd-transfer=auto.")
                    .from("hw/vfio/migration-multifd.c, vfio_multifd_setup")
                    .says("10.0", "{device}: Multifd device transfer requested but unsupported"),
            row(Role.CAUSE, "device-buffer-not-written", Side.DESTINATION, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} refused a buffer of its state: error {ret}")
                    .todo("Check the destination's kernel log; compare type, driver and firmware of both devices.")
                    .from("hw/vfio/migration-multifd.c, vfio_load_state_buffer_write")
                    .says("10.0", "{device}: writing state buffer {number} failed: {ret}"),
            row(Role.CAUSE, "device-buffer-not-read", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("state of {device} could not be read: error {ret}")
                    .todo("Check the source's kernel log for {device} at this time.")
                    .from("hw/vfio/migration-multifd.c, vfio_multifd_save_complete_precopy_thread")
                    .says("10.0", "{device}: reading state buffer {number} failed: {ret}"),
            row(Role.CAUSE, "device-queue-full", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("state of {device} exceeds the destination's queue limit")
                    .todo("Raise x-migration-max-queued-buffers-size at the destination.")
                    .from("hw/vfio/migration-multifd.c, vfio_load_state_buffer_insert")
                    .says("10.1", "{device}: queuing state buffer {number} would exceed the size max"),
            row(Role.CAUSE, "device-packet-invalid", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("a packet with state of {device} is not valid")
                    .todo("Compare QEMU releases of both hosts.")
                    .from("hw/vfio/migration-multifd.c, vfio_multifd_load_state_buffer")
                    .says("10.0", "{device}: packet too short at {number}")
                    .says("10.0", "{device}: packet has unknown version {number}")
                    .says("10.0", "{device}: packet index is invalid")
                    .says("10.0", "{device}: state buffer {number} already filled")
                    .says("10.0", "{device}: expected FLAG_DEV_CONFIG_STATE but got {number}")
                    .says("10.0", "{device}: load config state flush failed: {ret}")
                    .says("10.1", "{device}: duplicate DEV_CONFIG_LOAD_READY")
                    .says("10.0", "multifd: received empty device state packet")
                    .says("10.0", "multifd: received SYNC device state packet")
                    .says("10.0", "unterminated multifd device state idstr")
                    .maybe(Responsible.OPERATOR, "different releases of QEMU", "qemu --version of both hosts")
                    .maybe(Responsible.VMM, "a fault of QEMU", "the same with equal releases"),
            row(Role.CAUSE, "buffer-for-unknown-device", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the destination has no device {section} for the state sent")
                    .todo("Start the destination with the same devices at the same addresses.")
                    .from("migration/savevm.c, qemu_loadvm_load_state_buffer")
                    .says("10.0", "Unknown idstr {section} or instance id {number} for load state buffer")
                    .says("10.0", "idstr {section} / instance {number} has no load state buffer operation"),
            row(Role.CONSEQUENCE, "device-buffer-not-queued", Side.SOURCE, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("state of {device} could not be sent")
                    .todo("Look at the destination's messages at this time.")
                    .from("hw/vfio/migration-multifd.c")
                    .says("10.0", "{device}: multifd data queuing failed")
                    .says("10.0", "{device}: multifd config data queuing failed"),
            row(Role.CAUSE, "multifd-channels-differ", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the source opened more multifd channels than the destination allows")
                    .todo("Set multifd-channels to the same value at both sides.")
                    .from("migration/multifd.c, multifd_recv_initial_packet")
                    .says("multifd: received channel id {number} is greater than number of channels")
                    .says("multifd: received id '{number}' already setup"),
            row(Role.CAUSE, "multifd-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("multifd or its compression differs between the sides")
                    .todo("Set multifd, multifd-compression and multifd-channels alike at both sides.")
                    .from("migration/multifd.c, migration/multifd-nocomp.c, migration/migration.c")
                    .says("multifd {number}: flags received {theirs} flags expected {ours}")
                    .says("multifd: received packet magic {number}{}expected {ours}")
                    .says("multifd: received packet version {number}{}expected {ours}")
                    .says("8.0", "8.2", "multifd: received channel version {number} expected {ours}")
                    .says("unknown channel magic: {number}")
                    .says("8.2", "non-peekable channel used without multifd"),
            row(Role.CAUSE, "multifd-stream-differs", Side.DESTINATION, Kind.NETWORK, Responsible.OPERATOR)
                    .is("a multifd channel of another migration arrived here")
                    .todo("Check that no two migrations use the same port of this host.")
                    .from("migration/multifd.c, multifd_recv_initial_packet")
                    .says("multifd: received uuid {theirs} and expected uuid {ours}"),
            row(Role.CAUSE, "multifd-packet-invalid", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("a multifd packet is not valid")
                    .todo("Compare QEMU releases and memory of both VMs.")
                    .from("migration/multifd.c, migration/multifd-nocomp.c")
                    .says("9.0", "multifd: received packet with {number}")
                    .says("8.0", "8.2", "multifd: received packet with size {number} and expected a size")
                    .says("multifd: unknown ram block {block}")
                    .says("multifd: offset too long {number}")
                    .says("multifd {number}: packet size received {theirs} size expected {ours}")
                    .says("flate returned {number} instead of Z_OK")
                    .says("multifd {number}: decompressStream{error}")
                    .maybe(Responsible.OPERATOR, "different releases of QEMU", "qemu --version of both hosts")
                    .maybe(Responsible.NETWORK, "a damaged stream", "the same migration with TLS"),
            row(Role.CAUSE, "multifd-codec-failed", Side.EITHER, Kind.STREAM, Responsible.UNDECIDED)
                    .is("multifd compression or its packets failed: {reason}")
                    .todo("Try the migration without multifd-compression; compare QEMU releases.")
                    .from("migration/multifd-*.c")
                    .says("multifd {number}: {reason}")
                    .maybe(Responsible.OPERATOR, "different settings or releases", "both command lines")
                    .maybe(Responsible.VMM, "a fault of QEMU", "the same with equal releases"),
            row(Role.CONSEQUENCE, "multifd-channel-broken", Side.EITHER, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("a multifd channel broke")
                    .todo("Look at the first message of the other side.")
                    .from("migration/multifd.c, migration/ram.c")
                    .says("failed to receive packet via multifd channel {number}")
                    .says("10.0", "multifd: unexpected EOF after packet header")
                    .says("8.0", "8.2", "multifd_send_pages fail")
                    .says("9.0", "multifd_send fail")
                    .says("9.0", "multifd synchronization failed")
                    .says("8.0", "8.2", "channel {number} has already quit")
                    .says("8.0", "8.2", "Failed to setup multifd channels")
                    .maybe(Responsible.VMM, "the other side ended", "the other side's messages")
                    .maybe(Responsible.NETWORK, "a connection that broke", "both sides without another failure"));

    private MultifdMessages() {}
}
