package dev.vfr.samples.host;

import dev.vfr.samples.data.Default;

/// How wrong a host's clocks are.
///
/// @param skewNs ns that the real-time clock is ahead of the truth, may be negative
/// @param driftPpm parts per million by which both of the host's clocks run too fast, -500 to 500
public record HostClock(
        @Default("0") long skewNs, @Default("0") int driftPpm) {

    private static final int MAX_DRIFT_PPM = 500;

    public HostClock {
        if (Math.abs(driftPpm) > MAX_DRIFT_PPM) {
            throw new IllegalArgumentException("a clock that drifts by " + driftPpm + " ppm is broken");
        }
    }

    /// A host that asks a time server.
    public static HostClock good() {
        return new HostClock(0, 0);
    }
}
