/* Where an event comes from: the clock, the thread and the process of the caller. */
#ifndef VFR_ORIGIN_H
#define VFR_ORIGIN_H

#include <stddef.h>
#include <stdint.h>

#include "wire.h"

#define VFR_UNKNOWN_DURATION INT64_MIN
#define VFR_NO_SESSION (-1)

/* The head of every event. */
struct vfr_origin {
    int64_t start_ns;
    int64_t duration_ns;
    int32_t process;
    int32_t thread;
    int32_t device;
    int32_t session;
};

/*
 * What belongs to this process and to no child of it: a page that fork hands to the child as zeroes.
 *
 * A child that shares this memory (vfork, or clone with CLONE_VM) is not told apart by it; see vfork.S.
 */
struct vfr_self {
    struct vfr_process *slot; /* NULL: none taken so far */
    int32_t pid;              /* 0: not known, as after a fork that libc knew nothing of */
    uint32_t stamp;           /* 0: nobody has asked so far; see vfr_stamp */
    uint32_t named;           /* 1: ProcessNamed is in the ring */
    uint32_t refused;         /* 1: no slot was free */
};

extern struct vfr_self *vfr_self;

/* Above 0 in a child of vfork: it shares our memory but has fds of its own, and nothing of it is recorded. */
extern __thread int vfr_vfork_depth __attribute__((tls_model("initial-exec")));

/* Copied from main's arguments, each with its terminating zero, cut where they are longer. */
extern char vfr_command_line[4096];
extern uint32_t vfr_command_line_bytes;
extern uint32_t vfr_command_line_words;

/* This process's slot in the ring file, NULL where it has taken none so far. */
static inline struct vfr_process *vfr_slot_if_taken(void)
{
    return vfr_self == NULL ? NULL : __atomic_load_n(&vfr_self->slot, __ATOMIC_ACQUIRE);
}

/* Tells this process from its forked children: the same number in all threads of a process, another in each child. */
uint32_t vfr_stamp(void);

int64_t vfr_now(void);
int32_t vfr_thread_id(void);

/* Looks where libc keeps the thread id. Called once, in the main thread. */
void vfr_find_thread_id(void);

/* Called by the first thread of a child just forked. */
void vfr_remember_child(void);

#endif
