/* The ring file as this process has it mapped. */
#ifndef VFR_ATTACHED_H
#define VFR_ATTACHED_H

#include <stdbool.h>
#include <stdint.h>

#include "ring.h"
#include "wire.h"

/* Set once by the constructor; control is NULL where nothing is recorded. */
struct vfr_attachment {
    struct vfr_control *control;
    struct vfr_ring ring;
    int64_t data_reserve;
    uint32_t payload; /* enum vfr_payload_mode */
};

extern struct vfr_attachment vfr_attached;

static inline bool vfr_recording(void)
{
    return vfr_attached.control != NULL && __atomic_load_n(&vfr_attached.control->recording, __ATOMIC_RELAXED) != 0;
}

/* An event that is not data found no place. */
void vfr_count_lost(void);

#endif
