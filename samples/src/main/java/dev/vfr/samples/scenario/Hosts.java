package dev.vfr.samples.scenario;

import dev.vfr.samples.host.HostClock;
import dev.vfr.samples.kernel.Kernel;

/// The two hosts.
public record Hosts(HostClock source, HostClock destination, Kernel sourceKernel, Kernel destinationKernel) {

    /// Both ask a time server and have the newest kernel.
    public static Hosts good() {
        return new Hosts(HostClock.good(), HostClock.good(), Kernel.LINUX_7_2, Kernel.LINUX_7_2);
    }
}
