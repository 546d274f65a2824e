package dev.vfr.recorder.capture.bundle;

/// How much of a bundle is taken. A bundle comes from anywhere: it may be made to fill a disk.
///
/// @param entries files, folders and links of all archives and folders together
/// @param totalBytes what the archives hold, unpacked, all together
/// @param entryBytes what one entry of an archive holds
/// @param depth folders within folders
public record BundleLimits(int entries, long totalBytes, long entryBytes, int depth) {

    /// A sosreport has some ten thousand entries and some GiB.
    public static final BundleLimits DEFAULT = new BundleLimits(500_000, 32L << 30, 8L << 30, 64);

    /// A zip entry may expand to so many times its size, once it is larger than [#FREE_BYTES].
    static final int LARGEST_RATIO = 1_000;

    static final long FREE_BYTES = 64L << 20;
}
