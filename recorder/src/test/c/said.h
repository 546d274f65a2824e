/*
 * Calls on VFIO fds that say what they did: each prints the event that the interposer must have recorded, as the test
 * prints what it finds in the ring. See NativeLine.java.
 *
 *   PID TID DEVICE SESSION EVENT FIELDS…
 *
 * A call that succeeds leaves errno as it was; where it does not, a line says so that no event can be equal to.
 */
#ifndef SAID_H
#define SAID_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum state { STOP = 1, RUNNING = 2, STOP_COPY = 3, RESUMING = 4, RUNNING_P2P = 5, PRE_COPY = 6, PRE_COPY_P2P = 7 };

#define DEVICE_NAME "0000:00:02.0"
#define SENTINEL EXDEV

/* A followed fd, as the program knows it. */
struct known {
    int fd;
    const char *device;
    int session; /* -1: none */
    int64_t offset; /* -1: not to be known */
};

struct feature {
    uint32_t argsz;
    uint32_t flags;
    union {
        uint64_t value;
        struct {
            uint32_t state;
            int32_t data_fd;
        };
        struct {
            uint64_t page_size;
            uint32_t num_ranges;
            uint32_t reserved;
            uint64_t ranges;
        };
        struct {
            uint64_t iova;
            uint64_t length;
            uint64_t report_page_size;
            uint64_t bitmap;
        };
    };
};

#define GET 0x10000u
#define SET 0x20000u
#define PROBE 0x40000u

/* One line, written at once by a plain write(2): fit for signal handlers, threads and seccomp filters. */
void say(const struct known *of, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Wraps a call: sets errno to the sentinel before, and complains where a success changed it. Gives 0 or errno. */
#define CALL(into, expression)                       \
    __extension__({                                  \
        errno = SENTINEL;                            \
        (into) = (expression);                       \
        check_errno((into) >= 0);                    \
        (into) >= 0 ? 0 : errno;                     \
    })

void check_errno(bool succeeded);

uint32_t crc32c(uint32_t crc, const void *bytes, size_t length);

/* Opens container, group and the device; says so. */
struct known open_device(const char *name);
/* The same without a container. */
int open_by_group(const char *name);

/* VFIO_DEVICE_FEATURE; says nothing. Gives 0 or errno. */
int feature(int fd, uint32_t flags, struct feature *of, uint32_t argsz);

/* Sets the state and says so; a new session where there is one. */
struct known set_state(const struct known *device, uint32_t state, int next_session);

/* What a call on a data_fd moved: says it, and moves the offset on. `bytes` NULL: no digest; asked -1: not to be known. */
void say_moved(struct known *data, const char *event, int error, int64_t asked, ssize_t moved, const void *bytes);

ssize_t read_said(struct known *data, void *to, size_t size);
ssize_t write_said(struct known *data, const void *from, size_t size);
void close_said(struct known *of);

#endif
