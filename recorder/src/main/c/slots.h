/* This process's slot in the ring file, where the recorder finds its name, its fds and its devices. */
#ifndef VFR_SLOTS_H
#define VFR_SLOTS_H

#include "wire.h"

/*
 * This process's slot, taken at the first call. NULL where there is none to be had. Needs no system call, so that it may
 * come after a seccomp filter was set up.
 */
struct vfr_process *vfr_slot(void);

/* The slot that a process of this id has taken, NULL where there is none. */
struct vfr_process *vfr_slot_of(int32_t pid);

/* Makes the slot that of a process which is new in the trace: a number of its own, and the program's name. */
void vfr_slot_number(struct vfr_process *slot);

#endif
