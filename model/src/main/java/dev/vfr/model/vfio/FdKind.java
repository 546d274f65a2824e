package dev.vfr.model.vfio;

/// What a VFIO file descriptor stands for. The same ioctl number means different calls on different kinds.
public enum FdKind {
    /// `/dev/vfio/vfio`.
    CONTAINER,
    /// `/dev/iommu`.
    IOMMUFD,
    /// `/dev/vfio/N`.
    GROUP,
    /// Answered by VFIO_GROUP_GET_DEVICE_FD, or an opened `/dev/vfio/devices/vfioN`.
    DEVICE,
    /// Answered by VFIO_DEVICE_FEATURE SET MIG_DEVICE_STATE.
    DATA
}
