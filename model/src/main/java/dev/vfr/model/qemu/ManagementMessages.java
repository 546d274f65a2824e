package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// What libvirt, KubeVirt, OpenStack and Proxmox say of a migration. Where they quote QEMU, QEMU's row comes first.
final class ManagementMessages {

    static final List<Row> ROWS = List.of(
            row(Role.BLOCKER, "hostdev-blocks", Side.SOURCE, Kind.CAPABILITY, Responsible.OPERATOR)
                    .is("the management layer does not migrate a VM with this device")
                    .todo("Unplug the device first, use a teaming pair, or update the management layer.")
                    .from("libvirt qemu_migration.c, KubeVirt, Proxmox, nova")
                    .says(Row.ANY, "cannot migrate a domain with <{what}")
                    .says(Row.ANY, "domain has assigned non-USB host devices")
                    .says(Row.ANY, "can't migrate VM which uses local devices")
                    .says(Row.ANY, "can't migrate running VM which uses mapped devices")
                    .says(Row.ANY, "HostDeviceNotLiveMigratable")
                    .says(Row.ANY, "VMI uses {what} host devices")
                    .says(Row.ANY, "SRIOVNotLiveMigratable")
                    .anyTime(),
            row(Role.BLOCKER, "management-refused", Side.SOURCE, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the management layer refused: {reason}")
                    .todo("Remove from the VM what the message names, or change it.")
                    .from("libvirt qemu_migration.c, KubeVirt")
                    .says(Row.ANY, "cannot migrate domain: {reason}")
                    .says(Row.ANY, "cannot migrate domain with {reason}")
                    .says(Row.ANY, "annot migrate VMI{reason}")
                    .says(Row.ANY, "VMI is not migratable: {reason}")
                    .says(Row.ANY, "migration with virtiofs device is {reason}")
                    .says(Row.ANY, "domain has active {reason}")
                    .says(Row.ANY, "domain has 'invtsc' {reason}")
                    .says(Row.ANY, "domain is marked for {reason}")
                    .says(Row.ANY, "is not migratable: {reason}")
                    .anyTime(),
            row(Role.BLOCKER, "unsafe-migration", Side.SOURCE, Kind.STORAGE, Responsible.OPERATOR)
                    .is("libvirt holds the migration for unsafe: {reason}")
                    .todo("Use shared storage or --copy-storage-all; --unsafe overrides at the risk of data loss.")
                    .from("libvirt qemu_migration.c, qemuMigrationSrcIsSafe")
                    .says(Row.ANY, "Unsafe migration: {reason}")
                    .anyTime(),
            row(Role.BLOCKER, "host-cpu-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the destination's CPU does not fit the VM")
                    .todo("Choose a CPU model that both hosts support.")
                    .from("libvirt cpu drivers")
                    .says(Row.ANY, "guest CPU doesn't match specification: {reason}")
                    .says(Row.ANY, "the CPU is incompatible with host CPU")
                    .says(Row.ANY, "guest and host CPU are not compatible")
                    .says(Row.ANY, "does not provide required features: {reason}")
                    .anyTime(),
            row(
                            Role.BLOCKER,
                            "device-missing-at-destination",
                            Side.DESTINATION,
                            Kind.CONFIGURATION,
                            Responsible.OPERATOR)
                    .is("the destination host has no device {device}")
                    .todo("Create the device on the destination, or name another one in its XML.")
                    .from("libvirt virmdev.c, virpci.c")
                    .says(Row.ANY, "device not found: mediated device '{device}' not found")
                    .says(Row.ANY, "Device {device} not found: could not access")
                    .says(Row.ANY, "PCI device {device} is in use by")
                    .says(Row.ANY, "PCI device {device} not found")
                    .anyTime(),
            row(Role.BLOCKER, "domain-abi-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the XML for the destination differs from the VM")
                    .todo("Give the destination's XML the value of the source.")
                    .from("libvirt domain_conf.c, virDomainDefCheckABIStability")
                    .says(Row.ANY, "does not match source {reason}")
                    .says(Row.ANY, "does not match the source")
                    .anyTime(),
            row(Role.BLOCKER, "migration-to-itself", Side.SOURCE, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("the migration was directed to the source host itself")
                    .todo("Correct host name and host UUID of the destination.")
                    .from("libvirt qemu_migration.c")
                    .says(Row.ANY, "ttempt to migrate guest to the same host {host}")
                    .says(Row.ANY, "hostname on destination resolved to localhost")
                    .anyTime(),
            row(Role.BLOCKER, "operation-in-progress", Side.EITHER, Kind.OPERATOR, Responsible.MANAGEMENT)
                    .is("libvirt is busy with another job of the VM")
                    .todo("Wait for the other job to end, or abort it (virsh domjobabort).")
                    .from("libvirt virdomainjob.c")
                    .says(Row.ANY, "cannot acquire state change lock{reason}")
                    .says(Row.ANY, "another migration job is already running")
                    .says(Row.ANY, "in-flight migration detected")
                    .anyTime(),
            row(Role.ENDED, "migration-cancelled-by-client", Side.SOURCE, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("the migration was cancelled by a client")
                    .todo("Check why it was cancelled: dirty rate, bandwidth and downtime limit.")
                    .from("libvirt qemu_migration.c")
                    .says(Row.ANY, "canceled by client")
                    .says(Row.ANY, "migration was cancelled")
                    .says(Row.ANY, "Live migration aborted")
                    .says(Row.ANY, "Live migration abort requested")
                    .failsNothing(),
            row(Role.CAUSE, "migration-timed-out", Side.SOURCE, Kind.OPERATOR, Responsible.MANAGEMENT)
                    .is("the management layer aborted: the migration took too long")
                    .todo("Raise bandwidth, downtime limit or the time allowed; check the dirty rate.")
                    .from("KubeVirt live-migration-source.go, nova, Proxmox")
                    .says(Row.ANY, "Live migration is not completed after {seconds}")
                    .says(Row.ANY, "Live migration stuck for {seconds}")
                    .says(Row.ANY, "migration{}timed out{reason}")
                    .says(Row.ANY, "Live migration not completed after {seconds}"),
            row(Role.CAUSE, "destination-server-not-reached", Side.SOURCE, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("the destination was not reached: {reason}")
                    .todo("Check name, port, firewall and libvirt service of the destination.")
                    .from("libvirt virnetsocket.c")
                    .says(Row.ANY, "unable to connect to server at {address}: {reason}")
                    .says(Row.ANY, "Cannot recv data: {reason}")
                    .says(Row.ANY, "unable to connect to {address}: {reason}")
                    .anyTime()
                    .maybe(Responsible.OPERATOR, "a service that does not listen", "ss -ltn at the destination")
                    .maybe(Responsible.NETWORK, "a firewall or route", "a connection by hand to that port"),
            row(Role.CAUSE, "lost-connection-to-destination", Side.SOURCE, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("the connection to the destination's libvirt was lost")
                    .todo("Check libvirt's log at the destination, and the network.")
                    .from("libvirt qemu_migration.c")
                    .says(Row.ANY, "Lost connection to destination host")
                    .says(Row.ANY, "connection closed due to keepalive timeout")
                    .anyTime()
                    .maybe(Responsible.MANAGEMENT, "a libvirt that ended", "its log at the destination")
                    .maybe(Responsible.NETWORK, "a connection that broke", "both sides without another failure"),
            row(Role.ENDED, "qemu-gone", Side.EITHER, Kind.PROCESS, Responsible.UNDECIDED)
                    .is("libvirt lost its QEMU process")
                    .todo("Look at the domain log of QEMU on this host.")
                    .from("libvirt qemu_monitor.c, qemu_process.c")
                    .says(Row.ANY, "domain is not running")
                    .says(Row.ANY, "domain is no longer running")
                    .says(Row.ANY, "domain {domain} is not running")
                    .says(Row.ANY, "qemu unexpectedly closed the monitor")
                    .says(Row.ANY, "process exited while connecting to monitor")
                    .says(Row.ANY, "End of file from qemu monitor")
                    .says(Row.ANY, "shutting down, reason=crashed")
                    .maybe(Responsible.VMM, "a crash of QEMU", "domain log and coredumpctl")
                    .maybe(Responsible.OPERATOR, "a process that was killed", "the host's kernel log")
                    .anyTime(),
            row(Role.ENDED, "domain-shut-down", Side.EITHER, Kind.PROCESS, Responsible.MANAGEMENT)
                    .is("libvirt shut QEMU down ({reason})")
                    .todo("Look at the messages before it.")
                    .from("libvirt domain log")
                    .says(Row.ANY, "shutting down, reason={reason}")
                    .anyTime()
                    .failsNothing(),
            row(Role.ENDED, "management-failed", Side.EITHER, Kind.UNKNOWN, Responsible.UNDECIDED)
                    .is("the management layer reports: {reason}")
                    .todo("Look at QEMU's messages of both hosts at this time.")
                    .from("libvirt, nova, Proxmox, KubeVirt")
                    .says(Row.ANY, "unable to execute QEMU command 'migrate{}': {reason}")
                    .says(Row.ANY, "migration failed. Message from the source host: {reason}")
                    .says(Row.ANY, "job {job} failed: {reason}")
                    .says(Row.ANY, "job {job} unexpectedly {reason}")
                    .says(Row.ANY, "Live Migration failure: {reason}")
                    .says(Row.ANY, "LiveMigration failed: {reason}")
                    .says(Row.ANY, "online migrate failure - {reason}")
                    .says(Row.ANY, "migration status error: {reason}")
                    .maybe(Responsible.VMM, "a failure of QEMU", "QEMU's logs of both hosts")
                    .maybe(Responsible.MANAGEMENT, "a failure of the layer", "its logs of both hosts"));

    private ManagementMessages() {}
}
