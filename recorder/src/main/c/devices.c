/* Keeps the table of devices, and its copy in the slot of the ring file. */
#include "devices.h"

#include <string.h>

#include "attached.h"
#include "origin.h"

struct vfr_open_device vfr_devices[VFR_DEVICES];

/* Of an entry that a thread is filling just now. */
#define BEING_FILLED UINT32_MAX

static void share_device(struct vfr_process *slot, int32_t device)
{
    const struct vfr_open_device *from = &vfr_devices[device];
    struct vfr_device *to = &slot->devices[device];

    to->number = from->number;
    to->next_session = from->next_session;
    memcpy(to->name, from->name, sizeof to->name);
    __atomic_store_n(&to->named, 1, __ATOMIC_RELEASE);
}

void vfr_devices_share(struct vfr_process *slot)
{
    for (int32_t device = 0; device < VFR_DEVICES; device++)
        if (__atomic_load_n(&vfr_devices[device].used, __ATOMIC_ACQUIRE) == 1)
            share_device(slot, device);
}

int32_t vfr_device_known(const char *name)
{
    for (int32_t i = 0; i < VFR_DEVICES; i++)
        if (__atomic_load_n(&vfr_devices[i].used, __ATOMIC_ACQUIRE) == 1 && strcmp(vfr_devices[i].name, name) == 0)
            return i;
    return -1;
}

int32_t vfr_device_enter(const char *name)
{
    for (int32_t i = 0; i < VFR_DEVICES; i++) {
        uint32_t unused = 0;
        struct vfr_open_device *device = &vfr_devices[i];
        if (!__atomic_compare_exchange_n(&device->used, &unused, BEING_FILLED, false, __ATOMIC_ACQ_REL,
                                         __ATOMIC_RELAXED))
            continue;
        device->number = (int32_t)__atomic_fetch_add(&vfr_attached.control->next_device, 1, __ATOMIC_RELAXED);
        device->next_session = 0;
        device->announced = 0;
        memset(device->name, 0, sizeof device->name);
        strncpy(device->name, name, sizeof device->name - 1);
        __atomic_store_n(&device->used, 1, __ATOMIC_RELEASE);
        struct vfr_process *slot = vfr_slot_if_taken();
        if (slot != NULL)
            share_device(slot, i);
        return i;
    }
    return -1;
}

int32_t vfr_device_next_session(int32_t device)
{
    if (device < 0)
        return VFR_NO_SESSION;
    int32_t session = __atomic_fetch_add(&vfr_devices[device].next_session, 1, __ATOMIC_RELAXED);
    struct vfr_process *slot = vfr_slot_if_taken();
    if (slot != NULL)
        __atomic_store_n(&slot->devices[device].next_session, session + 1, __ATOMIC_RELAXED);
    return session;
}
