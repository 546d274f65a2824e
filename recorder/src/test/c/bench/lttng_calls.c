/*
 * The peer of the benchmarks: wraps read and ioctl as the interposer does, and records them with an LTTng-UST
 * tracepoint: the fd, what was asked, what was answered and how long it took; LTTng adds the time and the thread.
 */
#define _GNU_SOURCE
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "lttng_calls.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <time.h>
#include <unistd.h>

#define FDS 1024
#define VFIO_DEVICE_FEATURE 0x3b75

static ssize_t (*real_read)(int, void *, size_t);
static int (*real_ioctl)(int, unsigned long, ...);
static char is_data_fd[FDS];

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int is_traced(int fd)
{
    return fd >= 0 && fd < FDS && is_data_fd[fd];
}

/* LTTng-UST reads before the constructors of this library run. */
static void resolve(void)
{
    *(void **)&real_read = dlsym(RTLD_NEXT, "read");
    *(void **)&real_ioctl = dlsym(RTLD_NEXT, "ioctl");
}

ssize_t read(int fd, void *buffer, size_t size)
{
    if (!real_read)
        resolve();
    if (!is_traced(fd))
        return real_read(fd, buffer, size);
    int64_t start = now_ns();
    ssize_t answer = real_read(fd, buffer, size);
    lttng_ust_tracepoint(vfr_bench, call, fd, size, answer, now_ns() - start);
    return answer;
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list rest;
    va_start(rest, request);
    uint32_t *argument = va_arg(rest, uint32_t *);
    va_end(rest);
    if (!real_ioctl)
        resolve();
    int64_t start = is_traced(fd) ? now_ns() : 0;
    int answer = real_ioctl(fd, request, argument);
    if (is_traced(fd))
        lttng_ust_tracepoint(vfr_bench, call, fd, request, answer, now_ns() - start);
    if (request == VFIO_DEVICE_FEATURE && answer == 0 && argument[3] < FDS)
        is_data_fd[argument[3]] = 1;
    return answer;
}
