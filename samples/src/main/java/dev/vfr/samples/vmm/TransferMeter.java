package dev.vfr.samples.vmm;

/// How fast the migration goes, as QEMU reckons: over windows of at least 100 ms.
final class TransferMeter {

    private static final long NS_PER_S = 1_000_000_000;
    private static final long WINDOW_NS = 100_000_000;

    private long windowStartNs;
    private long windowStartBytes;
    private double bytesPerSecond;
    private boolean measured;

    /// The migration begins.
    void start(long nowNs, long sentBytes) {
        windowStartNs = nowNs;
        windowStartBytes = sentBytes;
        bytesPerSecond = 0;
        measured = false;
    }

    /// @param sentBytes all bytes of the stream until now
    void update(long nowNs, long sentBytes) {
        if (nowNs - windowStartNs < WINDOW_NS) {
            return;
        }
        bytesPerSecond = (double) (sentBytes - windowStartBytes) * NS_PER_S / (nowNs - windowStartNs);
        measured = true;
        windowStartNs = nowNs;
        windowStartBytes = sentBytes;
    }

    /// Whether there was a whole window.
    boolean hasMeasured() {
        return measured;
    }

    /// Of the last whole window, 0 before there is one.
    double bytesPerSecond() {
        return bytesPerSecond;
    }
}
