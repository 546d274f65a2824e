package dev.vfr.samples.kernel;

import dev.vfr.samples.data.Default;

/// A kernel, as far as its answers on VFIO migration depend on it.
///
/// @param major of its release, 6 or 7
/// @param minor of its release
/// @param iommufd whether it was built with CONFIG_IOMMUFD, without which no dirty bitmap is reported
public record Kernel(
        @Default("7") int major,
        @Default("2") int minor,
        @Default("true") boolean iommufd) {

    public static final Kernel LINUX_6_12 = new Kernel(6, 12, true);
    public static final Kernel LINUX_7_0 = new Kernel(7, 0, true);
    public static final Kernel LINUX_7_1 = new Kernel(7, 1, true);
    public static final Kernel LINUX_7_2 = new Kernel(7, 2, true);

    public Kernel withoutIommufd() {
        return new Kernel(major, minor, false);
    }

    /// Whether the kernel has MIG_PRECOPY_INFOv2 and with it REINIT: 7.1 and later.
    public boolean hasPrecopyInfoV2() {
        return major > 7 || (major == 7 && minor >= 1);
    }

    /// Whether a request that is blocked on a device with PRE_COPY never returns: 7.0, where the skip loop of
    /// vfio_mig_get_next_state() does not end on ERROR. 7.1 and 7.2 have the fix, and 6.12 got it back.
    public boolean spinsOnBlockedRequests() {
        return major == 7 && minor == 0;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
