/*
 * poll, select and epoll on data_fds.
 *
 * They take many fds, so nothing is looked at as long as there is no data_fd in the process. The lists belong to the
 * caller and are read after the call: see ioctl_call.c. The one exception is select, whose answer overwrites the question.
 */
#include <errno.h>
#include <string.h>

#include "data.h"
#include "events.h"
#include "files.h"
#include "introduce.h"
#include "origin.h"
#include "real.h"

#define FOR_EVER (-1)

static inline bool nothing_to_see(void)
{
    return VFR_LIKELY(__atomic_load_n(&vfr_data_files, __ATOMIC_RELAXED) == 0) || vfr_vfork_depth > 0;
}

static int64_t of_milliseconds(int timeout)
{
    return timeout < 0 ? FOR_EVER : (int64_t)timeout * 1000000;
}

/* Only after a call that did not fail with EFAULT. The kernel does not change it: libc gives it a copy. */
static int64_t of_timespec(const struct timespec *timeout)
{
    return timeout == NULL ? FOR_EVER : (int64_t)timeout->tv_sec * 1000000000 + timeout->tv_nsec;
}

/* One data_fd that a call has asked about, which took from `start_ns` to `end_ns`. */
static void polled(int fd, int64_t start_ns, int64_t end_ns, int32_t result, int asked, int answered,
                   int64_t timeout_ns)
{
    struct vfr_call call;
    struct vfr_origin origin;

    if (!vfr_tracked(fd) || !vfr_call_begin(fd, &call) || call.kind != VFR_KIND_DATA)
        return;
    call.start_ns = start_ns;
    call.end_ns = end_ns;
    if (!vfr_origin_of(&call, &origin))
        return;
    vfr_data_flush(&call, &origin);
    vfr_data_fd_polled(&origin, result, asked, answered, timeout_ns);
}

/* EINTR comes after the kernel has read the list, every other error may come before. */
static bool was_read(int result)
{
    return result >= 0 || errno == EINTR;
}

static int poll_done(const struct pollfd *fds, nfds_t count, int64_t start_ns, int64_t timeout_ns, int result)
{
    int error = errno;
    int64_t end_ns = vfr_now();

    for (nfds_t i = 0; i < count; i++)
        polled(fds[i].fd, start_ns, end_ns, result >= 0 ? 0 : error, fds[i].events, fds[i].revents, timeout_ns);
    errno = error;
    return result;
}

#define POLLED(real_call, timeout_ns)                                    \
    if (nothing_to_see())                                                \
        return vfr_real.real_call;                                       \
    int64_t start_ns = vfr_now();                                        \
    int result = vfr_real.real_call;                                     \
    return was_read(result) ? poll_done(fds, count, start_ns, timeout_ns, result) : result

VFR_EXPORT int poll(struct pollfd *fds, nfds_t count, int timeout)
{
    POLLED(poll(fds, count, timeout), of_milliseconds(timeout));
}

VFR_EXPORT int __poll_chk(struct pollfd *fds, nfds_t count, int timeout, size_t room)
{
    POLLED(__poll_chk(fds, count, timeout, room), of_milliseconds(timeout));
}

VFR_EXPORT int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    POLLED(ppoll(fds, count, timeout, mask), of_timespec(timeout));
}

VFR_EXPORT int __ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask,
                           size_t room)
{
    POLLED(__ppoll_chk(fds, count, timeout, mask, room), of_timespec(timeout));
}

/* What select was asked, for the data_fds only. */
struct question {
    int count;
    struct {
        int fd;
        int asked;
    } fds[VFR_FILES];
};

static bool has(const fd_set *set, int fd)
{
    /* Not FD_ISSET: a set may be longer than fd_set is declared. */
    const unsigned long *words = (const unsigned long *)(const void *)set;
    int bits = 8 * (int)sizeof *words;

    return set != NULL && (words[fd / bits] >> (fd % bits) & 1) != 0;
}

