/*
 * Gives a finished ioctl its meaning. The number alone has none: 0x3b75 and 0x3b79 mean several calls, and the kind of
 * fd decides.
 */
#include "vfio.h"

#include <errno.h>
#include <string.h>

#include "data.h"
#include "events.h"
#include "feature.h"
#include "introduce.h"
#include "ioctl_call.h"
#include "opened.h"
#include "origin.h"
#include "uapi.h"

struct precopy_info {
    uint32_t argsz;
    uint32_t flags;
    uint64_t initial_bytes;
    uint64_t dirty_bytes;
};

struct irq_set {
    uint32_t argsz;
    uint32_t flags;
    uint32_t index;
    uint32_t start;
    uint32_t count;
    int32_t event_fd; /* the first of `count` */
};

static void put_precopy_info(const struct vfr_ioctl *ioctl)
{
    struct precopy_info info = {0};
    struct vfr_origin origin;

    /* What the caller passed in as flags the answer has overwritten. */
    if (ioctl->result == 0)
        memcpy(&info, ioctl->argument, sizeof info);
    if (!vfr_origin_of(ioctl->call, &origin))
        return;
    vfr_data_flush(ioctl->call, &origin);
    vfr_precopy_info_queried(&origin, ioctl->result, info.flags, info.initial_bytes, info.dirty_bytes);
}

static void put_region_info(const struct vfr_ioctl *ioctl)
{
    uint32_t info[3]; /* argsz, flags, index */
    struct vfr_origin origin;

    if (!vfr_argument_was_read(ioctl)) {
        vfr_ioctl_plain(ioctl, NULL);
        return;
    }
    memcpy(info, ioctl->argument, sizeof info);
    if (info[0] < sizeof info)
        vfr_ioctl_plain(ioctl, NULL);
    else if (vfr_origin_of(ioctl->call, &origin))
        vfr_region_info_read(&origin, ioctl->result, info[2]);
}

static void put_irqs(const struct vfr_ioctl *ioctl)
{
    struct irq_set set = {0};
    struct vfr_origin origin;
    size_t head = offsetof(struct irq_set, event_fd);

    if (vfr_argument_was_read(ioctl))
        memcpy(&set, ioctl->argument, head);
    if (set.argsz < sizeof set || !(set.flags & IRQ_SET_DATA_EVENTFD) || set.count == 0) {
        vfr_ioctl_plain(ioctl, NULL);
        return;
    }
    memcpy(&set, ioctl->argument, sizeof set);
    if (vfr_origin_of(ioctl->call, &origin))
        vfr_irq_wired(&origin, ioctl->result, set.index, set.event_fd);
}

static void put_device_ioctl(const struct vfr_ioctl *ioctl)
{
    struct vfr_origin origin;

    switch (ioctl->request) {
    case DEVICE_FEATURE:
        vfr_feature_done(ioctl);
        return;
    case DEVICE_GET_REGION_INFO:
        put_region_info(ioctl);
        return;
    case DEVICE_SET_IRQS:
        put_irqs(ioctl);
        return;
    case DEVICE_RESET:
        if (vfr_origin_of(ioctl->call, &origin))
            vfr_device_reset(&origin, ioctl->result);
        return;
    default:
        vfr_ioctl_plain(ioctl, NULL);
        return;
    }
}

void vfr_ioctl_done(int fd, struct vfr_call *call, uint32_t request, const void *argument, int answer)
{
    int error = errno;
    const struct vfr_ioctl ioctl = {
        .call = call,
        .request = request,
        .argument = argument,
        .answer = answer,
        .result = answer < 0 ? error : 0,
    };

    call->end_ns = vfr_now();
    if (call->file != VFR_NO_FILE || (answer >= 0 && vfr_recognise(fd, call, request, argument))) {
        if (answer >= 0)
            __atomic_store_n(&vfr_open_files[call->file].accepted, 1, __ATOMIC_RELAXED);
        if (call->kind == VFR_KIND_DEVICE)
            put_device_ioctl(&ioctl);
        else if (call->kind == VFR_KIND_DATA && request == MIG_GET_PRECOPY_INFO)
            put_precopy_info(&ioctl);
        else if (call->kind == VFR_KIND_GROUP && request == GROUP_GET_DEVICE_FD)
            vfr_group_device_done(&ioctl);
        else
            vfr_ioctl_plain(&ioctl, NULL);
    }
    errno = error;
}
