package dev.vfr.model.report;

import java.util.Locale;

/// Who has to act after a migration that went wrong.
public enum Responsible {
    /// The device's driver or firmware.
    DRIVER,
    /// The program that drives the device, such as QEMU.
    VMM,
    /// The people who set up hosts and VMs: unlike devices, capabilities, limits, a command to cancel.
    OPERATOR,
    /// The connection between the hosts, or whatever carried the stream.
    NETWORK,
    /// The storage behind the VM's disks, or a file that holds the stream.
    STORAGE,
    /// The layer above the VMM: libvirt, KubeVirt, an orchestrator.
    MANAGEMENT,
    /// The traces do not show who.
    UNDECIDED;

    /// The word in reports.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
