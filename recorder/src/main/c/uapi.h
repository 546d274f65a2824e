/* The numbers of include/uapi/linux/vfio.h that the library knows; it is built without the kernel's headers. */
#ifndef VFR_UAPI_H
#define VFR_UAPI_H

enum {
    GROUP_GET_DEVICE_FD = 0x3b6a,
    DEVICE_GET_INFO = 0x3b6b,
    DEVICE_GET_REGION_INFO = 0x3b6c,
    DEVICE_SET_IRQS = 0x3b6e,
    DEVICE_RESET = 0x3b6f,
    DEVICE_FEATURE = 0x3b75,
    DEVICE_BIND_IOMMUFD = 0x3b76,
    MIG_GET_PRECOPY_INFO = 0x3b79,
};

enum {
    FEATURE_MIGRATION = 1,
    FEATURE_MIG_DEVICE_STATE = 2,
    FEATURE_DMA_LOGGING_START = 6,
    FEATURE_DMA_LOGGING_STOP = 7,
    FEATURE_DMA_LOGGING_REPORT = 8,
    FEATURE_MIG_DATA_SIZE = 9,
    FEATURE_MIG_PRECOPY_INFO_V2 = 12,
};

#define FEATURE_INDEX 0xffffu
#define FEATURE_GET (1u << 16)
#define FEATURE_SET (1u << 17)
#define FEATURE_PROBE (1u << 18)
#define FEATURE_HEADER_BYTES 8
#define IRQ_SET_DATA_EVENTFD (1u << 2)

#endif
