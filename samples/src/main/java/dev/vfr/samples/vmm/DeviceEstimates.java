package dev.vfr.samples.vmm;

import java.util.OptionalLong;

/// A VMM's own copy of what a device has left, and what it makes of it.
final class DeviceEstimates {

    /// What is assumed if the driver does not report the size of STOP_COPY, so there is no switchover.
    static final long ASSUMED_BYTES = 100L << 30;

    private final VmmRelease release;
    private long initialBytes;
    private long dirtyBytes;
    private OptionalLong stopCopyBytes = OptionalLong.empty();

    DeviceEstimates(VmmRelease release) {
        this.release = release;
    }

    long initialBytes() {
        return initialBytes;
    }

    long dirtyBytes() {
        return dirtyBytes;
    }

    /// The size of STOP_COPY as it is known, less what 11.1 counted as sent.
    OptionalLong stopCopyBytes() {
        return stopCopyBytes;
    }

    boolean isPreCopyDone() {
        return initialBytes == 0 && dirtyBytes == 0;
    }

    void setPreCopy(long initial, long dirty) {
        initialBytes = initial;
        dirtyBytes = dirty;
    }

    /// @param bytes stop_copy_length, empty if the driver did not report it
    void setStopCopy(OptionalLong bytes) {
        stopCopyBytes = OptionalLong.of(bytes.orElse(ASSUMED_BYTES));
    }

    /// Takes note that `bytes` were read in pre-copy.
    void countRead(long bytes) {
        long initial = Math.min(initialBytes, bytes);
        initialBytes -= initial;
        dirtyBytes = Math.max(0, dirtyBytes - (bytes - initial));
        if (release.has(Change.SHRINKING_STOP_COPY_SIZE) && stopCopyBytes.isPresent()) {
            stopCopyBytes = OptionalLong.of(Math.max(0, stopCopyBytes.getAsLong() - bytes));
        }
    }

    /// Takes note that nothing is left for now.
    void countNothingLeft() {
        initialBytes = 0;
        dirtyBytes = 0;
    }

    /// What can go over while the guest runs, by the numbers at hand.
    ///
    /// @param inPreCopy whether the device is in the saving group's pre-copy states
    double preCopyPending(boolean inPreCopy) {
        return inPreCopy || release.has(Change.SHRINKING_STOP_COPY_SIZE) ? preCopyBytes() : 0;
    }

    private double preCopyBytes() {
        return unsigned(initialBytes) + unsigned(dirtyBytes);
    }

    /// What the release thinks is left altogether, right after the driver was asked.
    double exactPending(boolean inPreCopy) {
        double stopCopy = unsigned(stopCopyBytes.orElse(0));
        if (release.has(Change.SHRINKING_STOP_COPY_SIZE)) {
            return Math.max(stopCopy, preCopyBytes());
        }
        boolean twice = release.has(Change.PRE_COPY) && !release.has(Change.COUNTED_ONCE) && inPreCopy;
        return twice ? stopCopy + preCopyBytes() : stopCopy;
    }

    private static double unsigned(long bytes) {
        return bytes >= 0 ? bytes : bytes + 0x1p64;
    }
}
