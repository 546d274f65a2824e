/* Follows fds from their birth to the last close. */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "attached.h"
#include "events.h"
#include "origin.h"
#include "real.h"

uint16_t vfr_file_of[VFR_FDS];
struct vfr_open_file vfr_open_files[VFR_FILES];
struct vfr_open_device vfr_devices[VFR_DEVICES];
uint32_t vfr_data_files;
uint32_t vfr_highest_fd;

/* The slot that this process took last, or its parent did before the fork. */
static struct vfr_process *last_slot;

/* Of an entry that somebody is filling just now; no kind of wire.h. */
#define BEING_FILLED UINT32_MAX

static uint32_t high_fd_told;
static uint32_t full_files_told;
static uint32_t full_devices_told;

static void follow(int fd, int file)
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
    to->device = from->device < 0 ? -1 : vfr_devices[from->device].number;
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
    struct vfr_file *parents = last_slot == NULL ? NULL : &last_slot->files[call->file];

    vfr_open_files[call->file].offset_unknown = 1;
    if (parents != NULL && __atomic_load_n(&parents->kind, __ATOMIC_ACQUIRE) == VFR_KIND_DATA &&
        parents->session == call->session &&
        parents->device == (call->device < 0 ? -1 : vfr_devices[call->device].number))
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

static void share_device(struct vfr_process *slot, int32_t device)
{
    const struct vfr_open_device *from = &vfr_devices[device];
    struct vfr_device *to = &slot->devices[device];

    to->number = from->number;
    to->next_session = from->next_session;
    memcpy(to->name, from->name, sizeof to->name);
    __atomic_store_n(&to->named, 1, __ATOMIC_RELEASE);
}

void vfr_files_share(struct vfr_process *slot)
{
    for (int32_t device = 0; device < VFR_DEVICES; device++)
        if (__atomic_load_n(&vfr_devices[device].used, __ATOMIC_ACQUIRE) == 1)
            share_device(slot, device);
    for (int file = 0; file < VFR_FILES; file++) {
        uint32_t kind = __atomic_load_n(&vfr_open_files[file].kind, __ATOMIC_ACQUIRE);
        if (kind == VFR_KIND_FREE || kind == BEING_FILLED)
            continue;
        share(slot, file);
    }
    last_slot = slot;
}

