/* Introduces the process and the device of a call before the first event of theirs, and gives its event the origin. */
#ifndef VFR_INTRODUCE_H
#define VFR_INTRODUCE_H

#include "files.h"
#include "origin.h"

/*
 * The origin of a call's event; the call ends now where it has not ended before. False where nothing is to be recorded.
 * Takes the slot and names process and device where that was not done.
 */
bool vfr_origin_of(struct vfr_call *call, struct vfr_origin *origin);

/* Records, once for each `told`, that from now on there are calls that are not in the trace. */
void vfr_tell_loss(uint32_t *told, const char *reason);

#endif
