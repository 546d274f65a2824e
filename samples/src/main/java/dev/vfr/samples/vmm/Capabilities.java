package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;

/// The migration capabilities that the client has set, alike at both ends.
///
/// @param returnPath the source hears what the destination says
/// @param switchoverAck the switchover waits for the devices' initial data to be loaded; needs `returnPath`
/// @param multifd guest memory goes through several connections
/// @param postcopyRam refused with VFIO devices since 8.2
/// @param backgroundSnapshot refused with VFIO devices since 8.2
public record Capabilities(
        @Default("false") boolean returnPath,
        @Default("false") boolean switchoverAck,
        @Default("false") boolean multifd,
        @Default("false") boolean postcopyRam,
        @Default("false") boolean backgroundSnapshot) {

    public Capabilities {
        if (switchoverAck && !returnPath) {
            throw new IllegalArgumentException("Capability 'switchover-ack' requires capability 'return-path'");
        }
    }

    /// QEMU's default.
    public static Capabilities none() {
        return new Capabilities(false, false, false, false, false);
    }
}
