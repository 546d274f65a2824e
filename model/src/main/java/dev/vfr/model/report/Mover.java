package dev.vfr.model.report;

import java.util.Locale;

/// Whose move it is after a migration that went wrong.
public enum Mover {
    /// The device's driver or firmware broke its contract or gave up.
    DRIVER,
    /// The program that drives the device, such as QEMU.
    VMM,
    /// Whoever set the hosts and the VMs up: devices that do not match, switches, limits, a command to cancel.
    OPERATOR,
    /// What lies between the hosts.
    NETWORK,
    /// The traces do not tell.
    UNKNOWN;

    /// The word in reports.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
