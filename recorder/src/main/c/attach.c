/*
 * Attaches the process to the ring file that VFR_RING names, and gives it a slot there.
 *
 * The constructor does all that needs system calls or memory. Where anything is not as wire.h says it leaves control at
 * NULL, without a word: then every call goes through.
 */
#include "attach.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attached.h"
#include "digest.h"
#include "events.h"
#include "files.h"
#include "origin.h"
#include "real.h"

static bool is_power_of_two(uint64_t number)
{
    return number != 0 && (number & (number - 1)) == 0;
}

static bool is_sound(const struct vfr_control *control, uint64_t file_bytes)
{
    uint64_t ring_bytes = control->ring_capacity + VFR_RING_TRAILER_BYTES;

    return __atomic_load_n(&control->magic, __ATOMIC_ACQUIRE) == VFR_WIRE_MAGIC &&
           control->version == VFR_WIRE_VERSION && is_power_of_two(control->ring_capacity) &&
           control->ring_capacity >= VFR_RING_MIN_CAPACITY && control->ring_capacity <= VFR_RING_MAX_CAPACITY &&
           control->ring_offset % 64 == 0 && control->ring_offset <= file_bytes &&
           control->ring_offset >= VFR_CONTROL_BYTES + (uint64_t)VFR_PROCESSES * VFR_PROCESS_BYTES &&
           ring_bytes <= file_bytes - control->ring_offset && control->data_reserve < control->ring_capacity &&
           __atomic_load_n(&control->recording, __ATOMIC_ACQUIRE) != 0;
}

/* Maps the file whole, NULL where it is not fit. */
static struct vfr_control *map_ring_file(int fd)
{
    struct stat file;

    if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode) || file.st_size < VFR_CONTROL_BYTES)
        return NULL;
    /* A hole that cannot be filled would kill the host with SIGBUS at the first write to it. */
    if (file.st_blocks * 512 < file.st_size && fallocate(fd, 0, 0, file.st_size) != 0 && errno != EOPNOTSUPP)
        return NULL;
    size_t bytes = (size_t)file.st_size;
    struct vfr_control *control = vfr_real.mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (control == MAP_FAILED)
        return NULL;
    if (is_sound(control, bytes))
        return control;
    vfr_real.munmap(control, bytes);
    return NULL;
}

static struct vfr_self *make_self(void)
{
    void *page = vfr_real.mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (page == MAP_FAILED)
        return NULL;
    /* Kernels before 4.14 cannot; they are older than VFIO migration. */
    if (madvise(page, 4096, MADV_WIPEONFORK) != 0) {
        vfr_real.munmap(page, 4096);
        return NULL;
    }
    return page;
}

static void copy_command_line(int argc, char **argv)
{
    for (int i = 0; i < argc && argv[i] != NULL; i++) {
        size_t length = strnlen(argv[i], sizeof vfr_command_line);
        if (vfr_command_line_bytes + length + 1 > sizeof vfr_command_line)
            return;
        memcpy(vfr_command_line + vfr_command_line_bytes, argv[i], length);
        vfr_command_line_bytes += (uint32_t)length + 1;
        vfr_command_line_words++;
    }
}

static const char *program_name(void)
{
    const char *slash = strrchr(vfr_command_line, '/');

    return slash == NULL ? vfr_command_line : slash + 1;
}

static void number_slot(struct vfr_process *slot)
{
    slot->number = (int32_t)__atomic_fetch_add(&vfr_attached.control->next_process, 1, __ATOMIC_RELAXED);
    slot->attached_ns = vfr_now();
    memset(slot->label, 0, sizeof slot->label);
    memcpy(slot->label, program_name(), strnlen(program_name(), sizeof slot->label - 1));
}

/* A slot's place is longer than its struct, so that the struct may grow. */
static struct vfr_process *slot_at(int index)
{
    return (struct vfr_process *)((char *)vfr_attached.control + VFR_CONTROL_BYTES +
                                  (size_t)index * VFR_PROCESS_BYTES);
}

/* An exec keeps the process id, and with it the slot. The image is a process of its own in the trace. */
static void take_over_slot(void)
{
    for (int i = 0; i < VFR_PROCESSES; i++) {
        struct vfr_process *slot = slot_at(i);
        if (__atomic_load_n(&slot->pid, __ATOMIC_ACQUIRE) == vfr_self->pid) {
            vfr_files_adopt(slot);
            number_slot(slot);
            return;
        }
    }
}