static int events_in(const fd_set *in, const fd_set *out, const fd_set *special, int fd)
{
    return (has(in, fd) ? POLLIN : 0) | (has(out, fd) ? POLLOUT : 0) | (has(special, fd) ? POLLPRI : 0);
}

/*
 * Reads the sets before the kernel has accepted them, which this library does nowhere else: afterwards they hold the
 * answer. A set that is not readable would kill a process here that could have lived with EFAULT, but only one that
 * has a data_fd open within the first `count` numbers and passes a made-up pointer as a set that its own FD_SET cannot
 * have written.
 */
static void note_question(struct question *question, int count, const fd_set *in, const fd_set *out,
                          const fd_set *special)
{
    question->count = 0;
    for (int file = 0; file < VFR_FILES; file++) {
        if (__atomic_load_n(&vfr_open_files[file].kind, __ATOMIC_ACQUIRE) != VFR_KIND_DATA)
            continue;
        for (int i = 0; i < VFR_FILE_FDS && question->count < VFR_FILES; i++) {
            int fd = vfr_open_files[file].fds[i] - 1;
            int asked = fd >= 0 && fd < count ? events_in(in, out, special, fd) : 0;
            if (asked == 0)
                continue;
            question->fds[question->count].fd = fd;
            question->fds[question->count].asked = asked;
            question->count++;
        }
    }
}

static int select_done(const struct question *question, const fd_set *in, const fd_set *out, const fd_set *special,
                       int64_t start_ns, int64_t timeout_ns, int result)
{
    int error = errno;
    int64_t end_ns = vfr_now();

    for (int i = 0; i < question->count; i++) {
        int fd = question->fds[i].fd;
        /* Where select fails it leaves the sets as they were. */
        int answered = result < 0 ? 0 : events_in(in, out, special, fd);
        polled(fd, start_ns, end_ns, result >= 0 ? 0 : error, question->fds[i].asked, answered, timeout_ns);
    }
    errno = error;
    return result;
}

VFR_EXPORT int select(int count, fd_set *in, fd_set *out, fd_set *special, struct timeval *timeout)
{
    if (nothing_to_see())
        return vfr_real.select(count, in, out, special, timeout);
    struct question question;
    note_question(&question, count, in, out, special);
    if (question.count == 0)
        return vfr_real.select(count, in, out, special, timeout);
    /* As with the sets: select counts the timeout down. */
    int64_t timeout_ns =
        timeout == NULL ? FOR_EVER : (int64_t)timeout->tv_sec * 1000000000 + (int64_t)timeout->tv_usec * 1000;
    int64_t start_ns = vfr_now();
    int result = vfr_real.select(count, in, out, special, timeout);
    return select_done(&question, in, out, special, start_ns, timeout_ns, result);
}

VFR_EXPORT int pselect(int count, fd_set *in, fd_set *out, fd_set *special, const struct timespec *timeout,
                       const sigset_t *mask)
{
    if (nothing_to_see())
        return vfr_real.pselect(count, in, out, special, timeout, mask);
    struct question question;
    note_question(&question, count, in, out, special);
    if (question.count == 0)
        return vfr_real.pselect(count, in, out, special, timeout, mask);
    int64_t start_ns = vfr_now();
    int result = vfr_real.pselect(count, in, out, special, timeout, mask);
    int64_t timeout_ns = was_read(result) ? of_timespec(timeout) : FOR_EVER;
    return select_done(&question, in, out, special, start_ns, timeout_ns, result);
}

/* The data_fds that an epoll watches: what epoll_wait answers is not the fd but what the program gave with it. */
struct watch {
    uint32_t taken; /* 2: in use, 1: being filled */
    int epfd;
    int fd;
    int file;
    uint32_t generation; /* of the file; the kernel forgets the watch when the file is closed */
    uint32_t events;
    uint64_t data;
};

#define WATCHES 64
static struct watch watches[WATCHES];
static uint32_t full_told;

