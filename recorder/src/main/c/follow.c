/* Changes the tables, and records an event if they have no place or the last fd is closed. */
#include "follow.h"

#include "devices.h"
#include "events.h"
#include "introduce.h"
#include "origin.h"

static uint32_t high_fd_told;
static uint32_t full_files_told;
static uint32_t full_devices_told;

static bool is_followed(int fd)
{
    if (fd < VFR_FDS)
        return true;
    vfr_tell_loss(&high_fd_told, "a VFIO fd has a higher number than the recorder follows");
    return false;
}

int vfr_file_open(enum vfr_kind kind, int fd, int32_t device, int32_t session, bool saving)
{
    if (!is_followed(fd))
        return VFR_NO_FILE;
    int file = vfr_file_enter(kind, fd, device, session, saving);
    if (file == VFR_NO_FILE)
        vfr_tell_loss(&full_files_told, "the process has more VFIO fds open than the recorder follows");
    return file;
}

void vfr_file_add(int file, int fd)
{
    if (is_followed(fd))
        vfr_file_enter_fd(file, fd);
}

void vfr_record_closed(struct vfr_call *call, int result)
{
    struct vfr_origin origin;

    if ((call->kind != VFR_KIND_DEVICE && call->kind != VFR_KIND_DATA) || !vfr_origin_of(call, &origin))
        return;
    if (call->kind == VFR_KIND_DEVICE) {
        vfr_device_closed(&origin);
        return;
    }
    struct vfr_file *shared = vfr_shared_file(call);
    if (shared != NULL && __atomic_load_n(&shared->merged_calls, __ATOMIC_RELAXED) != 0)
        vfr_data_merged(0, &origin, shared);
    vfr_data_fd_closed(&origin, result);
}

void vfr_file_closed(int fd, struct vfr_call *call, int result)
{
    if (!vfr_file_leave_fd(call->file, fd))
        return;
    /* A child that closes what its parent gave it and it never used has nothing to tell; most do it before an exec. */
    if (vfr_open_files[call->file].stamp == vfr_stamp())
        vfr_record_closed(call, result);
    vfr_file_free(call);
}

int32_t vfr_device_named(const char *name, bool reuse)
{
    int32_t device = reuse ? vfr_device_known(name) : -1;

    if (device < 0)
        device = vfr_device_enter(name);
    if (device < 0)
        vfr_tell_loss(&full_devices_told, "the process has opened more VFIO devices than the recorder follows");
    return device;
}
