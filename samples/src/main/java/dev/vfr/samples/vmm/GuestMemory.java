package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;

/// The guest's memory as far as a migration has to carry it: how much is left, and how fast it gets dirty again.
final class GuestMemory {

    private static final long NS_PER_S = 1_000_000_000;

    private final GuestRam ram;
    private long leftPages;
    private double grownPages;
    private long syncedNs;
    private long nextPage;
    private int syncs;
    private long pagesAtSync;

    GuestMemory(GuestRam ram) {
        this.ram = ram;
    }

    private long totalPages() {
        return ram.bytes() / RamSection.PAGE_BYTES;
    }

    /// All of it is to be sent.
    void start(long nowNs) {
        leftPages = totalPages();
        pagesAtSync = leftPages;
        syncedNs = nowNs;
        syncs = 1;
    }

    /// Counts what got dirty since the last time.
    ///
    /// @param running whether the guest ran all the time since
    void sync(long nowNs, boolean running) {
        if (running) {
            grownPages += (double) ram.dirtyBytesPerSecond() * (nowNs - syncedNs) / NS_PER_S / RamSection.PAGE_BYTES;
        }
        long grown = (long) grownPages;
        grownPages -= grown;
        leftPages = Math.min(totalPages(), leftPages + grown);
        pagesAtSync = leftPages;
        syncedNs = nowNs;
        syncs++;
    }

    long leftBytes() {
        return leftPages * RamSection.PAGE_BYTES;
    }

    /// What was left when it was last counted.
    long bytesAtSync() {
        return pagesAtSync * RamSection.PAGE_BYTES;
    }

    /// Whether it was counted again since the migration began.
    boolean wasSyncedAgain() {
        return syncs > 1;
    }

    /// Sends a section with the next part of it.
    ///
    /// @param maxBytes the most of it
    /// @return whether there was any left
    boolean send(MigrationStream stream, int section, long maxBytes) throws EventSourceException, MigrationAborted {
        long most = Math.min(Math.max(1, maxBytes / RamSection.PAGE_BYTES), Integer.MAX_VALUE);
        int pages = (int) Math.min(leftPages, most);
        stream.send(StreamSections.ram(section, nextPage, pages));
        leftPages -= pages;
        nextPage = (nextPage + pages) % Math.max(1, totalPages());
        return pages > 0;
    }
}
