/* Begins to follow containers, groups, devices and data_fds as they come up. */
#include "opened.h"

#include <errno.h>
#include <string.h>

#include "devices.h"
#include "events.h"
#include "follow.h"
#include "introduce.h"
#include "origin.h"
#include "uapi.h"

static void put_device_opened(struct vfr_call *call, int32_t device, int32_t result)
{
    struct vfr_origin origin;

    call->device = device;
    call->session = VFR_NO_SESSION;
    if (vfr_origin_of(call, &origin))
        vfr_device_opened(&origin, result);
}

/* The name is a string that the kernel has copied; it is read byte by byte since it may end where its page does. */
void vfr_group_device_done(const struct vfr_ioctl *ioctl)
{
    const char *from = ioctl->argument;
    char name[VFR_NAME_BYTES];
    size_t length = 0;

    if (!vfr_argument_was_read(ioctl)) {
        vfr_ioctl_plain(ioctl, NULL);
        return;
    }
    while (length < sizeof name - 1 && from[length] != '\0') {
        name[length] = from[length];
        length++;
    }
    name[length] = '\0';
    int32_t device = vfr_device_named(name, true);
    if (ioctl->result == 0) {
        int file = vfr_file_open(VFR_KIND_DEVICE, ioctl->answer, device, VFR_NO_SESSION, false);
        if (file != VFR_NO_FILE)
            vfr_open_files[file].accepted = 1;
    }
    put_device_opened(ioctl->call, device, ioctl->result);
}

static bool is_feature_argument(const void *argument)
{
    uint32_t head[2]; /* argsz, flags */
    uint32_t operations = FEATURE_GET | FEATURE_SET | FEATURE_PROBE;

    if ((uintptr_t)argument < VFR_FIRST_ADDRESS)
        return false;
    memcpy(head, argument, sizeof head);
    return head[0] >= FEATURE_HEADER_BYTES && (head[1] & operations) != 0 && (head[1] >> 19) == 0;
}

/*
 * A fd that came by a way we do not see (a socket, an inheritance, a raw system call) shows by what it answers.
 * VFR_KIND_FREE: still not known.
 */
static enum vfr_kind kind_by_answer(uint32_t request, const void *argument)
{
    switch (request) {
    case GROUP_GET_DEVICE_FD:
        return VFR_KIND_GROUP;
    case DEVICE_FEATURE:
        /* A container that we do not know answers this number as well, with other flags. */
        return is_feature_argument(argument) ? VFR_KIND_DEVICE : VFR_KIND_FREE;
    case DEVICE_BIND_IOMMUFD:
        return VFR_KIND_DEVICE;
    case MIG_GET_PRECOPY_INFO:
        return VFR_KIND_DATA;
    default:
        return request >= DEVICE_GET_INFO && request <= DEVICE_RESET ? VFR_KIND_DEVICE : VFR_KIND_FREE;
    }
}

static void put_decimal(char *to, int number)
{
    char digits[12];
    int count = 0;

    for (; number != 0 || count == 0; number /= 10)
        digits[count++] = (char)('0' + number % 10);
    while (count > 0)
        *to++ = digits[--count];
    *to = '\0';
}

bool vfr_recognise(int fd, struct vfr_call *call, uint32_t request, const void *argument)
{
    enum vfr_kind kind = kind_by_answer(request, argument);
    int32_t device = -1;

    if (kind == VFR_KIND_FREE)
        return false;
    if (kind == VFR_KIND_DEVICE) {
        /* Another device may come at the same number later, so the name is not looked for among the known ones. */
        char name[VFR_NAME_BYTES] = "fd:";
        put_decimal(name + 3, fd);
        device = vfr_device_named(name, false);
    }
    int file = vfr_file_open(kind, fd, device, VFR_NO_SESSION, kind == VFR_KIND_DATA);
    if (file == VFR_NO_FILE)
        return false;
    struct vfr_call now;
    /* Bytes of it may have been moved by its owner before. */
    vfr_open_files[file].offset_unknown = 1;
    if (!vfr_call_begin(fd, &now))
        return false;
    now.start_ns = call->start_ns;
    now.end_ns = call->end_ns;
    *call = now;
    return true;
}

/* Errors that the kernel gives only after it has looked the path up, so that the path can be read. */
static bool path_was_read(int error)
{
    return error == ENOENT || error == ENODEV || error == ENXIO || error == EBUSY || error == EACCES ||
           error == EPERM || error == EINVAL || error == ENOTTY || error == EIO;
}

static enum vfr_kind kind_of_path(const char *path)
{
    if (strncmp(path, "/dev/", 5) != 0)
        return VFR_KIND_FREE;
    if (strcmp(path + 5, "iommu") == 0)
        return VFR_KIND_IOMMUFD;
    if (strncmp(path + 5, "vfio/", 5) != 0)
        return VFR_KIND_FREE;
    if (strcmp(path + 10, "vfio") == 0)
        return VFR_KIND_CONTAINER;
    return strncmp(path + 10, "devices/", 8) == 0 ? VFR_KIND_DEVICE : VFR_KIND_GROUP;
}

void vfr_open_done(const char *path, int64_t start_ns, int fd)
{
    int error = errno;

    if ((uintptr_t)path < VFR_FIRST_ADDRESS || (fd < 0 && !path_was_read(error)))
        return;
    enum vfr_kind kind = kind_of_path(path);
    /* Only the failure of a device is an event. */
    if (kind == VFR_KIND_FREE || (fd < 0 && kind != VFR_KIND_DEVICE))
        return;
    struct vfr_call call = {.file = VFR_NO_FILE, .start_ns = start_ns, .end_ns = vfr_now(), .device = -1};
    char name[VFR_NAME_BYTES] = "";
    int32_t device = -1;
    if (kind == VFR_KIND_DEVICE) {
        strncpy(name, path, sizeof name - 1);
        device = vfr_device_named(name, true);
    }
    if (fd >= 0)
        vfr_file_open(kind, fd, device, VFR_NO_SESSION, false);
    if (kind == VFR_KIND_DEVICE)
        put_device_opened(&call, device, fd < 0 ? error : 0);
    errno = error;
}
