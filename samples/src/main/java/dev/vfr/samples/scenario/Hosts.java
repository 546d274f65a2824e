package dev.vfr.samples.scenario;

import dev.vfr.samples.host.HostClock;

/// The two hosts.
public record Hosts(HostClock source, HostClock destination) {

    /// Both ask a time server.
    public static Hosts good() {
        return new Hosts(HostClock.good(), HostClock.good());
    }
}
