/* What VFIO_DEVICE_FEATURE means: migration flags, device states, DMA logging and the size of the data. */
#ifndef VFR_FEATURE_H
#define VFR_FEATURE_H

#include "ioctl_call.h"

/* Records a VFIO_DEVICE_FEATURE that has returned, and follows the data_fd that it brings. */
void vfr_feature_done(const struct vfr_ioctl *ioctl);

#endif
