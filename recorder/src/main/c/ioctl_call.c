/*
 * Tells by the answer what the kernel has looked at.
 *
 * The caller's memory is touched only after the call, and only where the kernel must have read it: a program may pass a
 * bad pointer and live with EFAULT. Where the argument cannot be read the event is IoctlCalled, with the number alone.
 */
#include "ioctl_call.h"

#include <errno.h>

#include "data.h"
#include "events.h"
#include "introduce.h"
#include "uapi.h"

bool vfr_argument_was_read(const struct vfr_ioctl *ioctl)
{
    if ((uintptr_t)ioctl->argument < VFR_FIRST_ADDRESS)
        return false;
    switch (ioctl->result) {
    case 0:
        return true;
    case EFAULT:
    case EBADF:
    case EPERM:
    case EACCES:
    case ENOSYS:
        return false;
    case ENOTTY:
        /* From a kernel that knows the call but not the feature; of other calls it means that nothing was looked at. */
        if (ioctl->request != DEVICE_FEATURE)
            return false;
        break;
    default:
        break;
    }
    return __atomic_load_n(&vfr_open_files[ioctl->call->file].accepted, __ATOMIC_RELAXED) != 0;
}

void vfr_ioctl_plain(const struct vfr_ioctl *ioctl, const uint32_t *feature_flags)
{
    struct vfr_origin origin;

    if (!vfr_origin_of(ioctl->call, &origin))
        return;
    vfr_data_flush(ioctl->call, &origin);
    vfr_ioctl_called(&origin, ioctl->call->kind, ioctl->request, feature_flags, ioctl->result);
}
