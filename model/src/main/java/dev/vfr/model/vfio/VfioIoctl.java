package dev.vfr.model.vfio;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// An ioctl of VFIO, or one of iommufd on dirty pages, by the kind of fd that it is issued on and its number.
///
/// All numbers are `_IO(';', 100 + n)`: neither size nor direction is in them. 0x3b75 and 0x3b79 each mean several
/// calls, and only the kind of fd shows which.
/// Source: include/uapi/linux/vfio.h, include/uapi/linux/iommufd.h.
public enum VfioIoctl {
    VFIO_GET_API_VERSION(FdKind.CONTAINER, 0),
    VFIO_CHECK_EXTENSION(FdKind.CONTAINER, 1),
    VFIO_SET_IOMMU(FdKind.CONTAINER, 2),
    VFIO_GROUP_GET_STATUS(FdKind.GROUP, 3),
    VFIO_GROUP_SET_CONTAINER(FdKind.GROUP, 4),
    VFIO_GROUP_UNSET_CONTAINER(FdKind.GROUP, 5),
    VFIO_GROUP_GET_DEVICE_FD(FdKind.GROUP, 6),
    VFIO_DEVICE_GET_INFO(FdKind.DEVICE, 7),
    VFIO_DEVICE_GET_REGION_INFO(FdKind.DEVICE, 8),
    VFIO_DEVICE_GET_IRQ_INFO(FdKind.DEVICE, 9),
    VFIO_DEVICE_SET_IRQS(FdKind.DEVICE, 10),
    VFIO_DEVICE_RESET(FdKind.DEVICE, 11),
    VFIO_DEVICE_GET_PCI_HOT_RESET_INFO(FdKind.DEVICE, 12),
    VFIO_IOMMU_GET_INFO(FdKind.CONTAINER, 12),
    VFIO_DEVICE_PCI_HOT_RESET(FdKind.DEVICE, 13),
    VFIO_IOMMU_MAP_DMA(FdKind.CONTAINER, 13),
    VFIO_DEVICE_QUERY_GFX_PLANE(FdKind.DEVICE, 14),
    VFIO_IOMMU_UNMAP_DMA(FdKind.CONTAINER, 14),
    VFIO_DEVICE_GET_GFX_DMABUF(FdKind.DEVICE, 15),
    VFIO_DEVICE_IOEVENTFD(FdKind.DEVICE, 16),
    VFIO_DEVICE_FEATURE(FdKind.DEVICE, 17),
    VFIO_IOMMU_DIRTY_PAGES(FdKind.CONTAINER, 17),
    VFIO_DEVICE_BIND_IOMMUFD(FdKind.DEVICE, 18),
    VFIO_DEVICE_ATTACH_IOMMUFD_PT(FdKind.DEVICE, 19),
    VFIO_DEVICE_DETACH_IOMMUFD_PT(FdKind.DEVICE, 20),
    VFIO_MIG_GET_PRECOPY_INFO(FdKind.DATA, 21),
    VFIO_EEH_PE_OP(FdKind.CONTAINER, 21),
    IOMMU_HWPT_SET_DIRTY_TRACKING(FdKind.IOMMUFD, 39),
    IOMMU_HWPT_GET_DIRTY_BITMAP(FdKind.IOMMUFD, 40);

    private static final int TYPE = ';';
    private static final int BASE = 100;

    private static final Map<Key, VfioIoctl> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(i -> new Key(i.fdKind, i.number()), i -> i));

    private final FdKind fdKind;
    private final int offset;

    VfioIoctl(FdKind fdKind, int offset) {
        this.fdKind = fdKind;
        this.offset = offset;
    }

    private record Key(FdKind fdKind, long number) {}

    /// The kind of fd that takes this call; every other kind answers ENOTTY.
    public FdKind fdKind() {
        return fdKind;
    }

    /// The request number as passed to ioctl(2).
    public int number() {
        return TYPE << 8 | BASE + offset;
    }

    /// The IOMMU is asked to track dirty pages, or for those that it has tracked.
    public boolean tracksDirtyPages() {
        return this == VFIO_IOMMU_DIRTY_PAGES
                || this == IOMMU_HWPT_SET_DIRTY_TRACKING
                || this == IOMMU_HWPT_GET_DIRTY_BITMAP;
    }

    /// The call that `number` means on a fd of `fdKind`, empty if that kind knows none.
    public static Optional<VfioIoctl> of(FdKind fdKind, long number) {
        return Optional.ofNullable(BY_KEY.get(new Key(fdKind, number)));
    }
}
