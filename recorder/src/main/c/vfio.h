/* What the ioctls of VFIO mean: layouts and numbers of include/uapi/linux/vfio.h, and what we make of them. */
#ifndef VFR_VFIO_H
#define VFR_VFIO_H

#include <stdbool.h>
#include <stdint.h>

#include "files.h"

/* All of VFIO and iommufd: _IO(';', n). Nothing else is looked at. */
static inline bool vfr_is_vfio_request(unsigned long request)
{
    return ((uint32_t)request & ~UINT32_C(0xff)) == 0x3b00;
}

/*
 * Records an ioctl that has returned. `call->file` is VFR_NO_FILE where the fd is not followed so far; it is from now
 * on where the answer tells what it is. Keeps errno.
 */
void vfr_ioctl_done(int fd, struct vfr_call *call, uint32_t request, const void *argument, int result);

/* Records the open of a path, where it is one of VFIO. Keeps errno. */
void vfr_open_done(const char *path, int64_t start_ns, int fd);

#endif
