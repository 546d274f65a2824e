/* What a read or write of a data_fd means. */
#ifndef VFR_DATA_H
#define VFR_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "files.h"
#include "origin.h"

/* Where the bytes of a call lie; no parts: they never were in user memory. */
struct vfr_bytes {
    const struct iovec *parts;
    int count;
};

/* How much was asked for stood in a list that the kernel may not have read. */
#define VFR_ASKED_UNKNOWN UINT64_MAX

/*
 * Records a call that moved `moved` bytes of the `asked` ones, or failed with errno where that is negative. Keeps
 * errno.
 */
void vfr_data_done(struct vfr_call *call, bool reading, uint64_t asked, ssize_t moved, struct vfr_bytes bytes);

/* The sum of the parts' lengths: only for parts that the kernel has accepted. */
uint64_t vfr_asked_of(const struct iovec *parts, int count);

/* Writes what was merged for the call's file before the file's next event, where it fits. Keeps errno. */
void vfr_data_flush(const struct vfr_call *call, const struct vfr_origin *origin);

#endif
