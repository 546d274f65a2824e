/* Begins and ends to follow fds, and records what that means for the trace: a close, or that a table is full. */
#ifndef VFR_FOLLOW_H
#define VFR_FOLLOW_H

#include "files.h"

/* Follows a new fd. Returns VFR_NO_FILE, after recording the loss, where there is no place for it. */
int vfr_file_open(enum vfr_kind kind, int fd, int32_t device, int32_t session, bool saving);

/* A further fd for the open file. */
void vfr_file_add(int file, int fd);

/* The close succeeded: records what the last fd closed. `result` is what a close of a data_fd answered. */
void vfr_file_closed(int fd, struct vfr_call *call, int result);

/* Records that the call closed the last fd of a device or of a data_fd. */
void vfr_record_closed(struct vfr_call *call, int result);

/*
 * The device of that name, taken anew where there is none, or always without `reuse`; the name is cut to its place. -1,
 * after recording the loss, where there is no place for it.
 */
int32_t vfr_device_named(const char *name, bool reuse);

#endif
