/*
 * The functions beneath ours: those that the program would have called without this library.
 *
 * Every pointer is valid from the first instruction on. Before the constructor has run it leads to a function that
 * resolves all of them and calls on; so a call from another library's constructor, or from an allocator in the middle
 * of dlsym, comes through as well.
 */
#ifndef VFR_REAL_H
#define VFR_REAL_H

#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>

#define VFR_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define VFR_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define VFR_EXPORT __attribute__((visibility("default")))

/* What a function missing in this libc answers, and what cannot be done without a libc below. */
int vfr_missing(void);

/*
 * X(result, name, parameters, arguments, raw): raw is what to do where the function cannot be had from libc, be it
 * that dlsym is running right now or that this libc does not have it. Variable arguments are passed as the last named
 * one: both architectures pass them in the same registers, and the kernel ignores what a call does not take.
 */
#define VFR_REAL_FUNCTIONS(X)                                                                                          \
    X(int, open, (const char *path, int flags, mode_t mode), (path, flags, mode),                                      \
      (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode))                                                           \
    X(int, open64, (const char *path, int flags, mode_t mode), (path, flags, mode),                                    \
      (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, mode))                                             \
    X(int, openat, (int dir, const char *path, int flags, mode_t mode), (dir, path, flags, mode),                      \
      (int)syscall(SYS_openat, dir, path, flags, mode))                                                                \
    X(int, openat64, (int dir, const char *path, int flags, mode_t mode), (dir, path, flags, mode),                    \
      (int)syscall(SYS_openat, dir, path, flags | O_LARGEFILE, mode))                                                  \
    X(int, __open_2, (const char *path, int flags), (path, flags), (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0)) \
    X(int, __open64_2, (const char *path, int flags), (path, flags),                                                   \
      (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, 0))                                                \
    X(int, __openat_2, (int dir, const char *path, int flags), (dir, path, flags),                                     \
      (int)syscall(SYS_openat, dir, path, flags, 0))                                                                   \
    X(int, __openat64_2, (int dir, const char *path, int flags), (dir, path, flags),                                   \
      (int)syscall(SYS_openat, dir, path, flags | O_LARGEFILE, 0))                                                     \
    X(int, close, (int fd), (fd), (int)syscall(SYS_close, fd))                                                         \
    X(int, close_range, (unsigned int first, unsigned int last, int flags), (first, last, flags), vfr_missing())       \
    X(void, closefrom, (int first), (first), (void)vfr_missing())                                                      \
    X(int, dup, (int fd), (fd), (int)syscall(SYS_dup, fd))                                                             \
    X(int, dup2, (int from, int to), (from, to), from == to ? from : (int)syscall(SYS_dup3, from, to, 0))              \
    X(int, dup3, (int from, int to, int flags), (from, to, flags), (int)syscall(SYS_dup3, from, to, flags))            \
    X(int, fcntl, (int fd, int command, unsigned long argument), (fd, command, argument),                              \
      (int)syscall(SYS_fcntl, fd, command, argument))                                                                  \
    X(int, fcntl64, (int fd, int command, unsigned long argument), (fd, command, argument),                            \
      (int)syscall(SYS_fcntl, fd, command, argument))                                                                  \
    X(int, ioctl, (int fd, unsigned long request, void *argument), (fd, request, argument),                            \
      (int)syscall(SYS_ioctl, fd, request, argument))                                                                  \
    X(ssize_t, read, (int fd, void *to, size_t size), (fd, to, size), syscall(SYS_read, fd, to, size))                 \
    X(ssize_t, __read_chk, (int fd, void *to, size_t size, size_t room), (fd, to, size, room), vfr_missing())          \
    X(ssize_t, pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at),                                   \
      syscall(SYS_pread64, fd, to, size, at))                                                                          \
    X(ssize_t, pread64, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at),                               \
      syscall(SYS_pread64, fd, to, size, at))                                                                          \
    X(ssize_t, __pread_chk, (int fd, void *to, size_t size, off_t at, size_t room), (fd, to, size, at, room),          \
      vfr_missing())                                                                                                   \
    X(ssize_t, __pread64_chk, (int fd, void *to, size_t size, off64_t at, size_t room), (fd, to, size, at, room),      \
      vfr_missing())                                                                                                   \
    X(ssize_t, readv, (int fd, const struct iovec *parts, int count), (fd, parts, count), vfr_missing())               \
    X(ssize_t, preadv, (int fd, const struct iovec *parts, int count, off_t at), (fd, parts, count, at),               \
      vfr_missing())                                                                                                   \
    X(ssize_t, preadv64, (int fd, const struct iovec *parts, int count, off64_t at), (fd, parts, count, at),           \
      vfr_missing())                                                                                                   \
    X(ssize_t, preadv2, (int fd, const struct iovec *parts, int count, off_t at, int flags),                           \
      (fd, parts, count, at, flags), vfr_missing())                                                                    \
    X(ssize_t, preadv64v2, (int fd, const struct iovec *parts, int count, off64_t at, int flags),                      \
      (fd, parts, count, at, flags), vfr_missing())                                                                    \
    X(ssize_t, write, (int fd, const void *from, size_t size), (fd, from, size), syscall(SYS_write, fd, from, size))   \
    X(ssize_t, pwrite, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at), vfr_missing())         \
    X(ssize_t, pwrite64, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at), vfr_missing())     \
    X(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count),                             \
      syscall(SYS_writev, fd, parts, count))                                                                           \
    X(ssize_t, pwritev, (int fd, const struct iovec *parts, int count, off_t at), (fd, parts, count, at),              \
      vfr_missing())                                                                                                   \
    X(ssize_t, pwritev64, (int fd, const struct iovec *parts, int count, off64_t at), (fd, parts, count, at),          \
      vfr_missing())                                                                                                   \
    X(ssize_t, pwritev2, (int fd, const struct iovec *parts, int count, off_t at, int flags),                          \
      (fd, parts, count, at, flags), vfr_missing())                                                                    \
    X(ssize_t, pwritev64v2, (int fd, const struct iovec *parts, int count, off64_t at, int flags),                     \
      (fd, parts, count, at, flags), vfr_missing())                                                                    \
    X(ssize_t, sendfile, (int to, int from, off_t *at, size_t size), (to, from, at, size), vfr_missing())              \
    X(ssize_t, sendfile64, (int to, int from, off64_t *at, size_t size), (to, from, at, size), vfr_missing())          \
    X(ssize_t, splice, (int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned int flags),          \
      (from, from_at, to, to_at, size, flags), vfr_missing())                                                          \
    X(ssize_t, copy_file_range,                                                                                        \
      (int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned int flags),                           \
      (from, from_at, to, to_at, size, flags), vfr_missing())                                                          \
    X(int, poll, (struct pollfd *fds, nfds_t count, int timeout), (fds, count, timeout), vfr_missing())                \
    X(int, __poll_chk, (struct pollfd *fds, nfds_t count, int timeout, size_t room), (fds, count, timeout, room),      \
      vfr_missing())                                                                                                   \
    X(int, ppoll, (struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask),            \
      (fds, count, timeout, mask), vfr_missing())                                                                      \
    X(int, __ppoll_chk,                                                                                                \
      (struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t room),           \
      (fds, count, timeout, mask, room), vfr_missing())                                                                \
    X(int, select, (int count, fd_set *in, fd_set *out, fd_set *special, struct timeval *timeout),                     \
      (count, in, out, special, timeout), vfr_missing())                                                               \
    X(int, pselect,                                                                                                    \
      (int count, fd_set *in, fd_set *out, fd_set *special, const struct timespec *timeout, const sigset_t *mask),     \
      (count, in, out, special, timeout, mask), vfr_missing())                                                         \
    X(int, epoll_ctl, (int epfd, int what, int fd, struct epoll_event *event), (epfd, what, fd, event), vfr_missing()) \
    X(int, epoll_wait, (int epfd, struct epoll_event *events, int count, int timeout), (epfd, events, count, timeout), \
      vfr_missing())                                                                                                   \
    X(int, epoll_pwait, (int epfd, struct epoll_event *events, int count, int timeout, const sigset_t *mask),          \
      (epfd, events, count, timeout, mask), vfr_missing())                                                             \
    X(int, epoll_pwait2,                                                                                               \
      (int epfd, struct epoll_event *events, int count, const struct timespec *timeout, const sigset_t *mask),         \
      (epfd, events, count, timeout, mask), vfr_missing())                                                             \
    X(void *, mmap, (void *at, size_t length, int protection, int flags, int fd, off_t offset),                        \
      (at, length, protection, flags, fd, offset),                                                                     \
      (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset))                                            \
    X(void *, mmap64, (void *at, size_t length, int protection, int flags, int fd, off64_t offset),                    \
      (at, length, protection, flags, fd, offset),                                                                     \
      (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset))                                            \
    X(int, munmap, (void *at, size_t length), (at, length), (int)syscall(SYS_munmap, at, length))

struct vfr_real_functions {
#define VFR_REAL_MEMBER(result, name, parameters, arguments, raw) result(*name) parameters;
    VFR_REAL_FUNCTIONS(VFR_REAL_MEMBER)
#undef VFR_REAL_MEMBER
};

extern struct vfr_real_functions vfr_real;

/* Finds them all. Safe to call more than once. */
void vfr_real_resolve(void);

#endif
