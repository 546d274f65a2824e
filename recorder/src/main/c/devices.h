/* The devices that this process has opened: their names, their numbers in the trace, their sessions so far. */
#ifndef VFR_DEVICES_H
#define VFR_DEVICES_H

#include <stdint.h>

#include "wire.h"

struct vfr_open_device {
    uint32_t used;
    uint32_t announced; /* 1: DeviceNamed is in the ring */
    int32_t number;     /* the trace's number */
    int32_t next_session;
    char name[VFR_NAME_BYTES];
};

extern struct vfr_open_device vfr_devices[VFR_DEVICES];

/* The trace's number of the device at that index, -1 for -1. */
static inline int32_t vfr_device_number(int32_t device)
{
    return device < 0 ? -1 : vfr_devices[device].number;
}

/* The device of that name, -1: none. */
int32_t vfr_device_known(const char *name);

/* Enters a new device, its name cut to its place. -1: the table is full. */
int32_t vfr_device_enter(const char *name);

int32_t vfr_device_next_session(int32_t device);

/* Writes all of them into this process's new slot. */
void vfr_devices_share(struct vfr_process *slot);

#endif
