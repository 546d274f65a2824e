package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// What is left: texts that have no row of their own, by their form.
final class OtherMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CAUSE, "failover-unplug-failed", Side.SOURCE, Kind.OPERATOR, Responsible.OPERATOR)
                    .is("the guest did not release the failover primary")
                    .todo("Check the guest's hotplug and net_failover drivers, then migrate again.")
                    .from("hw/net/virtio-net.c")
                    .says("unplug-timeout")
                    .says("failover{}not unplugged"),
            row(Role.CONSEQUENCE, "iterable-state-not-saved", Side.SOURCE, Kind.STREAM, Responsible.UNDECIDED)
                    .is("state could not be saved: {reason}")
                    .todo("Look at the destination's messages, and at the source's before this one.")
                    .from("migration/savevm.c")
                    .says("11.0", "Failed to save iterable device state: {reason}"),
            row(Role.CONSEQUENCE, "connection-broken", Side.EITHER, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("the connection between the sides broke")
                    .todo("Look at the first message of both sides.")
                    .from("any")
                    .says("Broken pipe")
                    .says("Connection reset by peer")
                    .anyTime()
                    .maybe(Responsible.VMM, "a peer that failed or ended", "the other side's messages")
                    .maybe(Responsible.NETWORK, "a connection that broke", "both sides without another failure"),
            row(Role.WARNING, "warning", Side.EITHER, Kind.UNKNOWN, Responsible.UNDECIDED)
                    .is("QEMU warns: {reason}")
                    .todo("Ignore it unless the failure names the same device.")
                    .from("any")
                    .says("warning: {reason}")
                    .anyTime(),
            row(Role.CAUSE, "vfio-failure", Side.EITHER, Kind.UNKNOWN, Responsible.UNDECIDED)
                    .is("a VFIO device failed: {errno}")
                    .todo("Check this host's kernel log at this time.")
                    .from("hw/vfio/")
                    .says("{pci}: Failed {what}: {errno}")
                    .says("{pci}: Failed {what}")
                    .says("vfio{} failed{}: {errno}")
                    .says("vfio{} failed{}({errno})")
                    .says("vfio{}: Failed{}: {errno}")
                    .says("vfio{}: Failed{}({errno})")
                    .says("VFIO_{call} failed{}: {errno}")
                    .says("{pci}: failed {what}")
                    .anyTime()
                    .maybe(Responsible.DRIVER, "the device's driver", "the host's kernel log")
                    .maybe(Responsible.VMM, "a fault of QEMU", "the same with another release"));

    private OtherMessages() {}
}
