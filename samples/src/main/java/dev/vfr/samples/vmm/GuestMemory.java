package dev.vfr.samples.vmm;

/// The guest's memory as far as a migration has to carry it: how much is left, and how fast it gets dirty again.
final class GuestMemory {

    private static final long NS_PER_S = 1_000_000_000;

    private final long totalBytes;
    private final long dirtyBytesPerSecond;
    private long leftBytes;
    private long syncedNs;

    GuestMemory(GuestRam ram) {
        totalBytes = ram.bytes();
        dirtyBytesPerSecond = ram.dirtyBytesPerSecond();
    }

    /// All of it is to be sent.
    void start(long nowNs) {
        leftBytes = totalBytes;
        syncedNs = nowNs;
    }

    /// Counts what got dirty since the last time; only while the VM runs.
    void sync(long nowNs) {
        long grown = (long) ((double) dirtyBytesPerSecond * (nowNs - syncedNs) / NS_PER_S);
        leftBytes = Math.min(totalBytes, leftBytes + grown);
        syncedNs = nowNs;
    }

    long leftBytes() {
        return leftBytes;
    }

    /// Takes up to `max` bytes to be sent.
    long take(long max) {
        long piece = Math.min(leftBytes, max);
        leftBytes -= piece;
        return piece;
    }
}
