/*
 * read, write and all that moves bytes of a data_fd.
 *
 * A data_fd knows no positions, so that the positioned calls fail; they are recorded as the reads and writes that they
 * tried to be. Bytes moved inside the kernel (splice and its kin) have no digest.
 */
#include <errno.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

#include "data.h"
#include "files.h"
#include "real.h"

#define READING true
#define WRITING false

/* Whether a call on `fd` is to be recorded; begins it then. The first test is all that other fds pay. */
static inline bool begins(int fd, struct vfr_call *call)
{
    return vfr_tracked(fd) && vfr_call_begin(fd, call) && call->kind == VFR_KIND_DATA;
}

static void done(struct vfr_call *call, bool reading, const void *bytes, size_t asked, ssize_t moved)
{
    const struct iovec whole = {.iov_base = (void *)bytes, .iov_len = asked};

    vfr_data_done(call, reading, asked, moved, (struct vfr_bytes){.parts = &whole, .count = 1});
}

/*
 * Whether the kernel has read the list of parts, so that we may. Errors of the driver prove it; these come before, or
 * from a seccomp filter, or because the list is the bad thing.
 */
static bool list_was_read(ssize_t moved)
{
    switch (moved >= 0 ? 0 : errno) {
    case EBADF:
    case EFAULT:
    case EINVAL:
    case ESPIPE:
    case EPERM:
    case EACCES:
    case ENOSYS:
        return false;
    default:
        return true;
    }
}

static void done_parts(struct vfr_call *call, bool reading, const struct iovec *parts, int count, ssize_t moved)
{
    bool readable = list_was_read(moved);

    vfr_data_done(call, reading, readable ? vfr_asked_of(parts, count) : VFR_ASKED_UNKNOWN, moved,
                  (struct vfr_bytes){.parts = parts, .count = readable ? count : 0});
}

static void done_in_kernel(struct vfr_call *call, bool reading, size_t asked, ssize_t moved)
{
    vfr_data_done(call, reading, asked, moved, (struct vfr_bytes){.parts = NULL, .count = 0});
}

#define RECORDED(way, real_call, bytes, size)     \
    struct vfr_call call;                         \
    if (VFR_LIKELY(!begins(fd, &call)))           \
        return vfr_real.real_call;                \
    ssize_t moved = vfr_real.real_call;           \
    done(&call, way, bytes, size, moved);         \
    return moved

#define RECORDED_PARTS(way, real_call)            \
    struct vfr_call call;                         \
    if (VFR_LIKELY(!begins(fd, &call)))           \
        return vfr_real.real_call;                \
    ssize_t moved = vfr_real.real_call;           \
    done_parts(&call, way, parts, count, moved);  \
    return moved

VFR_EXPORT ssize_t read(int fd, void *to, size_t size)
{
    RECORDED(READING, read(fd, to, size), to, size);
}

VFR_EXPORT ssize_t __read_chk(int fd, void *to, size_t size, size_t room)
{
    RECORDED(READING, __read_chk(fd, to, size, room), to, size);
}

VFR_EXPORT ssize_t pread(int fd, void *to, size_t size, off_t at)
{
    RECORDED(READING, pread(fd, to, size, at), to, size);
}

VFR_EXPORT ssize_t pread64(int fd, void *to, size_t size, off64_t at)
{
    RECORDED(READING, pread64(fd, to, size, at), to, size);
}

VFR_EXPORT ssize_t __pread_chk(int fd, void *to, size_t size, off_t at, size_t room)
{
    RECORDED(READING, __pread_chk(fd, to, size, at, room), to, size);
}

VFR_EXPORT ssize_t __pread64_chk(int fd, void *to, size_t size, off64_t at, size_t room)
{
    RECORDED(READING, __pread64_chk(fd, to, size, at, room), to, size);
}

VFR_EXPORT ssize_t readv(int fd, const struct iovec *parts, int count)
{
    RECORDED_PARTS(READING, readv(fd, parts, count));
}

VFR_EXPORT ssize_t preadv(int fd, const struct iovec *parts, int count, off_t at)
{
    RECORDED_PARTS(READING, preadv(fd, parts, count, at));
}

VFR_EXPORT ssize_t preadv64(int fd, const struct iovec *parts, int count, off64_t at)
{
    RECORDED_PARTS(READING, preadv64(fd, parts, count, at));
}

VFR_EXPORT ssize_t preadv2(int fd, const struct iovec *parts, int count, off_t at, int flags)
{
    RECORDED_PARTS(READING, preadv2(fd, parts, count, at, flags));
}

VFR_EXPORT ssize_t preadv64v2(int fd, const struct iovec *parts, int count, off64_t at, int flags)
{
    RECORDED_PARTS(READING, preadv64v2(fd, parts, count, at, flags));
}

VFR_EXPORT ssize_t write(int fd, const void *from, size_t size)
{
    RECORDED(WRITING, write(fd, from, size), from, size);
}

VFR_EXPORT ssize_t pwrite(int fd, const void *from, size_t size, off_t at)
{
    RECORDED(WRITING, pwrite(fd, from, size, at), from, size);
}

VFR_EXPORT ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at)
{
    RECORDED(WRITING, pwrite64(fd, from, size, at), from, size);
}

VFR_EXPORT ssize_t writev(int fd, const struct iovec *parts, int count)
{
    RECORDED_PARTS(WRITING, writev(fd, parts, count));
}

VFR_EXPORT ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
    RECORDED_PARTS(WRITING, pwritev(fd, parts, count, at));
}

VFR_EXPORT ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at)
{
    RECORDED_PARTS(WRITING, pwritev64(fd, parts, count, at));
}

VFR_EXPORT ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t at, int flags)
{
    RECORDED_PARTS(WRITING, pwritev2(fd, parts, count, at, flags));
}

VFR_EXPORT ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off64_t at, int flags)
{
    RECORDED_PARTS(WRITING, pwritev64v2(fd, parts, count, at, flags));
}

/* Either end may be a data_fd, and both may. */
#define RECORDED_BOTH(real_call)                            \
    struct vfr_call source;                                 \
    struct vfr_call target;                                 \
    if (VFR_LIKELY(!vfr_tracked(from) && !vfr_tracked(to))) \
        return vfr_real.real_call;                          \
    bool reads = begins(from, &source);                     \
    bool writes = begins(to, &target);                      \
    ssize_t moved = vfr_real.real_call;                     \
    if (reads)                                              \
        done_in_kernel(&source, READING, size, moved);      \
    if (writes)                                             \
        done_in_kernel(&target, WRITING, size, moved);      \
    return moved

VFR_EXPORT ssize_t sendfile(int to, int from, off_t *at, size_t size)
{
    RECORDED_BOTH(sendfile(to, from, at, size));
}

VFR_EXPORT ssize_t sendfile64(int to, int from, off64_t *at, size_t size)
{
    RECORDED_BOTH(sendfile64(to, from, at, size));
}

VFR_EXPORT ssize_t splice(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned int flags)
{
    RECORDED_BOTH(splice(from, from_at, to, to_at, size, flags));
}

VFR_EXPORT ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t size,
                                   unsigned int flags)
{
    RECORDED_BOTH(copy_file_range(from, from_at, to, to_at, size, flags));
}
