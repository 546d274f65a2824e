/*
 * Which fd is what: fd → open file → device and session.
 *
 * The process's own memory is the truth, since a fork copies it as the kernel copies the fds; the slot in the ring file
 * has a copy of it that an exec and the recorder can read.
 */
#ifndef VFR_FILES_H
#define VFR_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "devices.h"
#include "wire.h"

/* fds above are not followed; the kernel's default for the highest fd that a process may have is as large. */
#define VFR_FDS (1 << 20)
#define VFR_NO_FILE (-1)

/* An open file, shared by all fds that were dup'ed from one. */
struct vfr_open_file {
    uint32_t kind;       /* enum vfr_kind; set last, cleared last */
    uint32_t generation; /* moves on when the entry is taken, so that a call can tell that it was taken anew */
    uint32_t stamp;      /* vfr_stamp() of the process that used it last; another one: inherited by fork, unused */
    uint32_t open_fds;
    int32_t fds[VFR_FILE_FDS]; /* fd + 1, 0: none; the further ones of a file dup'ed often are only counted */
    int32_t device; /* index into vfr_devices, -1: none */
    int32_t session;
    uint32_t saving;
    uint32_t offset_unknown;
    uint32_t accepted; /* 1: the kernel lets this fd reach its device, so that it reads the arguments of an ioctl */
};

/* Index + 1 into vfr_open_files, 0: not ours. Untouched pages of it cost nothing. */
extern uint16_t vfr_file_of[VFR_FDS];
extern struct vfr_open_file vfr_open_files[VFR_FILES];

/* How many data_fds there are; the calls that take many fds look at them only where there is one. */
extern uint32_t vfr_data_files;

/* The slot that this process took last, or its parent did before the fork. */
extern struct vfr_process *vfr_last_slot;

/* No fd of ours has ever been above; what is closed in ranges need not be looked for further up. */
extern uint32_t vfr_highest_fd;

static inline int vfr_file(int fd)
{
    return (unsigned int)fd < VFR_FDS ? __atomic_load_n(&vfr_file_of[fd], __ATOMIC_RELAXED) - 1 : VFR_NO_FILE;
}

static inline bool vfr_tracked(int fd)
{
    return __builtin_expect(vfr_file(fd) != VFR_NO_FILE, 0);
}

/* What is known of an open file, copied before a call, since another thread may close it meanwhile. */
struct vfr_call {
    int64_t start_ns;
    int64_t end_ns; /* 0: still running */
    int file;       /* VFR_NO_FILE: none */
    uint32_t generation;
    uint32_t kind;
    int32_t device; /* index into vfr_devices */
    int32_t session;
    uint32_t saving;
};

/* Begins a call on `fd`. False where the fd is none of ours or the caller is a child of vfork. */
bool vfr_call_begin(int fd, struct vfr_call *call);

/* The slot's copy of the call's file, NULL where there is none or the file has been closed meanwhile. */
struct vfr_file *vfr_shared_file(const struct vfr_call *call);

/* Takes note that this process, not only its parent, uses the call's file. */
void vfr_file_used(const struct vfr_call *call);

/* From now on `fd` stands for the file. */
void vfr_fd_follow(int fd, int file);

/* Enters a new open file and its first fd, which is below VFR_FDS. VFR_NO_FILE: the table is full. */
int vfr_file_enter(enum vfr_kind kind, int fd, int32_t device, int32_t session, bool saving);

/* A further fd of the file, below VFR_FDS. */
void vfr_file_enter_fd(int file, int fd);

/*
 * Forgets the number before the kernel may give it to another file, and begins the call that closes it. False: the
 * number is none of ours.
 */
bool vfr_file_detach(int fd, struct vfr_call *call);

/* The close failed, and the fd is still open. */
void vfr_file_reattach(int fd, const struct vfr_call *call);

/* One fd less. True: that was the last, and the entry waits for vfr_file_free. */
bool vfr_file_leave_fd(int file, int fd);

/* Gives the entry of the call's file back. */
void vfr_file_free(const struct vfr_call *call);

/* Writes all of them into this process's new slot. */
void vfr_files_share(struct vfr_process *slot);

#endif
