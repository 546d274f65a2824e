/* ioctl: everything that is asked of a container, a group, a device or a data_fd. */
#include <stdarg.h>
#include <sys/ioctl.h>

#include "attached.h"
#include "files.h"
#include "origin.h"
#include "real.h"
#include "vfio.h"

static __attribute__((noinline)) int vfio_ioctl(int fd, unsigned long request, void *argument)
{
    struct vfr_call call;

    if (vfr_attached.control == NULL || vfr_vfork_depth > 0)
        return vfr_real.ioctl(fd, request, argument);
    if (!vfr_call_begin(fd, &call)) {
        call.file = VFR_NO_FILE;
        call.start_ns = vfr_now();
    }
    int result = vfr_real.ioctl(fd, request, argument);
    vfr_ioctl_done(fd, &call, (uint32_t)request, argument, result);
    return result;
}

VFR_EXPORT int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;

    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (VFR_LIKELY(!vfr_is_vfio_request(request)))
        return vfr_real.ioctl(fd, request, argument);
    return vfio_ioctl(fd, request, argument);
}
