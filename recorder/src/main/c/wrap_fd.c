/* The calls through which fds come and go: open, dup, fcntl and close in all their forms. */
#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "attached.h"
#include "files.h"
#include "follow.h"
#include "opened.h"
#include "origin.h"
#include "real.h"

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif
#ifndef CLOSE_RANGE_UNSHARE
#define CLOSE_RANGE_UNSHARE (1U << 1)
#endif

static inline bool attached(void)
{
    return VFR_UNLIKELY(vfr_attached.control != NULL) && vfr_vfork_depth == 0;
}

/* A number that the kernel just gave out was free: whatever we thought of it, it was closed behind our back. */
static int opened(const char *path, int64_t start_ns, int fd)
{
    struct vfr_call stale;
    int error = errno;

    if (VFR_UNLIKELY(fd >= 0 && vfr_tracked(fd)) && vfr_file_detach(fd, &stale))
        vfr_file_closed(fd, &stale, 0);
    errno = error;
    vfr_open_done(path, start_ns, fd);
    return fd;
}

#define OPENED(real_call)                     \
    if (VFR_LIKELY(!attached()))              \
        return vfr_real.real_call;            \
    int64_t start_ns = vfr_now();             \
    return opened(path, start_ns, vfr_real.real_call)

/* The mode is there only where a file may be made; else what is read in its place is of no meaning, and harmless. */
#define MODE(last)                           \
    va_list arguments;                       \
    va_start(arguments, last);               \
    mode_t mode = va_arg(arguments, mode_t); \
    va_end(arguments)

VFR_EXPORT int open(const char *path, int flags, ...)
{
    MODE(flags);
    OPENED(open(path, flags, mode));
}

VFR_EXPORT int open64(const char *path, int flags, ...)
{
    MODE(flags);
    OPENED(open64(path, flags, mode));
}

VFR_EXPORT int openat(int dir, const char *path, int flags, ...)
{
    MODE(flags);
    OPENED(openat(dir, path, flags, mode));
}

VFR_EXPORT int openat64(int dir, const char *path, int flags, ...)
{
    MODE(flags);
    OPENED(openat64(dir, path, flags, mode));
}

VFR_EXPORT int __open_2(const char *path, int flags)
{
    OPENED(__open_2(path, flags));
}

VFR_EXPORT int __open64_2(const char *path, int flags)
{
    OPENED(__open64_2(path, flags));
}

VFR_EXPORT int __openat_2(int dir, const char *path, int flags)
{
    OPENED(__openat_2(dir, path, flags));
}

VFR_EXPORT int __openat64_2(int dir, const char *path, int flags)
{
    OPENED(__openat64_2(dir, path, flags));
}

/*
 * Whether a close that failed has left the fd open. Linux gives the number up even where close fails; EBADF says that
 * there was nothing to close. All else comes from a seccomp filter, before the kernel did anything.
 */
static bool still_open(int error)
{
    return error != EBADF && error != EINTR && error != EIO && error != ENOSPC && error != EDQUOT;
}

VFR_EXPORT int close(int fd)
{
    struct vfr_call call;

    if (VFR_LIKELY(!vfr_tracked(fd)) || !vfr_file_detach(fd, &call))
        return vfr_real.close(fd);
    int result = vfr_real.close(fd);
    int error = errno;
    if (result != 0 && still_open(error))
        vfr_file_reattach(fd, &call);
    else
        vfr_file_closed(fd, &call, result == 0 ? 0 : error);
    errno = error;
    return result;
}

/* The fds of a range that are ours, one after the other; the range itself may go up to 2^32. */
static void close_ours(unsigned int first, unsigned int last)
{
    struct vfr_call call;
    uint32_t highest = __atomic_load_n(&vfr_highest_fd, __ATOMIC_RELAXED);

    for (unsigned int fd = first; fd <= last && fd <= highest; fd++)
        if (vfr_tracked((int)fd) && vfr_file_detach((int)fd, &call))
            vfr_file_closed((int)fd, &call, 0);
}

/*
 * Afterwards, unlike close: before it we could not tell which numbers the call will take if it fails. Whoever opens a
 * file while another thread closes whole ranges gets what he asked for.
 */
VFR_EXPORT int close_range(unsigned int first, unsigned int last, int flags)
{
    int result = vfr_real.close_range(first, last, flags);
    int error = errno;

    /* With UNSHARE the caller alone closes them, in a table of fds that the other threads do not see. */
    if (result == 0 && attached() && !((unsigned int)flags & (CLOSE_RANGE_CLOEXEC | CLOSE_RANGE_UNSHARE)))
        close_ours(first, last);
    errno = error;
    return result;
}

VFR_EXPORT void closefrom(int first)
{
    vfr_real.closefrom(first);
    int error = errno;
    if (attached())
        close_ours(first < 0 ? 0 : (unsigned int)first, UINT32_MAX);
    errno = error;
}

/* A new fd for the open file of `from`. */
static void duplicated(int from, int to)
{
    int error = errno;
    struct vfr_call stale;
    int file = vfr_file(from);

    if (to >= 0 && vfr_vfork_depth == 0) {
        if (vfr_tracked(to) && vfr_file_detach(to, &stale))
            vfr_file_closed(to, &stale, 0);
        if (file != VFR_NO_FILE)
            vfr_file_add(file, to);
    }
    errno = error;
}

VFR_EXPORT int dup(int fd)
{
    int result = vfr_real.dup(fd);

    if (VFR_UNLIKELY(vfr_tracked(fd)))
        duplicated(fd, result);
    return result;
}

/* Makes `to` stand for what `from` stands for, which closes what it stood for: that number is forgotten beforehand. */
static int replace(int from, int to, int flags, bool has_flags)
{
    struct vfr_call closing;
    bool closes = from != to && vfr_tracked(to) && vfr_file_detach(to, &closing);
    int result = has_flags ? vfr_real.dup3(from, to, flags) : vfr_real.dup2(from, to);
    int error = errno;

    if (closes && result < 0)
        vfr_file_reattach(to, &closing);
    else if (closes)
        vfr_file_closed(to, &closing, 0);
    if (result >= 0 && from != to && vfr_tracked(from) && vfr_vfork_depth == 0)
        vfr_file_add(vfr_file(from), to);
    errno = error;
    return result;
}

VFR_EXPORT int dup2(int from, int to)
{
    if (VFR_LIKELY(!vfr_tracked(from) && !vfr_tracked(to)))
        return vfr_real.dup2(from, to);
    return replace(from, to, 0, false);
}

VFR_EXPORT int dup3(int from, int to, int flags)
{
    if (VFR_LIKELY(!vfr_tracked(from) && !vfr_tracked(to)))
        return vfr_real.dup3(from, to, flags);
    return replace(from, to, flags, true);
}

#define FCNTL(real_name)                                                                                 \
    va_list arguments;                                                                                   \
    va_start(arguments, command);                                                                        \
    unsigned long argument = va_arg(arguments, unsigned long);                                           \
    va_end(arguments);                                                                                   \
    int result = vfr_real.real_name(fd, command, argument);                                              \
    if (VFR_UNLIKELY(vfr_tracked(fd)) && (command == F_DUPFD || command == F_DUPFD_CLOEXEC))             \
        duplicated(fd, result);                                                                          \
    return result

VFR_EXPORT int fcntl(int fd, int command, ...)
{
    FCNTL(fcntl);
}

VFR_EXPORT int fcntl64(int fd, int command, ...)
{
    FCNTL(fcntl64);
}
