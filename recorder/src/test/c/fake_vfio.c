/*
 * A VFIO driver for tests, preloaded beneath the interposer: /dev/vfio/vfio, the group /dev/vfio/0 with the devices
 * 0000:00:02.0 and 0000:00:03.0, the cdevs /dev/vfio/devices/vfio0 and vfio1, and /dev/iommu.
 *
 * It answers as the kernel does: the state machine with all its arcs, data_fds that end with their session, the errnos
 * of vfio_main.c. Arguments are fetched by process_vm_readv, so that a bad pointer is EFAULT here too.
 *
 * Each fd is an eventfd, so that its number is real, poll works, and dup, fork, exec and SCM_RIGHTS do what they do.
 * The kernel gives every eventfd an id of its own; by that the state, which lies in the file FAKE_VFIO_STATE, is found
 * again from any process. FAKE_VFIO_FLAGS are the migration flags, 7 if not set. With FAKE_VFIO_BLOCK a read in
 * PRE_COPY waits where others say ENOMSG.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { NOTHING, CONTAINER, GROUP, DEVICE, IOMMUFD, DATA };
enum state { ERROR, STOP, RUNNING, STOP_COPY, RESUMING, RUNNING_P2P, PRE_COPY, PRE_COPY_P2P };

#define DEVICES 2
#define SESSIONS 4096
#define OBJECTS 8192
#define FDS (1 << 20)
#define INITIAL_BYTES 4096
#define STOP_COPY_BYTES 65536
#define LEAST_IMAGE 16 /* what a load takes for a whole image */

struct session {
    uint32_t device;
    uint32_t alive;
    uint32_t saving;
    uint32_t final; /* in STOP_COPY: the end is the end */
    uint64_t limit; /* bytes there are so far */
    uint64_t position;
};

struct object {
    uint64_t id; /* of the eventfd; set last */
    uint32_t kind;
    uint32_t index; /* device or session */
    uint32_t granted;
};

struct world {
    uint32_t lock;
    uint32_t sessions_used;
    uint32_t objects_used;
    struct {
        uint32_t state;
        int32_t session;
        uint32_t logging;
    } devices[DEVICES];
    struct session sessions[SESSIONS];
    struct object objects[OBJECTS];
};

static struct world *world;
static pid_t self; /* asked for once: a test's seccomp filter forbids it later */
/* 0: not looked at, 1: not ours, else the object's index + 2 */
static uint16_t object_of[FDS];
static unsigned char pattern[65536];

