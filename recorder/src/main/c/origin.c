/* Answers who calls and when without a system call, as far as libc lets us. */
#include "origin.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "real.h"

struct vfr_self *vfr_self;
__thread int vfr_vfork_depth __attribute__((tls_model("initial-exec")));

char vfr_command_line[4096];
uint32_t vfr_command_line_bytes;
uint32_t vfr_command_line_words;

/* The stamp of this process's parent, or of itself once it has one. */
static uint32_t last_stamp;

/* Where in glibc's struct pthread the thread id lies, 0: not found. */
static size_t thread_id_at;
static __thread int32_t cached_thread_id __attribute__((tls_model("initial-exec")));

/* The kernel's vDSO answers without a system call wherever it has a usable clock; libc takes care of the rest. */
int64_t vfr_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/*
 * libc keeps the id of each thread in a place that it does not document; in the main thread we know what to look for. A
 * thread made by raw clone on another thread's TLS reads that one's id.
 */
void vfr_find_thread_id(void)
{
    const char *self = (const char *)pthread_self();
    int32_t expected = (int32_t)syscall(SYS_gettid);

    /* The struct is longer than that in every glibc that has the field. */
    for (size_t at = 0; at < 1024; at += sizeof expected) {
        int32_t value;
        memcpy(&value, self + at, sizeof value);
        if (value == expected) {
            thread_id_at = at;
            return;
        }
    }
}

int32_t vfr_thread_id(void)
{
    int32_t id;

    if (VFR_LIKELY(thread_id_at != 0)) {
        memcpy(&id, (const char *)pthread_self() + thread_id_at, sizeof id);
        return id;
    }
    /* Another libc: one system call for each thread. */
    if (cached_thread_id == 0)
        cached_thread_id = (int32_t)syscall(SYS_gettid);
    return cached_thread_id;
}

uint32_t vfr_stamp(void)
{
    uint32_t stamp = __atomic_load_n(&vfr_self->stamp, __ATOMIC_ACQUIRE);

    if (VFR_LIKELY(stamp != 0))
        return stamp;
    /* The page was wiped, so this is a new process; whichever of its threads comes first, they agree on the number. */
    stamp = __atomic_load_n(&last_stamp, __ATOMIC_ACQUIRE) + 1;
    uint32_t none = 0;
    if (!__atomic_compare_exchange_n(&vfr_self->stamp, &none, stamp, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        stamp = none;
    __atomic_store_n(&last_stamp, stamp, __ATOMIC_RELEASE);
    return stamp;
}

/* The only thread of a child just forked is its first, whose thread id is the process id: no system call needed. */
void vfr_remember_child(void)
{
    cached_thread_id = 0; /* the parent's */
    vfr_self->pid = vfr_thread_id();
}
