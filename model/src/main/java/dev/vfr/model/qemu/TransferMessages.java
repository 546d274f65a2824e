package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// The connection between the sides: how it was made, and how it broke.
final class TransferMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CAUSE, "destination-not-reached", Side.SOURCE, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("the source could not connect to the destination: {errno}")
                    .todo("Check that the destination listens on that port and that no firewall is between.")
                    .from("util/qemu-sockets.c")
                    .says("9.2", "Failed to connect to '{address}': {errno}")
                    .says("8.0", "Failed to connect to '{address}'")
                    .says("8.0", "9.1", "Failed to connect socket{}: {errno}")
                    .maybe(Responsible.OPERATOR, "a destination that does not listen", "ss -ltn at the destination")
                    .maybe(Responsible.NETWORK, "a firewall or route", "a connection by hand to that port")
                    .anyTime(),
            row(Role.CAUSE, "address-not-resolved", Side.EITHER, Kind.NETWORK, Responsible.OPERATOR)
                    .is("the address {address} could not be resolved")
                    .todo("Correct the host name, or its entry in DNS or /etc/hosts.")
                    .from("util/qemu-sockets.c")
                    .says("address resolution failed for {address}: {reason}")
                    .anyTime(),
            row(Role.CAUSE, "address-in-use", Side.DESTINATION, Kind.NETWORK, Responsible.OPERATOR)
                    .is("the destination's port is in use by another process")
                    .todo("Choose a free port, or end the process that uses it.")
                    .from("util/qemu-sockets.c")
                    .says("Failed to find an available port: {errno}")
                    .says("Failed to bind socket: {errno}")
                    .says("Failed to bind socket to {path}: {errno}")
                    .says("Failed to listen on socket: {errno}")
                    .says("Address already in use")
                    .anyTime(),
            row(Role.CAUSE, "tls-failed", Side.EITHER, Kind.NETWORK, Responsible.OPERATOR)
                    .is("the TLS connection could not be made")
                    .todo("Check certificates, host names and tls-creds of both sides.")
                    .from("crypto/tlssession.c, migration/tls.c")
                    .says("TLS handshake failed: {reason}")
                    .says("No TLS credentials with id {id}")
                    .says("Certificate does not match the hostname {hostname}")
                    .says("The certificate {reason}")
                    .anyTime(),
            row(Role.CAUSE, "rdma-failed", Side.EITHER, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("the RDMA connection failed")
                    .todo("Check the RDMA link, and the limit of locked memory (rdma-pin-all).")
                    .from("migration/rdma.c")
                    .says("RDMA ERROR: {reason}")
                    .says("rdma migration: {reason}")
                    .says("RDMA is in an error state")
                    .maybe(Responsible.NETWORK, "the RDMA link", "ibstat and kernel logs of both hosts")
                    .maybe(Responsible.OPERATOR, "the limit of locked memory", "ulimit -l of both QEMUs"),
            row(Role.CONSEQUENCE, "sibling-failed", Side.SOURCE, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the destination reported that it failed")
                    .todo("Look at the destination's messages at this time.")
                    .from("migration/migration.c, source_return_path_thread")
                    .says("Sibling indicated error {number}"),
            row(Role.CONSEQUENCE, "state-not-sent", Side.SOURCE, Kind.STREAM, Responsible.UNDECIDED)
                    .is("state of {section} could not be sent: error {ret}")
                    .todo("Look at the destination's messages at this time.")
                    .from("migration/savevm.c")
                    .says("failed to save SaveStateEntry with id(name): {number}({section}): {ret}"),
            row(Role.CONSEQUENCE, "peer-gone-at-write", Side.SOURCE, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("the destination closed the connection: {errno}")
                    .todo("Look at the destination's messages at this time; check the network if it has none.")
                    .from("io/channel-socket.c, io/channel-command.c, io/channel-tls.c")
                    .says("Unable to write to socket: {errno}")
                    .says("Unable to write to command: {errno}")
                    .says("Cannot write to TLS channel: {errno}")
                    .says("10.0", "Partial write of size {number}, expected {wanted}")
                    .maybe(Responsible.VMM, "a destination that failed or ended", "the destination's messages")
                    .maybe(Responsible.OPERATOR, "something else that listens there", "ss -ltnp at the destination")
                    .maybe(Responsible.NETWORK, "a connection that broke", "both sides without another failure"),
            row(Role.CONSEQUENCE, "peer-gone-at-read", Side.EITHER, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("the peer closed the connection: {errno}")
                    .todo("Look at the other side's messages at this time; check the network if it has none.")
                    .from("io/channel-socket.c, io/channel-command.c, io/channel-tls.c")
                    .says("Unable to read from socket: {errno}")
                    .says("Unable to read from command: {errno}")
                    .says("Cannot read from TLS channel: {errno}")
                    .maybe(Responsible.VMM, "a peer that failed or ended", "the other side's messages")
                    .maybe(Responsible.NETWORK, "a connection that broke", "both sides without another failure"),
            row(Role.CONSEQUENCE, "channel-broken", Side.EITHER, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the migration stream failed: {errno}")
                    .todo("Look at the message before it, and at the other side's messages.")
                    .from("migration/qemu-file.c")
                    .says("8.2", "Channel error: {errno}")
                    .says("9.1", "Error in migration completion: {errno}")
                    .says("Failed reading data for message {number}")
                    .says("10.0", "Switchover is interrupted"),
            row(Role.CONSEQUENCE, "postcopy-interrupted", Side.EITHER, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("the connection broke in postcopy, and the migration is paused")
                    .todo("Restore the connection, then recover the migration (migrate-recover, migrate resume).")
                    .from("migration/migration.c, migration/savevm.c")
                    .says("Detected IO failure for postcopy. Migration paused")
                    .maybe(Responsible.VMM, "a peer that failed or ended", "the other side's messages")
                    .maybe(Responsible.NETWORK, "a connection that broke", "both sides without another failure"),
            row(Role.ENDED, "postcopy-paused-by-user", Side.EITHER, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("a client paused the postcopy migration")
                    .todo("Resume it with migrate-recover and migrate resume.")
                    .from("migration/migration.c, qmp_migrate_pause")
                    .says("8.2", "Postcopy migration is paused by the user")
                    .failsNothing(),
            row(Role.CONSEQUENCE, "postcopy-failed", Side.EITHER, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the migration failed while it went over to postcopy")
                    .todo("Look at the first message of both sides.")
                    .from("migration/migration.c, migration/postcopy-ram.c")
                    .says("postcopy_start: Migration stream error")
                    .says("10.0", "Postcopy save non-{what} failed")
                    .says("loadvm failed during postcopy: {ret}")
                    .says("8.0", "9.2", "postcopy failed to start")
                    .says("9.1", "Failed to send packaged data")
                    .says("8.0", "10.1", "Unable to open return-path for postcopy")
                    .says("resume_prepare() failure detected: {ret}")
                    .says("handshake failed: {ret}"));

    private TransferMessages() {}
}
