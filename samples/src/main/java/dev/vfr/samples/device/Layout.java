package dev.vfr.samples.device;

/// How a driver lays its stream out.
public enum Layout {
    /// A header, data, and a trailer with the digest of all before it; see [PlainImage].
    PLAIN,
    /// So many bytes, always.
    FIXED,
    /// Records with a header of 16 bytes: mlx5, virtio.
    RECORDS,
    /// Packets with a header of 24 bytes: xe.
    PACKETS
}
