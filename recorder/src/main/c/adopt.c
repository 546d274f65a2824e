/* An exec keeps the process id, and with it the slot: it says which fds the new image may find open. */
#include "adopt.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "devices.h"
#include "files.h"
#include "follow.h"
#include "origin.h"
#include "real.h"
#include "slots.h"

/* Whether a fd of the slot came through the exec: open, and still a file that VFIO makes. */
static bool survived(int fd)
{
    char link[64];
    char target[32];
    ssize_t length;

    if (fd < 0 || fd >= VFR_FDS || vfr_real.fcntl(fd, F_GETFD, 0) < 0)
        return false;
    char digits[12];
    int count = 0;
    for (unsigned int rest = (unsigned int)fd; rest != 0 || count == 0; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    memcpy(link, "/proc/self/fd/", 14);
    for (int i = 0; i < count; i++)
        link[14 + i] = digits[count - 1 - i];
    link[14 + count] = '\0';
    length = readlink(link, target, sizeof target - 1);
    if (length < 0)
        return false;
    target[length] = '\0';
    return strncmp(target, "anon_inode:", 11) == 0 || strncmp(target, "/dev/vfio/", 10) == 0 ||
           strcmp(target, "/dev/iommu") == 0;
}

static int32_t device_with_number(int32_t number)
{
    for (int32_t i = 0; i < VFR_DEVICES; i++)
        if (vfr_devices[i].used == 1 && vfr_devices[i].number == number)
            return i;
    return -1;
}

static void adopt_file(struct vfr_process *slot, int file)
{
    struct vfr_file *from = &slot->files[file];
    struct vfr_open_file *to = &vfr_open_files[file];
    struct vfr_call call = {
        .file = file, .kind = from->kind, .session = from->session, .saving = from->saving, .end_ns = 0};

    to->kind = from->kind;
    to->generation = 0;
    to->device = device_with_number(from->device);
    to->session = from->session;
    to->saving = from->saving;
    to->offset_unknown = from->offset_unknown;
    /* What the parent left to the image before the exec is unused still. */
    to->stamp = from->inherited != 0 ? 0 : vfr_stamp();
    call.device = to->device;
    for (int i = 0; i < VFR_FILE_FDS; i++) {
        if (survived(from->fds[i])) {
            vfr_fd_follow(from->fds[i], file);
            to->fds[i] = from->fds[i] + 1;
            to->open_fds++;
        } else {
            from->fds[i] = -1;
        }
    }
    from->open_fds = to->open_fds;
    if (to->open_fds != 0) {
        if (to->kind == VFR_KIND_DATA)
            vfr_data_files++;
        return;
    }
    /* Closed by the exec: the time is unknown, and it is the old image that closed it. */
    call.start_ns = vfr_now();
    call.end_ns = call.start_ns;
    if (to->stamp == vfr_stamp())
        vfr_record_closed(&call, 0);
    from->kind = VFR_KIND_FREE;
    to->kind = VFR_KIND_FREE;
}

static void adopt(struct vfr_process *slot)
{
    vfr_self->slot = slot;
    vfr_self->named = 1;
    vfr_last_slot = slot;
    for (int32_t i = 0; i < VFR_DEVICES; i++) {
        if (slot->devices[i].named != 1)
            continue;
        vfr_devices[i].number = slot->devices[i].number;
        vfr_devices[i].next_session = slot->devices[i].next_session;
        memcpy(vfr_devices[i].name, slot->devices[i].name, sizeof vfr_devices[i].name);
        vfr_devices[i].name[sizeof vfr_devices[i].name - 1] = '\0';
        vfr_devices[i].announced = 1;
        vfr_devices[i].used = 1;
    }
    for (int file = 0; file < VFR_FILES; file++)
        if (slot->files[file].kind != VFR_KIND_FREE)
            adopt_file(slot, file);
    vfr_self->named = 0;
}

void vfr_adopt(void)
{
    struct vfr_process *slot = vfr_slot_of(vfr_self->pid);

    if (slot == NULL)
        return;
    adopt(slot);
    /* The image is a process of its own in the trace. */
    vfr_slot_number(slot);
}
