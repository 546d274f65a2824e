package dev.vfr.samples.vmm;

import dev.vfr.samples.host.SimulatedHost;

/// What every part of one VMM needs to know.
///
/// @param release of this VMM
/// @param settings of both
record VmmContext(SimulatedHost host, VmmLog log, VmmRelease release, VmmSettings settings) {

    VmmMessages messages() {
        return new VmmMessages(release);
    }

    boolean has(Class<? extends VmmFault> kind) {
        return settings.has(kind);
    }

    /// Passes a downtime checkpoint, where the release has them.
    void checkpoint(String checkpoint) {
        if (release.has(Change.DOWNTIME_CHECKPOINTS)) {
            log.checkpoint(checkpoint);
        }
    }

    /// Tells how long a device's handler took, where the release does.
    void handlerDowntime(MigratedDevice device, long elapsedNs) {
        if (release.has(Change.DOWNTIME_CHECKPOINTS)) {
            log.handlerDowntime(device.number(), device.handler(), elapsedNs);
        }
    }
}
