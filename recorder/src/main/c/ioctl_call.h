/* A finished ioctl: whether its argument may be read, and the event of one that has no event of its own. */
#ifndef VFR_IOCTL_CALL_H
#define VFR_IOCTL_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "files.h"

/* Below it nothing is mapped: a pointer there is a number, or wrong. */
#define VFR_FIRST_ADDRESS 4096

/* A finished ioctl on a fd that is followed. */
struct vfr_ioctl {
    struct vfr_call *call;
    uint32_t request;
    const void *argument;
    int answer;
    int32_t result; /* 0 or errno */
};

/*
 * Whether the kernel has read the argument, so that we may. A success proves it. A failure does where the request got
 * as far as the device: not with EFAULT, not where a seccomp filter or a fd without access may have answered instead.
 */
bool vfr_argument_was_read(const struct vfr_ioctl *ioctl);

/* Records the number alone, and the flags of a feature where they could be read: NULL otherwise. */
void vfr_ioctl_plain(const struct vfr_ioctl *ioctl, const uint32_t *feature_flags);

#endif
