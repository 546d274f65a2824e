/*
 * Pretends one VFIO device, for the benchmarks: as little as a VMM needs to get a data_fd. The data_fd is /dev/zero, so
 * that each read is one real system call; the precopy query costs one too.
 *
 * Preloaded after the interposer, which so takes it for the C library.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int open(const char *path, int flags, ...)
{
    if (strcmp(path, "/dev/vfio/devices/vfio0") == 0)
        path = "/dev/zero";
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list rest;
    va_start(rest, request);
    uint32_t *words = va_arg(rest, uint32_t *);
    va_end(rest);
    switch (request) {
    case 0x3b75: /* VFIO_DEVICE_FEATURE SET MIG_DEVICE_STATE */
        words[3] = (uint32_t)open("/dev/zero", O_RDONLY | O_CLOEXEC);
        return 0;
    case 0x3b79: /* VFIO_MIG_GET_PRECOPY_INFO */
        syscall(SYS_fcntl, fd, F_GETFD);
        memset(words + 2, 0, 16);
        return 0;
    default:
        return (int)syscall(SYS_ioctl, fd, request, words);
    }
}
