/* The ring file as this process has it mapped, and this process's place in it. */
#ifndef VFR_ATTACH_H
#define VFR_ATTACH_H

#include <stdbool.h>
#include <stdint.h>

#include "ring.h"
#include "wire.h"

/* Set once by the constructor; control is NULL where nothing is recorded. */
struct vfr_attachment {
    struct vfr_control *control;
    struct vfr_ring ring;
    int64_t data_reserve;
    uint32_t payload; /* enum vfr_payload_mode */
};

extern struct vfr_attachment vfr_attached;

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

static inline bool vfr_recording(void)
{
    return vfr_attached.control != NULL && __atomic_load_n(&vfr_attached.control->recording, __ATOMIC_RELAXED) != 0;
}

/*
 * This process's slot; taken, and the process named, at the first call. NULL where there is none to be had.
 * Needs no system call, so that it may come after a seccomp filter was set up.
 */
struct vfr_process *vfr_slot(void);

/* Tells this process from its forked children: the same number in all threads of a process, another in each child. */
uint32_t vfr_stamp(void);

int64_t vfr_now(void);
int32_t vfr_thread_id(void);

#endif
