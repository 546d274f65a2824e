/* What a new fd is: by the path it was opened by, by the group it came from, or by what it answered. */
#ifndef VFR_OPENED_H
#define VFR_OPENED_H

#include <stdbool.h>
#include <stdint.h>

#include "files.h"
#include "ioctl_call.h"

/* Records the open of a path, where it is one of VFIO. Keeps errno. */
void vfr_open_done(const char *path, int64_t start_ns, int fd);

/* Records a VFIO_GROUP_GET_DEVICE_FD that has returned, and follows the device. */
void vfr_group_device_done(const struct vfr_ioctl *ioctl);

/* Follows the fd of a successful ioctl where the answer tells what it is. `call` is then one of a file; false: not. */
bool vfr_recognise(int fd, struct vfr_call *call, uint32_t request, const void *argument);

#endif
