/* Keeps the tables of fds and open files, and their copy in the slot of the ring file. */
#include "files.h"

#include <string.h>

#include "origin.h"
#include "real.h"

uint16_t vfr_file_of[VFR_FDS];
struct vfr_open_file vfr_open_files[VFR_FILES];
uint32_t vfr_data_files;
uint32_t vfr_highest_fd;

struct vfr_process *vfr_last_slot;

/* Of an entry that a thread is filling just now; no kind of wire.h. */
#define BEING_FILLED UINT32_MAX

void vfr_fd_follow(int fd, int file)
{
    uint32_t highest = __atomic_load_n(&vfr_highest_fd, __ATOMIC_RELAXED);

    while ((uint32_t)fd > highest && !__atomic_compare_exchange_n(&vfr_highest_fd, &highest, (uint32_t)fd, true,
                                                                  __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        ;
    __atomic_store_n(&vfr_file_of[fd], (uint16_t)(file + 1), __ATOMIC_RELEASE);
}

bool vfr_call_begin(int fd, struct vfr_call *call)
{
    int file = vfr_file(fd);

    if (file == VFR_NO_FILE || vfr_vfork_depth > 0)
        return false;
    const struct vfr_open_file *open_file = &vfr_open_files[file];
    call->file = file;
    call->generation = __atomic_load_n(&open_file->generation, __ATOMIC_ACQUIRE);
    call->kind = __atomic_load_n(&open_file->kind, __ATOMIC_ACQUIRE);
    call->device = open_file->device;
    call->session = open_file->session;
    call->saving = open_file->saving;
    call->end_ns = 0;
    call->start_ns = vfr_now();
    return true;
}

static bool is_same_file(const struct vfr_call *call)
{
    if (call->file == VFR_NO_FILE)
        return false;
    const struct vfr_open_file *file = &vfr_open_files[call->file];
    return __atomic_load_n(&file->generation, __ATOMIC_ACQUIRE) == call->generation &&
           __atomic_load_n(&file->kind, __ATOMIC_ACQUIRE) == call->kind;
}

/* Puts `to` where `from` was, in our own copy and in the slot's, which counts from -1 and not from 0. */
static void replace_fd(int file, int from, int to)
{
    struct vfr_process *slot = vfr_slot_if_taken();

    for (int i = 0; i < VFR_FILE_FDS; i++) {
        int32_t expected = from + 1;
        if (!__atomic_compare_exchange_n(&vfr_open_files[file].fds[i], &expected, to + 1, false, __ATOMIC_RELAXED,
                                         __ATOMIC_RELAXED))
            continue;
        if (slot != NULL)
            __atomic_store_n(&slot->files[file].fds[i], to, __ATOMIC_RELAXED);
        return;
    }
}

/* Writes one open file into the slot; the kind last, so that a reader sees all of it or nothing. */
static void share(struct vfr_process *slot, int file)
{
    const struct vfr_open_file *from = &vfr_open_files[file];
    struct vfr_file *to = &slot->files[file];
    bool inherited = from->stamp != vfr_stamp();

    memset(to, 0, sizeof *to);
    to->device = vfr_device_number(from->device);
    to->session = from->session;
    to->inherited = inherited;
    for (int i = 0; i < VFR_FILE_FDS; i++)
        to->fds[i] = from->fds[i] - 1;
    to->open_fds = from->open_fds;
    to->saving = from->saving;
    to->offset_unknown = from->offset_unknown;
    __atomic_store_n(&to->kind, from->kind, __ATOMIC_RELEASE);
}

struct vfr_file *vfr_shared_file(const struct vfr_call *call)
{
    struct vfr_process *slot = vfr_slot_if_taken();

    if (slot == NULL || !is_same_file(call))
        return NULL;
    struct vfr_file *shared = &slot->files[call->file];
    /* Opened by one thread while another was taking the slot. */
    if (VFR_UNLIKELY(__atomic_load_n(&shared->kind, __ATOMIC_ACQUIRE) != call->kind))
        share(slot, call->file);
    return shared;
}

/* From now on parent and child both move the stream on, and neither of them can tell where it is. */
static void lose_offset(const struct vfr_call *call)
{
    struct vfr_file *parents = vfr_last_slot == NULL ? NULL : &vfr_last_slot->files[call->file];

    vfr_open_files[call->file].offset_unknown = 1;
    if (parents != NULL && __atomic_load_n(&parents->kind, __ATOMIC_ACQUIRE) == VFR_KIND_DATA &&
        parents->session == call->session &&
        parents->device == vfr_device_number(call->device))
        __atomic_store_n(&parents->offset_unknown, 1, __ATOMIC_RELAXED);
}

void vfr_file_used(const struct vfr_call *call)
{
    if (call->file == VFR_NO_FILE)
        return;
    struct vfr_open_file *file = &vfr_open_files[call->file];
    uint32_t stamp = vfr_stamp();
    if (VFR_LIKELY(__atomic_load_n(&file->stamp, __ATOMIC_RELAXED) == stamp))
        return;
    __atomic_store_n(&file->stamp, stamp, __ATOMIC_RELAXED);
    if (call->kind == VFR_KIND_DATA)
        lose_offset(call);
    struct vfr_file *shared = vfr_shared_file(call);
    if (shared != NULL) {
        __atomic_store_n(&shared->inherited, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&shared->offset_unknown, file->offset_unknown, __ATOMIC_RELAXED);
    }
}

void vfr_files_share(struct vfr_process *slot)
{
    for (int file = 0; file < VFR_FILES; file++) {
        uint32_t kind = __atomic_load_n(&vfr_open_files[file].kind, __ATOMIC_ACQUIRE);
        if (kind == VFR_KIND_FREE || kind == BEING_FILLED)
            continue;
        share(slot, file);
    }
    vfr_last_slot = slot;
}

static int take_entry(void)
{
    for (int file = 0; file < VFR_FILES; file++) {
        uint32_t free_kind = VFR_KIND_FREE;
        if (__atomic_compare_exchange_n(&vfr_open_files[file].kind, &free_kind, BEING_FILLED, false, __ATOMIC_ACQ_REL,
                                        __ATOMIC_RELAXED))
            return file;
    }
    return VFR_NO_FILE;
}

int vfr_file_enter(enum vfr_kind kind, int fd, int32_t device, int32_t session, bool saving)
{
    int file = take_entry();

    if (file == VFR_NO_FILE)
        return VFR_NO_FILE;
    struct vfr_open_file *open_file = &vfr_open_files[file];
    __atomic_fetch_add(&open_file->generation, 1, __ATOMIC_ACQ_REL);
    open_file->stamp = vfr_stamp();
    open_file->open_fds = 1;
    memset(open_file->fds, 0, sizeof open_file->fds);
    open_file->fds[0] = fd + 1;
    open_file->device = device;
    open_file->session = session;
    open_file->saving = saving;
    open_file->offset_unknown = 0;
    /* The devices of a group are reached as soon as they are open; a cdev must be bound first. */
    open_file->accepted = kind == VFR_KIND_GROUP;
    __atomic_store_n(&open_file->kind, kind, __ATOMIC_RELEASE);
    if (kind == VFR_KIND_DATA)
        __atomic_fetch_add(&vfr_data_files, 1, __ATOMIC_RELAXED);
    struct vfr_process *slot = vfr_slot_if_taken();
    if (slot != NULL)
        share(slot, file);
    vfr_fd_follow(fd, file);
    return file;
}

void vfr_file_enter_fd(int file, int fd)
{
    __atomic_fetch_add(&vfr_open_files[file].open_fds, 1, __ATOMIC_ACQ_REL);
    struct vfr_process *slot = vfr_slot_if_taken();
    if (slot != NULL)
        __atomic_fetch_add(&slot->files[file].open_fds, 1, __ATOMIC_RELAXED);
    replace_fd(file, -1, fd);
    vfr_fd_follow(fd, file);
}

bool vfr_file_detach(int fd, struct vfr_call *call)
{
    return vfr_call_begin(fd, call) &&
           __atomic_exchange_n(&vfr_file_of[fd], 0, __ATOMIC_ACQ_REL) == call->file + 1;
}

void vfr_file_reattach(int fd, const struct vfr_call *call)
{
    uint16_t none = 0;

    __atomic_compare_exchange_n(&vfr_file_of[fd], &none, (uint16_t)(call->file + 1), false, __ATOMIC_ACQ_REL,
                                __ATOMIC_RELAXED);
}

bool vfr_file_leave_fd(int file, int fd)
{
    struct vfr_process *slot = vfr_slot_if_taken();

    replace_fd(file, fd, -1);
    if (slot != NULL)
        __atomic_fetch_sub(&slot->files[file].open_fds, 1, __ATOMIC_RELAXED);
    return __atomic_sub_fetch(&vfr_open_files[file].open_fds, 1, __ATOMIC_ACQ_REL) == 0;
}

void vfr_file_free(const struct vfr_call *call)
{
    struct vfr_process *slot = vfr_slot_if_taken();

    if (call->kind == VFR_KIND_DATA)
        __atomic_fetch_sub(&vfr_data_files, 1, __ATOMIC_RELAXED);
    if (slot != NULL)
        __atomic_store_n(&slot->files[call->file].kind, VFR_KIND_FREE, __ATOMIC_RELEASE);
    __atomic_store_n(&vfr_open_files[call->file].kind, VFR_KIND_FREE, __ATOMIC_RELEASE);
}
