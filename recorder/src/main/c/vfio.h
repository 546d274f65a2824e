/* What the ioctls of VFIO mean, each by its number and the kind of its fd. */
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

#endif
