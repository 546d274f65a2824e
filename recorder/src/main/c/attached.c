/* Holds the mapping that the constructor made, and counts there what found no place. */
#include "attached.h"

struct vfr_attachment vfr_attached;

void vfr_count_lost(void)
{
    __atomic_fetch_add(&vfr_attached.control->lost_control, 1, __ATOMIC_RELAXED);
}