/* Asked for once: dlsym takes a lock, which a signal handler must not wait for. */
#define REAL(name)                                       \
    __extension__({                                      \
        static __typeof__(&name) found;                  \
        if (found == NULL)                               \
            found = (__typeof__(&name))real(#name);      \
        found;                                           \
    })

static void *real(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static int fail(int error)
{
    errno = error;
    return -1;
}

static void remember_child(void)
{
    self = getpid();
}

__attribute__((constructor(101))) static void start(void)
{
    const char *path = getenv("FAKE_VFIO_STATE");
    int fd = path == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);

    if (fd < 0 || ftruncate(fd, sizeof *world) != 0)
        return;
    void *mapped =
        (void *)syscall(SYS_mmap, NULL, sizeof *world, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    syscall(SYS_close, fd);
    if (mapped == MAP_FAILED)
        return;
    for (unsigned int i = 0; i < sizeof pattern; i++)
        pattern[i] = (unsigned char)(i * 31 + (i >> 8) * 7 + 1);
    self = getpid();
    pthread_atfork(NULL, NULL, remember_child);
    world = mapped;
}

/* State changes only; reads and writes of a data_fd take no lock, so that a signal handler may do them. */
static void lock(void)
{
    while (__atomic_exchange_n(&world->lock, 1, __ATOMIC_ACQUIRE) != 0)
        syscall(SYS_sched_yield);
}

static int unlock(int result)
{
    __atomic_store_n(&world->lock, 0, __ATOMIC_RELEASE);
    return result;
}

static uint64_t eventfd_id(int fd)
{
    char text[512];
    snprintf(text, sizeof text, "/proc/self/fdinfo/%d", fd);
    int info = (int)syscall(SYS_openat, AT_FDCWD, text, O_RDONLY | O_CLOEXEC);
    if (info < 0)
        return 0;
    ssize_t length = syscall(SYS_read, info, text, sizeof text - 1);
    syscall(SYS_close, info);
    text[length < 0 ? 0 : length] = '\0';
    const char *id = strstr(text, "eventfd-id:");
    return id == NULL ? 0 : strtoull(id + 11, NULL, 10) + 1; /* the kernel counts from 0 */
}

static struct object *object(int fd)
{
    if (world == NULL || fd < 0 || fd >= FDS || object_of[fd] == 1)
        return NULL;
    if (object_of[fd] != 0)
        return &world->objects[object_of[fd] - 2];
    int error = errno;
    uint64_t id = eventfd_id(fd);
    errno = error;
    object_of[fd] = 1;
    for (uint32_t i = 0; id != 0 && i < world->objects_used; i++)
        if (__atomic_load_n(&world->objects[i].id, __ATOMIC_ACQUIRE) == id)
            object_of[fd] = (uint16_t)(i + 2);
    return object(fd);
}

static void forget(int fd)
{
    if (fd >= 0 && fd < FDS)
        object_of[fd] = 0;
}

static int make(enum kind kind, uint32_t index, bool readable)
{
    int fd = eventfd(readable ? 1 : 0, EFD_CLOEXEC);

    if (fd < 0)
        return -1;
    forget(fd);
    uint32_t used = __atomic_fetch_add(&world->objects_used, 1, __ATOMIC_ACQ_REL);
    if (used >= OBJECTS)
        abort();
    struct object *object = &world->objects[used];
    object->kind = kind;
    object->index = index;
    object->granted = 0;
    __atomic_store_n(&object->id, eventfd_id(fd), __ATOMIC_RELEASE);
    if (fd < FDS)
        object_of[fd] = (uint16_t)(used + 2);
    return fd;
}

/* What the kernel does with a user pointer. */
static bool fetch(void *to, const void *from, size_t length)
{
    struct iovec local = {to, length};
    struct iovec remote = {(void *)from, length};
    return syscall(SYS_process_vm_readv, self, &local, 1, &remote, 1, 0) == (ssize_t)length;
}

static bool give(void *to, const void *from, size_t length)
{
    struct iovec local = {(void *)from, length};
    struct iovec remote = {to, length};
    return syscall(SYS_process_vm_writev, self, &local, 1, &remote, 1, 0) == (ssize_t)length;
}

/* ---- the state machine, as vfio_mig_get_next_state has it ---- */

static uint64_t migration_flags(void)
{
    const char *flags = getenv("FAKE_VFIO_FLAGS");
    return flags == NULL ? 7 : strtoull(flags, NULL, 0);
}

static bool offered(uint32_t state)
{
    static const unsigned char needed[] = {0xff, 1, 1, 1, 1, 3, 5, 7};
    return state <= PRE_COPY_P2P && (migration_flags() & needed[state]) == needed[state];
}

static int next_state(uint32_t from, uint32_t to)
{
    static const unsigned char next[8][8] = {
        [ERROR] = {ERROR, ERROR, ERROR, ERROR, ERROR, ERROR, ERROR, ERROR},
        [STOP] = {ERROR, STOP, RUNNING_P2P, STOP_COPY, RESUMING, RUNNING_P2P, RUNNING_P2P, RUNNING_P2P},
        [RUNNING] = {ERROR, RUNNING_P2P, RUNNING, RUNNING_P2P, RUNNING_P2P, RUNNING_P2P, PRE_COPY, RUNNING_P2P},
        [STOP_COPY] = {ERROR, STOP, STOP, STOP_COPY, STOP, STOP, ERROR, ERROR},
        [RESUMING] = {ERROR, STOP, STOP, STOP, RESUMING, STOP, STOP, STOP},
        [RUNNING_P2P] = {ERROR, STOP, RUNNING, STOP, STOP, RUNNING_P2P, RUNNING, PRE_COPY_P2P},
        [PRE_COPY] = {ERROR, RUNNING, RUNNING, PRE_COPY_P2P, RUNNING, RUNNING, PRE_COPY, PRE_COPY_P2P},
        [PRE_COPY_P2P] = {ERROR, RUNNING_P2P, RUNNING_P2P, STOP_COPY, RUNNING_P2P, RUNNING_P2P, PRE_COPY,
                          PRE_COPY_P2P},
    };
    if (!offered(from) || !offered(to))
        return ERROR;
    uint32_t found = next[from][to];
    while (found != ERROR && !offered(found))
        found = next[found][to];
    return (int)found;
}

static void end_session(uint32_t device)
{
    int32_t session = world->devices[device].session;
    if (session >= 0)
        __atomic_store_n(&world->sessions[session].alive, 0, __ATOMIC_RELEASE);
    world->devices[device].session = -1;
}

static int begin_session(uint32_t device, bool saving, bool final)
{
    uint32_t number = world->sessions_used++;
    if (number >= SESSIONS)
        abort();
    struct session *session = &world->sessions[number];
    session->device = device;
    session->saving = saving;
    session->final = final;
    session->limit = !saving ? 0 : final ? STOP_COPY_BYTES : INITIAL_BYTES;
    session->position = 0;
    __atomic_store_n(&session->alive, 1, __ATOMIC_RELEASE);
    world->devices[device].session = (int32_t)number;
    return make(DATA, number, saving);
}

/* One arc. Answers the new data_fd, -1 for none, -errno where it fails. */
static int take_arc(uint32_t device, uint32_t from, uint32_t to)
{
    int32_t session = world->devices[device].session;

    if (to == STOP_COPY && from == PRE_COPY_P2P) {
        world->sessions[session].limit += STOP_COPY_BYTES;
        __atomic_store_n(&world->sessions[session].final, 1, __ATOMIC_RELEASE);
        return -1;
    }
    if ((to == PRE_COPY && from == PRE_COPY_P2P) || (to == PRE_COPY_P2P && from == PRE_COPY))
        return -1;
    if (to == PRE_COPY || to == PRE_COPY_P2P)
        return begin_session(device, true, false);
    if (to == STOP_COPY)
        return begin_session(device, true, true);
    if (to == RESUMING)
        return begin_session(device, false, false);
    if (from == RESUMING) {
        bool whole = session >= 0 && world->sessions[session].position >= LEAST_IMAGE;
        end_session(device);
        return whole ? -1 : -EINVAL;
    }
    if (from == STOP_COPY || from == PRE_COPY || from == PRE_COPY_P2P)
        end_session(device);
    return -1;
}

/* Without P2P there is no PRE_COPY_P2P on the way: one arc then does what two do else. */
static int set_state(uint32_t device, uint32_t to, int *data_fd)
{
    *data_fd = -1;
    while (world->devices[device].state != to) {
        uint32_t from = world->devices[device].state;
        uint32_t next = (uint32_t)next_state(from, to);
        if (next == ERROR)
            return EINVAL;
        int answer = take_arc(device, next == STOP_COPY && from == PRE_COPY ? PRE_COPY_P2P : from, next);
        if (answer < -1) {
            world->devices[device].state = ERROR;
            return -answer;
        }
        world->devices[device].state = next;
        *data_fd = answer;
    }
    return 0;
}

/* ---- ioctls ---- */

struct feature {
    uint32_t argsz;
    uint32_t flags;
    unsigned char payload[32];
};

static int feature_set_state(struct object *of, struct feature *feature, void *argument)
{
    uint32_t state;
    memcpy(&state, feature->payload, sizeof state);
    int data_fd = -1;
    lock();
    int error = unlock(set_state(of->index, state, &data_fd));
    int32_t answer = error == 0 ? data_fd : -1;
    memcpy(feature->payload + 4, &answer, sizeof answer);
    if (!give((char *)argument + 8, feature->payload, 8))
        return fail(EFAULT);
    return error == 0 ? 0 : fail(error);
}

static int feature_logging(struct object *of, struct feature *feature, void *argument)
{
    uint64_t page_size;
    uint32_t count;
    memcpy(&page_size, feature->payload, 8);
    memcpy(&count, feature->payload + 8, 4);
    if (count == 0 || page_size < 4096 || (page_size & (page_size - 1)) != 0 || world->devices[of->index].logging)
        return fail(EINVAL);
    if (count > 256)
        return fail(E2BIG);
    const void *ranges;
    char copy[256 * 16];
    memcpy(&ranges, feature->payload + 16, sizeof ranges);
    if (!fetch(copy, ranges, count * 16) || !give((char *)argument + 8, feature->payload, 24))
        return fail(EFAULT);
    world->devices[of->index].logging = 1;
    return 0;
}

static int feature_ioctl(struct object *of, void *argument)
{
    /* index → operations allowed, bytes of the payload */
    static const struct {
        uint32_t operations;
        uint32_t bytes;
    } known[] = {[1] = {1, 8},   [2] = {3, 8}, [6] = {2, 24}, [7] = {2, 0},
                 [8] = {1, 32}, [9] = {1, 8}, [12] = {2, 0}};
    struct feature feature = {0};

    if (!fetch(&feature, argument, 8))
        return fail(EFAULT);
    uint32_t index = feature.flags & 0xffff;
    uint32_t operation = feature.flags >> 16 & 3;
    bool probe = (feature.flags & 1u << 18) != 0;
    if (feature.argsz < 8 || feature.flags >> 19 != 0 || (!probe && operation == 3))
        return fail(EINVAL);
    if (index >= sizeof known / sizeof *known || known[index].operations == 0)
        return fail(ENOTTY);
    if ((operation & ~known[index].operations) != 0)
        return fail(EINVAL);
    if (probe)
        return 0;
    if (operation == 0 || feature.argsz - 8 < known[index].bytes)
        return fail(EINVAL);
    if (!fetch(feature.payload, (char *)argument + 8, known[index].bytes))
        return fail(EFAULT);
    uint64_t value = 0;
    switch (index) {
    case 1:
        value = migration_flags();
        break;
    case 2:
        if (operation == 2)
            return feature_set_state(of, &feature, argument);
        value = world->devices[of->index].state | (uint64_t)UINT32_MAX << 32;
        break;
    case 6:
        return feature_logging(of, &feature, argument);
    case 7:
        world->devices[of->index].logging = 0;
        return 0;
    case 8:
        return world->devices[of->index].logging ? 0 : fail(EINVAL);
    case 9:
        value = STOP_COPY_BYTES;
        break;
    default:
        return 0;
    }
    return give((char *)argument + 8, &value, 8) ? 0 : fail(EFAULT);
}

static int device_ioctl(struct object *of, unsigned long request, void *argument)
{
    uint32_t head[4] = {0};

    if (request == 0x3b76) { /* VFIO_DEVICE_BIND_IOMMUFD */
        if (!fetch(head, argument, 8))
            return fail(EFAULT);
        of->granted = 1;
        return 0;
    }
    if (!of->granted)
        return fail(EINVAL);
    switch (request) {
    case 0x3b6b: /* GET_INFO */
        return fetch(head, argument, 8) ? 0 : fail(EFAULT);
    case 0x3b6c: /* GET_REGION_INFO */
        if (!fetch(head, argument, 12))
            return fail(EFAULT);
        return head[2] < 9 ? 0 : fail(EINVAL);
    case 0x3b6e: /* SET_IRQS */
        if (!fetch(head, argument, 16))
            return fail(EFAULT);
        return head[2] < 5 ? 0 : fail(EINVAL);
    case 0x3b6f: /* RESET */
        lock();
        end_session(of->index);
        world->devices[of->index].state = RUNNING;
        return unlock(0);
    case 0x3b75:
        return feature_ioctl(of, argument);
    default:
        return fail(ENOTTY);
    }
}

static int open_device(uint32_t index, bool granted)
{
    lock();
    end_session(index);
    world->devices[index].state = RUNNING;
    world->devices[index].logging = 0;
    unlock(0);
    int fd = make(DEVICE, index, false);
    if (fd >= 0)
        world->objects[world->objects_used - 1].granted = granted;
    return fd;
}

static int group_ioctl(unsigned long request, void *argument)
{
    char name[16] = "";

    if (request != 0x3b6a)
        return request >= 0x3b67 && request <= 0x3b69 ? 0 : fail(ENOTTY);
    for (size_t i = 0; i < sizeof name - 1; i++) {
        if (!fetch(name + i, (char *)argument + i, 1))
            return fail(EFAULT);
        if (name[i] == '\0')
            break;
    }
    if (strcmp(name, "0000:00:02.0") == 0)
        return open_device(0, true);
    if (strcmp(name, "0000:00:03.0") == 0)
        return open_device(1, true);
    return fail(ENODEV);
}

static int data_ioctl(struct object *of, unsigned long request, void *argument)
{
    struct session *session = &world->sessions[of->index];
    struct {
        uint32_t argsz, flags;
        uint64_t initial_bytes, dirty_bytes;
    } info;

    if (request != 0x3b79 || !session->saving)
        return fail(ENOTTY);
    if (!fetch(&info, argument, 8))
        return fail(EFAULT);
    if (info.argsz < sizeof info)
        return fail(EINVAL);
    if (!session->alive)
        return fail(ENODEV);
    if (session->final)
        return fail(EINVAL);
    info.initial_bytes = session->limit - session->position;
    info.dirty_bytes = 0;
    return give(argument, &info, sizeof info) ? 0 : fail(EFAULT);
}

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    struct object *of = (request & ~0xfful) == 0x3b00 ? object(fd) : NULL;
    if (of == NULL)
        return REAL(ioctl)(fd, request, argument);
    switch (of->kind) {
    case CONTAINER:
        return request == 0x3b65 ? 1 : 0;
    case IOMMUFD:
        return 0;
    case GROUP:
        return group_ioctl(request, argument);
    case DEVICE:
        return device_ioctl(of, request, argument);
    default:
        return data_ioctl(of, request, argument);
    }
}

/* ---- data ---- */

static void fill(char *to, uint64_t position, size_t length)
{
    while (length > 0) {
        size_t at = position % sizeof pattern;
        size_t piece = sizeof pattern - at < length ? sizeof pattern - at : length;
        memcpy(to, pattern + at, piece);
        to += piece;
        position += piece;
        length -= piece;
    }
}

/* Waits in the kernel, as a driver does, until the thread is cancelled or interrupted. */
static ssize_t block(int fd)
{
    uint64_t count;
    REAL(read)(fd, &count, sizeof count);
    return REAL(read)(fd, &count, sizeof count);
}

static ssize_t data_read(int fd, struct object *of, const struct iovec *parts, int count)
{
    struct session *session = &world->sessions[of->index];
    size_t asked = 0;

    syscall(SYS_getppid); /* a driver's read is a system call */
    for (int i = 0; i < count; i++)
        asked += parts[i].iov_len;
    if (!session->saving)
        return fail(EBADF);
    if (!__atomic_load_n(&session->alive, __ATOMIC_ACQUIRE))
        return fail(ENODEV);
    if (asked > 0 && (uintptr_t)parts[0].iov_base < 4096)
        return fail(EFAULT);
    uint64_t limit = getenv("FAKE_VFIO_ENDLESS") != NULL ? UINT64_MAX / 2 : session->limit;
    uint64_t position = __atomic_load_n(&session->position, __ATOMIC_ACQUIRE);
    size_t moved;
    do {
        moved = limit - position < asked ? limit - position : asked;
    } while (!__atomic_compare_exchange_n(&session->position, &position, position + moved, false, __ATOMIC_ACQ_REL,
                                          __ATOMIC_ACQUIRE));
    if (moved == 0 && asked > 0 && !session->final)
        return getenv("FAKE_VFIO_BLOCK") != NULL ? block(fd) : fail(ENOMSG);
    size_t left = moved;
    for (int i = 0; i < count && left > 0; i++) {
        size_t piece = left < parts[i].iov_len ? left : parts[i].iov_len;
        fill(parts[i].iov_base, position, piece);
        position += piece;
        left -= piece;
    }
    return (ssize_t)moved;
}

static ssize_t data_write(struct object *of, const struct iovec *parts, int count)
{
    struct session *session = &world->sessions[of->index];
    size_t asked = 0;

    syscall(SYS_getppid);
    for (int i = 0; i < count; i++)
        asked += parts[i].iov_len;
    if (session->saving)
        return fail(EBADF);
    if (!__atomic_load_n(&session->alive, __ATOMIC_ACQUIRE))
        return fail(ENODEV);
    if (asked > 0 && (uintptr_t)parts[0].iov_base < 4096)
        return fail(EFAULT);
    __atomic_fetch_add(&session->position, asked, __ATOMIC_ACQ_REL);
    return (ssize_t)asked;
}

static struct object *data(int fd)
{
    struct object *of = object(fd);
    return of != NULL && of->kind == DATA ? of : NULL;
}

static ssize_t read_one(int fd, struct object *of, void *to, size_t size)
{
    struct iovec whole = {to, size};
    return data_read(fd, of, &whole, 1);
}

static ssize_t write_one(struct object *of, const void *from, size_t size)
{
    struct iovec whole = {(void *)from, size};
    return data_write(of, &whole, 1);
}

#define OURS_OR_REAL(ours, real_call)     \
    struct object *of = data(fd);         \
    return of != NULL ? (ours) : real_call

ssize_t __read_chk(int, void *, size_t, size_t);
ssize_t __pread_chk(int, void *, size_t, off_t, size_t);
ssize_t __pread64_chk(int, void *, size_t, off64_t, size_t);

ssize_t read(int fd, void *to, size_t size)
{
    OURS_OR_REAL(read_one(fd, of, to, size), REAL(read)(fd, to, size));
}
ssize_t __read_chk(int fd, void *to, size_t size, size_t room)
{
    OURS_OR_REAL(read_one(fd, of, to, size), REAL(__read_chk)(fd, to, size, room));
}
ssize_t readv(int fd, const struct iovec *parts, int count)
{
    OURS_OR_REAL(data_read(fd, of, parts, count), REAL(readv)(fd, parts, count));
}
ssize_t write(int fd, const void *from, size_t size)
{
    /* Not by way of dlsym: a handler may write while its thread is in there. */
    OURS_OR_REAL(write_one(of, from, size), syscall(SYS_write, fd, from, size));
}
ssize_t writev(int fd, const struct iovec *parts, int count)
{
    OURS_OR_REAL(data_write(of, parts, count), REAL(writev)(fd, parts, count));
}
ssize_t pread(int fd, void *to, size_t size, off_t at)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(pread)(fd, to, size, at));
}
ssize_t pread64(int fd, void *to, size_t size, off64_t at)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(pread64)(fd, to, size, at));
}
ssize_t __pread_chk(int fd, void *to, size_t size, off_t at, size_t room)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(__pread_chk)(fd, to, size, at, room));
}
ssize_t __pread64_chk(int fd, void *to, size_t size, off64_t at, size_t room)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(__pread64_chk)(fd, to, size, at, room));
}
ssize_t pwrite(int fd, const void *from, size_t size, off_t at)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(pwrite)(fd, from, size, at));
}
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(pwrite64)(fd, from, size, at));
}
ssize_t preadv(int fd, const struct iovec *parts, int count, off_t at)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(preadv)(fd, parts, count, at));
}
ssize_t preadv64(int fd, const struct iovec *parts, int count, off64_t at)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(preadv64)(fd, parts, count, at));
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(pwritev)(fd, parts, count, at));
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at)
{
    OURS_OR_REAL(fail(ESPIPE), REAL(pwritev64)(fd, parts, count, at));
}
/* At -1 the second versions are plain readv and writev. */
ssize_t preadv2(int fd, const struct iovec *parts, int count, off_t at, int flags)
{
    OURS_OR_REAL(at == -1 ? data_read(fd, of, parts, count) : fail(ESPIPE), REAL(preadv2)(fd, parts, count, at, flags));
}
ssize_t preadv64v2(int fd, const struct iovec *parts, int count, off64_t at, int flags)
{
    OURS_OR_REAL(at == -1 ? data_read(fd, of, parts, count) : fail(ESPIPE),
                 REAL(preadv64v2)(fd, parts, count, at, flags));
}
ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t at, int flags)
{
    OURS_OR_REAL(at == -1 ? data_write(of, parts, count) : fail(ESPIPE), REAL(pwritev2)(fd, parts, count, at, flags));
}
ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off64_t at, int flags)
{
    OURS_OR_REAL(at == -1 ? data_write(of, parts, count) : fail(ESPIPE),
                 REAL(pwritev64v2)(fd, parts, count, at, flags));
}

