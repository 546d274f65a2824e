/*
 * Attaches the process, as soon as the library is loaded, to the ring file that VFR_RING names.
 *
 * The constructor does all that needs system calls or memory. If anything is not as wire.h says, it leaves control at
 * NULL and reports nothing: then every call goes through.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adopt.h"
#include "attached.h"
#include "digest.h"
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
    vfr_adopt();
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