static void attach(const char *path)
{
    int fd = vfr_real.open(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0);

    if (fd < 0)
        return;
    struct vfr_control *control = map_ring_file(fd);
    vfr_real.close(fd);
    if (control == NULL)
        return;
    vfr_self = make_self();
    if (vfr_self == NULL || pthread_atfork(NULL, NULL, vfr_remember_child) != 0)
        return;
    vfr_self->pid = getpid();
    vfr_attached.data_reserve = (int64_t)control->data_reserve;
    vfr_attached.payload = control->payload;
    vfr_ring_init(&vfr_attached.ring, (char *)control + control->ring_offset, control->ring_capacity);
    __atomic_store_n(&vfr_attached.control, control, __ATOMIC_RELEASE);
    take_over_slot();
}

/* Before the constructors without a number, such as another library's that opens a device. */
__attribute__((constructor(101))) static void start(int argc, char **argv)
{
    int error = errno;

    vfr_real_resolve();
    vfr_find_thread_id();
    vfr_digest_init();
#ifdef __GLIBC__ /* Only there a constructor is given main's arguments. */
    copy_command_line(argc, argv);
#endif
    /* Not for programs with more rights than their caller: a ring file is the caller's. */
    const char *path = secure_getenv(VFR_RING_VARIABLE);
    if (path != NULL && path[0] != '\0')
        attach(path);
    errno = error;
}

static void release(struct vfr_process *slot)
{
    int32_t pid = slot->pid;

    memset((char *)slot + sizeof slot->pid, 0, sizeof *slot - sizeof slot->pid);
    __atomic_compare_exchange_n(&slot->pid, &pid, 0, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
}

static struct vfr_process *claim_slot(int32_t pid)
{
    for (int i = 0; i < VFR_PROCESSES; i++) {
        struct vfr_process *slot = slot_at(i);
        int32_t none = 0;
        if (__atomic_compare_exchange_n(&slot->pid, &none, pid, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
            return slot;
    }
    return NULL;
}

/*
 * Several threads may come here at once, or a signal handler in the middle of it: each fills a slot of its own, one of
 * them gets it into vfr_self, the others give theirs back.
 */
static struct vfr_process *take_slot(void)
{
    int32_t pid = __atomic_load_n(&vfr_self->pid, __ATOMIC_ACQUIRE);
    struct vfr_process *slot = pid == 0 ? NULL : claim_slot(pid);
    struct vfr_process *taken = NULL;

    if (slot == NULL) {
        if (__atomic_exchange_n(&vfr_self->refused, 1, __ATOMIC_ACQ_REL) == 0)
            __atomic_fetch_add(&vfr_attached.control->lost_processes, 1, __ATOMIC_RELAXED);
        return NULL;
    }
    number_slot(slot);
    vfr_files_share(slot);
    if (__atomic_compare_exchange_n(&vfr_self->slot, &taken, slot, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return slot;
    release(slot);
    return taken;
}

/* Whoever finds the process without a name writes it: twice the same does no harm, but never after its first event. */
static void name_process(struct vfr_process *slot)
{
    const struct vfr_origin origin = {
        .start_ns = slot->attached_ns,
        .duration_ns = VFR_UNKNOWN_DURATION,
        .process = slot->number,
        .thread = vfr_thread_id(),
        .device = -1,
        .session = VFR_NO_SESSION,
    };

    if (vfr_process_named(&origin, slot->pid, slot->label))
        __atomic_store_n(&vfr_self->named, 1, __ATOMIC_RELEASE);
}

struct vfr_process *vfr_slot(void)
{
    struct vfr_process *slot = __atomic_load_n(&vfr_self->slot, __ATOMIC_ACQUIRE);

    if (VFR_UNLIKELY(slot == NULL)) {
        if (__atomic_load_n(&vfr_self->refused, __ATOMIC_ACQUIRE) != 0)
            return NULL;
        slot = take_slot();
        if (slot == NULL)
            return NULL;
    }
    if (VFR_UNLIKELY(__atomic_load_n(&vfr_self->named, __ATOMIC_ACQUIRE) == 0))
        name_process(slot);
    return slot;
}