/* The moves inside the kernel: through a buffer here. */
static ssize_t move(int from, int to, size_t size)
{
    char buffer[4096];
    struct object *source = data(from);
    struct object *target = data(to);
    size_t most = size < sizeof buffer ? size : sizeof buffer;
    ssize_t got = source != NULL ? read_one(from, source, buffer, most) : syscall(SYS_read, from, buffer, most);
    if (got <= 0)
        return got;
    return target != NULL ? write_one(target, buffer, (size_t)got) : syscall(SYS_write, to, buffer, (size_t)got);
}

ssize_t sendfile(int to, int from, off_t *at, size_t size)
{
    return data(from) || data(to) ? move(from, to, size) : REAL(sendfile)(to, from, at, size);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t size)
{
    return data(from) || data(to) ? move(from, to, size) : REAL(sendfile64)(to, from, at, size);
}
ssize_t splice(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned int flags)
{
    return data(from) || data(to) ? move(from, to, size) : REAL(splice)(from, from_at, to, to_at, size, flags);
}
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned int flags)
{
    return data(from) || data(to) ? move(from, to, size) : REAL(copy_file_range)(from, from_at, to, to_at, size, flags);
}

/* ---- fds ---- */

static int open_path(const char *path)
{
    if (world == NULL || (uintptr_t)path < 4096)
        return -1;
    if (strcmp(path, "/dev/vfio/vfio") == 0)
        return make(CONTAINER, 0, false);
    if (strcmp(path, "/dev/vfio/0") == 0)
        return make(GROUP, 0, false);
    if (strcmp(path, "/dev/iommu") == 0)
        return make(IOMMUFD, 0, false);
    if (strcmp(path, "/dev/vfio/devices/vfio0") == 0)
        return open_device(0, false);
    if (strcmp(path, "/dev/vfio/devices/vfio1") == 0)
        return open_device(1, false);
    return -1;
}

