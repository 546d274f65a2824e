/* This process's slot in the ring file. */
#ifndef VFR_ATTACH_H
#define VFR_ATTACH_H

#include "wire.h"

/*
 * This process's slot; taken, and the process named, at the first call. NULL where there is none to be had.
 * Needs no system call, so that it may come after a seccomp filter was set up.
 */
struct vfr_process *vfr_slot(void);

#endif