void vfr_tell_loss(uint32_t *told, const char *reason)
{
    if (!vfr_recording() || __atomic_exchange_n(told, 1, __ATOMIC_RELAXED) != 0)
        return;
    struct vfr_call call = {.file = VFR_NO_FILE, .device = -1, .session = VFR_NO_SESSION};
    struct vfr_origin origin;
    call.start_ns = vfr_now();
    if (vfr_origin_of(&call, &origin))
        vfr_events_lost(&origin, -1, reason);
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

int vfr_file_open(enum vfr_kind kind, int fd, int32_t device, int32_t session, bool saving)
{
    if (fd >= VFR_FDS) {
        vfr_tell_loss(&high_fd_told, "a VFIO fd has a higher number than the recorder follows");
        return VFR_NO_FILE;
    }
    int file = take_entry();
    if (file == VFR_NO_FILE) {
        vfr_tell_loss(&full_files_told, "the process has more VFIO fds open than the recorder follows");
        return VFR_NO_FILE;
    }
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
    follow(fd, file);
    return file;
}

void vfr_file_add(int file, int fd)
{
    if (fd >= VFR_FDS) {
        vfr_tell_loss(&high_fd_told, "a VFIO fd has a higher number than the recorder follows");
        return;
    }
    __atomic_fetch_add(&vfr_open_files[file].open_fds, 1, __ATOMIC_ACQ_REL);
    struct vfr_process *slot = vfr_slot_if_taken();
    if (slot != NULL)
        __atomic_fetch_add(&slot->files[file].open_fds, 1, __ATOMIC_RELAXED);
    replace_fd(file, -1, fd);
    follow(fd, file);
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

static void record_closed(struct vfr_call *call, int result)
{
    struct vfr_origin origin;

    if ((call->kind != VFR_KIND_DEVICE && call->kind != VFR_KIND_DATA) || !vfr_origin_of(call, &origin))
        return;
    if (call->kind == VFR_KIND_DEVICE) {
        vfr_device_closed(&origin);
        return;
    }
    struct vfr_file *shared = vfr_shared_file(call);
    if (shared != NULL && __atomic_load_n(&shared->merged_calls, __ATOMIC_RELAXED) != 0)
        vfr_data_merged(0, &origin, shared);
    vfr_data_fd_closed(&origin, result);
}

void vfr_file_closed(int fd, struct vfr_call *call, int result)
{
    struct vfr_open_file *file = &vfr_open_files[call->file];
    struct vfr_process *slot = vfr_slot_if_taken();

    replace_fd(call->file, fd, -1);
    if (slot != NULL)
        __atomic_fetch_sub(&slot->files[call->file].open_fds, 1, __ATOMIC_RELAXED);
    if (__atomic_sub_fetch(&file->open_fds, 1, __ATOMIC_ACQ_REL) != 0)
        return;
    /* A child that closes what its parent gave it and it never used has nothing to tell; most do it before an exec. */
    if (file->stamp == vfr_stamp())
        record_closed(call, result);
    if (call->kind == VFR_KIND_DATA)
        __atomic_fetch_sub(&vfr_data_files, 1, __ATOMIC_RELAXED);
    slot = vfr_slot_if_taken();
    if (slot != NULL)
        __atomic_store_n(&slot->files[call->file].kind, VFR_KIND_FREE, __ATOMIC_RELEASE);
    __atomic_store_n(&file->kind, VFR_KIND_FREE, __ATOMIC_RELEASE);
}

int32_t vfr_device_named(const char *name, bool reuse)
{
    for (int32_t i = 0; reuse && i < VFR_DEVICES; i++)
        if (__atomic_load_n(&vfr_devices[i].used, __ATOMIC_ACQUIRE) == 1 && strcmp(vfr_devices[i].name, name) == 0)
            return i;
    for (int32_t i = 0; i < VFR_DEVICES; i++) {
        uint32_t unused = 0;
        struct vfr_open_device *device = &vfr_devices[i];
        if (!__atomic_compare_exchange_n(&device->used, &unused, BEING_FILLED, false, __ATOMIC_ACQ_REL,
                                         __ATOMIC_RELAXED))
            continue;
        device->number = (int32_t)__atomic_fetch_add(&vfr_attached.control->next_device, 1, __ATOMIC_RELAXED);
        device->next_session = 0;
        device->announced = 0;
        memset(device->name, 0, sizeof device->name);
        strncpy(device->name, name, sizeof device->name - 1);
        __atomic_store_n(&device->used, 1, __ATOMIC_RELEASE);
        struct vfr_process *slot = vfr_slot_if_taken();
        if (slot != NULL)
            share_device(slot, i);
        return i;
    }
    vfr_tell_loss(&full_devices_told, "the process has opened more VFIO devices than the recorder follows");
    return -1;
}

int32_t vfr_device_next_session(int32_t device)
{
    if (device < 0)
        return VFR_NO_SESSION;
    int32_t session = __atomic_fetch_add(&vfr_devices[device].next_session, 1, __ATOMIC_RELAXED);
    struct vfr_process *slot = vfr_slot_if_taken();
    if (slot != NULL)
        __atomic_store_n(&slot->devices[device].next_session, session + 1, __ATOMIC_RELAXED);
    return session;
}

void vfr_device_announce(int32_t device)
{
    struct vfr_open_device *named = &vfr_devices[device];
    struct vfr_process *slot = vfr_slot_if_taken();

    if (VFR_LIKELY(__atomic_load_n(&named->announced, __ATOMIC_ACQUIRE) != 0) || slot == NULL)
        return;
    const struct vfr_origin origin = {
        .start_ns = vfr_now(),
        .duration_ns = VFR_UNKNOWN_DURATION,
        .process = slot->number,
        .thread = vfr_thread_id(),
        .device = named->number,
        .session = VFR_NO_SESSION,
    };
    if (vfr_device_name_told(&origin, named->name))
        __atomic_store_n(&named->announced, 1, __ATOMIC_RELEASE);
}

/* Whether a fd of the slot came through the exec: open, and still a file that VFIO makes. */
static bool survived(int fd)
{
    char link[64];
    char target[32];
    ssize_t length;

    if (fd < 0 || fd >= VFR_FDS || vfr_real.fcntl(fd, F_GETFD, 0) < 0)
        return false;
    char digits[12];
    int count = 0;
    for (unsigned int rest = (unsigned int)fd; rest != 0 || count == 0; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    memcpy(link, "/proc/self/fd/", 14);
    for (int i = 0; i < count; i++)
        link[14 + i] = digits[count - 1 - i];
    link[14 + count] = '\0';
    length = readlink(link, target, sizeof target - 1);
    if (length < 0)
        return false;
    target[length] = '\0';
    return strncmp(target, "anon_inode:", 11) == 0 || strncmp(target, "/dev/vfio/", 10) == 0 ||
           strcmp(target, "/dev/iommu") == 0;
}

static int32_t device_with_number(int32_t number)
{
    for (int32_t i = 0; i < VFR_DEVICES; i++)
        if (vfr_devices[i].used == 1 && vfr_devices[i].number == number)
            return i;
    return -1;
}

static void adopt_file(struct vfr_process *slot, int file)
{
    struct vfr_file *from = &slot->files[file];
    struct vfr_open_file *to = &vfr_open_files[file];
    struct vfr_call call = {
        .file = file, .kind = from->kind, .session = from->session, .saving = from->saving, .end_ns = 0};

    to->kind = from->kind;
    to->generation = 0;
    to->device = device_with_number(from->device);
    to->session = from->session;
    to->saving = from->saving;
    to->offset_unknown = from->offset_unknown;
    /* What the parent left to the image before the exec is unused still. */
    to->stamp = from->inherited != 0 ? 0 : vfr_stamp();
    call.device = to->device;
    for (int i = 0; i < VFR_FILE_FDS; i++) {
        if (survived(from->fds[i])) {
            follow(from->fds[i], file);
            to->fds[i] = from->fds[i] + 1;
            to->open_fds++;
        } else {
            from->fds[i] = -1;
        }
    }
    from->open_fds = to->open_fds;
    if (to->open_fds != 0) {
        if (to->kind == VFR_KIND_DATA)
            vfr_data_files++;
        return;
    }
    /* Closed by the exec: nobody saw when, and it is the old image that closed it. */
    call.start_ns = vfr_now();
    call.end_ns = call.start_ns;
    if (to->stamp == vfr_stamp())
        record_closed(&call, 0);
    from->kind = VFR_KIND_FREE;
    to->kind = VFR_KIND_FREE;
}

void vfr_files_adopt(struct vfr_process *slot)
{
    vfr_self->slot = slot;
    vfr_self->named = 1;
    last_slot = slot;
    for (int32_t i = 0; i < VFR_DEVICES; i++) {
        if (slot->devices[i].named != 1)
            continue;
        vfr_devices[i].number = slot->devices[i].number;
        vfr_devices[i].next_session = slot->devices[i].next_session;
        memcpy(vfr_devices[i].name, slot->devices[i].name, sizeof vfr_devices[i].name);
        vfr_devices[i].name[sizeof vfr_devices[i].name - 1] = '\0';
        vfr_devices[i].announced = 1;
        vfr_devices[i].used = 1;
    }
    for (int file = 0; file < VFR_FILES; file++)
        if (slot->files[file].kind != VFR_KIND_FREE)
            adopt_file(slot, file);
    vfr_self->named = 0;
}