int __open_2(const char *, int);
int __open64_2(const char *, int);
int __openat_2(int, const char *, int);
int __openat64_2(int, const char *, int);

#define OPEN(real_call)           \
    int fd = open_path(path);     \
    if (fd >= 0)                  \
        return fd;                \
    fd = real_call;               \
    forget(fd);                   \
    return fd

#define MODE(last)                           \
    va_list arguments;                       \
    va_start(arguments, last);               \
    mode_t mode = va_arg(arguments, mode_t); \
    va_end(arguments)

int open(const char *path, int flags, ...)
{
    MODE(flags);
    OPEN(REAL(open)(path, flags, mode));
}
int open64(const char *path, int flags, ...)
{
    MODE(flags);
    OPEN(REAL(open64)(path, flags, mode));
}
int openat(int dir, const char *path, int flags, ...)
{
    MODE(flags);
    OPEN(REAL(openat)(dir, path, flags, mode));
}
int openat64(int dir, const char *path, int flags, ...)
{
    MODE(flags);
    OPEN(REAL(openat64)(dir, path, flags, mode));
}
int __open_2(const char *path, int flags)
{
    OPEN(REAL(__open_2)(path, flags));
}
int __open64_2(const char *path, int flags)
{
    OPEN(REAL(__open64_2)(path, flags));
}
int __openat_2(int dir, const char *path, int flags)
{
    OPEN(REAL(__openat_2)(dir, path, flags));
}
int __openat64_2(int dir, const char *path, int flags)
{
    OPEN(REAL(__openat64_2)(dir, path, flags));
}

