package dev.vfr.model.vfio;

/// What is known of the kernel's sample driver mtty, which gave the answers: all that the protocol leaves to a
/// driver.
///
/// @param ports 1 or 2
record Mtty(long ports) {

    static final long HEADER_BYTES = 24;

    static Mtty of(KernelAnswer answer) {
        return new Mtty(answer.number("ports"));
    }

    /// A header, then 36 bytes for each port.
    long sizeBytes() {
        return HEADER_BYTES + 36 * ports;
    }

    /// How much of the stream can be read in `state`: the header in pre-copy, all in STOP_COPY.
    long readableBytes(DeviceState state) {
        return state.isPreCopy() ? HEADER_BYTES : sizeBytes();
    }
}