static bool is_alive(const struct watch *watch)
{
    return __atomic_load_n(&watch->taken, __ATOMIC_ACQUIRE) == 2 && vfr_file(watch->fd) == watch->file &&
           __atomic_load_n(&vfr_open_files[watch->file].generation, __ATOMIC_ACQUIRE) == watch->generation;
}

static struct watch *watch_of(int epfd, int fd)
{
    for (int i = 0; i < WATCHES; i++)
        if (watches[i].epfd == epfd && watches[i].fd == fd && is_alive(&watches[i]))
            return &watches[i];
    return NULL;
}

static struct watch *free_watch(void)
{
    for (int i = 0; i < WATCHES; i++) {
        uint32_t taken = __atomic_load_n(&watches[i].taken, __ATOMIC_ACQUIRE);
        if (taken != 1 && !is_alive(&watches[i]) &&
            __atomic_compare_exchange_n(&watches[i].taken, &taken, 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
            return &watches[i];
    }
    return NULL;
}

static void watch(int epfd, int what, int fd, const struct epoll_event *event)
{
    struct watch *known = watch_of(epfd, fd);

    if (what == EPOLL_CTL_DEL) {
        if (known != NULL)
            __atomic_store_n(&known->taken, 0, __ATOMIC_RELEASE);
        return;
    }
    if (known == NULL)
        known = free_watch();
    if (known == NULL) {
        vfr_tell_loss(&full_told, "the process watches more data_fds by epoll than the recorder follows");
        return;
    }
    int file = vfr_file(fd);
    if (file == VFR_NO_FILE) {
        __atomic_store_n(&known->taken, 0, __ATOMIC_RELEASE);
        return;
    }
    known->file = file;
    known->generation = __atomic_load_n(&vfr_open_files[file].generation, __ATOMIC_ACQUIRE);
    known->epfd = epfd;
    known->fd = fd;
    known->events = event->events;
    known->data = event->data.u64;
    __atomic_store_n(&known->taken, 2, __ATOMIC_RELEASE);
}

VFR_EXPORT int epoll_ctl(int epfd, int what, int fd, struct epoll_event *event)
{
    int result = vfr_real.epoll_ctl(epfd, what, fd, event);

    if (!nothing_to_see() && result == 0 && vfr_tracked(fd) &&
        vfr_open_files[vfr_file(fd)].kind == VFR_KIND_DATA)
        watch(epfd, what, fd, event);
    return result;
}

static int epoll_done(int epfd, const struct epoll_event *events, int64_t start_ns, int64_t timeout_ns, int result)
{
    int error = errno;
    int64_t end_ns = vfr_now();

    for (int i = 0; i < result; i++)
        for (int j = 0; j < WATCHES; j++) {
            const struct watch *watched = &watches[j];
            if (watched->epfd == epfd && watched->data == events[i].data.u64 && is_alive(watched))
                polled(watched->fd, start_ns, end_ns, 0, (int)watched->events, (int)events[i].events, timeout_ns);
        }
    errno = error;
    return result;
}

#define EPOLLED(real_call, timeout_ns)    \
    if (nothing_to_see())                 \
        return vfr_real.real_call;        \
    int64_t start_ns = vfr_now();         \
    int result = vfr_real.real_call;      \
    return result > 0 ? epoll_done(epfd, events, start_ns, timeout_ns, result) : result

VFR_EXPORT int epoll_wait(int epfd, struct epoll_event *events, int count, int timeout)
{
    EPOLLED(epoll_wait(epfd, events, count, timeout), of_milliseconds(timeout));
}

VFR_EXPORT int epoll_pwait(int epfd, struct epoll_event *events, int count, int timeout, const sigset_t *mask)
{
    EPOLLED(epoll_pwait(epfd, events, count, timeout, mask), of_milliseconds(timeout));
}

VFR_EXPORT int epoll_pwait2(int epfd, struct epoll_event *events, int count, const struct timespec *timeout,
                            const sigset_t *mask)
{
    EPOLLED(epoll_pwait2(epfd, events, count, timeout, mask), of_timespec(timeout));
}