int close(int fd)
{
    forget(fd);
    return (int)syscall(SYS_close, fd);
}

static void forget_range(unsigned int first, unsigned int last)
{
    for (unsigned int fd = first; fd <= last && fd < FDS; fd++)
        if (object_of[fd] != 0)
            object_of[fd] = 0;
}

int close_range(unsigned int first, unsigned int last, int flags)
{
    if (((unsigned int)flags & CLOSE_RANGE_CLOEXEC) == 0)
        forget_range(first, last);
    return (int)syscall(SYS_close_range, first, last, flags);
}
void closefrom(int first)
{
    forget_range((unsigned int)first, UINT32_MAX - 1);
    REAL(closefrom)(first);
}
int dup2(int from, int to)
{
    int result = REAL(dup2)(from, to);
    if (result >= 0 && from != to)
        forget(to);
    return result;
}
int dup3(int from, int to, int flags)
{
    int result = REAL(dup3)(from, to, flags);
    if (result >= 0)
        forget(to);
    return result;
}

static void *map(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
    struct object *of = fd < 0 ? NULL : object(fd);
    if (of != NULL && of->kind == DEVICE)
        return (void *)syscall(SYS_mmap, at, length, protection, flags | MAP_ANONYMOUS, -1, 0);
    return (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset);
}
void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
    return map(at, length, protection, flags, fd, offset);
}
void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset)
{
    return map(at, length, protection, flags, fd, offset);
}
