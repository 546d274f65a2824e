/*
 * Gives a finished ioctl its meaning. The number alone has none: 0x3b75 and 0x3b79 mean several calls, and the kind of
 * fd decides.
 *
 * The caller's memory is touched only after the call, and only where the kernel must have read it: a program may pass a
 * bad pointer and live with EFAULT. Where the argument cannot be read the event is IoctlCalled, with the number alone.
 */
#include "vfio.h"

#include <errno.h>
#include <string.h>

#include "data.h"
#include "devices.h"
#include "events.h"
#include "follow.h"
#include "introduce.h"
#include "origin.h"
#include "real.h"

enum {
    GROUP_GET_DEVICE_FD = 0x3b6a,
    DEVICE_GET_INFO = 0x3b6b,
    DEVICE_GET_REGION_INFO = 0x3b6c,
    DEVICE_SET_IRQS = 0x3b6e,
    DEVICE_RESET = 0x3b6f,
    DEVICE_FEATURE = 0x3b75,
    DEVICE_BIND_IOMMUFD = 0x3b76,
    MIG_GET_PRECOPY_INFO = 0x3b79,
};

enum {
    FEATURE_MIGRATION = 1,
    FEATURE_MIG_DEVICE_STATE = 2,
    FEATURE_DMA_LOGGING_START = 6,
    FEATURE_DMA_LOGGING_STOP = 7,
    FEATURE_DMA_LOGGING_REPORT = 8,
    FEATURE_MIG_DATA_SIZE = 9,
    FEATURE_MIG_PRECOPY_INFO_V2 = 12,
};

#define FEATURE_INDEX 0xffffu
#define FEATURE_GET (1u << 16)
#define FEATURE_SET (1u << 17)
#define FEATURE_PROBE (1u << 18)
#define FEATURE_HEADER_BYTES 8
#define IRQ_SET_DATA_EVENTFD (1u << 2)
#define MOST_RANGES 256 /* the kernel takes no more */

struct feature {
    uint32_t argsz;
    uint32_t flags;
    union {
        uint64_t migration_flags;
        struct {
            uint32_t device_state;
            int32_t data_fd;
        } state;
        struct {
            uint64_t page_size;
            uint32_t num_ranges;
            uint32_t reserved;
            uint64_t ranges;
        } logging;
        struct {
            uint64_t iova;
            uint64_t length;
            uint64_t page_size;
            uint64_t bitmap;
        } report;
        uint64_t stop_copy_length;
    } payload;
};

struct precopy_info {
    uint32_t argsz;
    uint32_t flags;
    uint64_t initial_bytes;
    uint64_t dirty_bytes;
};

struct irq_set {
    uint32_t argsz;
    uint32_t flags;
    uint32_t index;
    uint32_t start;
    uint32_t count;
    int32_t event_fd; /* the first of `count` */
};

/* A finished ioctl on a fd that is followed. */
struct ioctl_call {
    struct vfr_call *call;
    uint32_t request;
    const void *argument;
    int answer;
    int32_t result; /* 0 or errno */
};

/*
 * Whether the kernel has read the argument, so that we may. A success proves it. A failure does where the request got
 * as far as the device: not with EFAULT, not where a seccomp filter or a fd without access may have answered instead.
 */
static bool was_read(const struct ioctl_call *ioctl)
{
    if ((uintptr_t)ioctl->argument < 4096)
        return false;
    switch (ioctl->result) {
    case 0:
        return true;
    case EFAULT:
    case EBADF:
    case EPERM:
    case EACCES:
    case ENOSYS:
        return false;
    case ENOTTY:
        /* From a kernel that knows the call but not the feature; of other calls it means that nothing was looked at. */
        if (ioctl->request != DEVICE_FEATURE)
            return false;
        break;
    default:
        break;
    }
    return __atomic_load_n(&vfr_open_files[ioctl->call->file].accepted, __ATOMIC_RELAXED) != 0;
}

static void put_plain(const struct ioctl_call *ioctl, const uint32_t *feature_flags)
{
    struct vfr_origin origin;

    if (!vfr_origin_of(ioctl->call, &origin))
        return;
    vfr_data_flush(ioctl->call, &origin);
    vfr_ioctl_called(&origin, ioctl->call->kind, ioctl->request, feature_flags, ioctl->result);
}

/* A new data_fd is a new session, and the event that brings it belongs to that session. */
static void put_state_set(const struct ioctl_call *ioctl, const struct feature *feature)
{
    struct vfr_call *call = ioctl->call;
    uint32_t state = feature->payload.state.device_state;
    int32_t data_fd = ioctl->result == 0 ? feature->payload.state.data_fd : -1;
    struct vfr_origin origin;

    if (data_fd >= 0) {
        call->session = vfr_device_next_session(call->device);
        vfr_file_open(VFR_KIND_DATA, data_fd, call->device, call->session, state != 4 /* RESUMING */);
    }
    if (vfr_origin_of(call, &origin))
        vfr_device_state_set(&origin, state, ioctl->result, data_fd);
}

static void put_logging_started(const struct ioctl_call *ioctl, const struct feature *feature)
{
    struct vfr_origin origin;
    const struct vfr_iova_range *ranges = (const void *)(uintptr_t)feature->payload.logging.ranges;
    uint32_t count = feature->payload.logging.num_ranges;

    if (!vfr_origin_of(ioctl->call, &origin))
        return;
    if (ioctl->result != 0)
        vfr_dma_logging_started(&origin, ioctl->result, 0, NULL, 0);
    else
        vfr_dma_logging_started(&origin, 0, feature->payload.logging.page_size, ranges,
                                count < MOST_RANGES ? count : MOST_RANGES);
}

static void put_known_feature(const struct ioctl_call *ioctl, const struct feature *feature)
{
    struct vfr_origin origin;
    bool getting = (feature->flags & FEATURE_GET) != 0;

    switch (feature->flags & FEATURE_INDEX) {
    case FEATURE_MIG_DEVICE_STATE:
        if (!getting) {
            put_state_set(ioctl, feature);
            return;
        }
        if (vfr_origin_of(ioctl->call, &origin))
            vfr_device_state_got(&origin, ioctl->result, feature->payload.state.device_state);
        return;
    case FEATURE_DMA_LOGGING_START:
        put_logging_started(ioctl, feature);
        return;
    default:
        break;
    }
    if (!vfr_origin_of(ioctl->call, &origin))
        return;
    switch (feature->flags & FEATURE_INDEX) {
    case FEATURE_MIGRATION:
        vfr_migration_flags_queried(&origin, ioctl->result, feature->payload.migration_flags);
        return;
    case FEATURE_DMA_LOGGING_STOP:
        vfr_dma_logging_stopped(&origin, ioctl->result);
        return;
    case FEATURE_DMA_LOGGING_REPORT:
        vfr_dirty_pages_reported(&origin, ioctl->result, feature->payload.report.iova,
                                 feature->payload.report.length);
        return;
    case FEATURE_MIG_DATA_SIZE:
        vfr_mig_data_size_queried(&origin, ioctl->result, feature->payload.stop_copy_length);
        return;
    default:
        vfr_precopy_info_v2_enabled(&origin, ioctl->result);
        return;
    }
}

/* The payload of a feature and the direction that it is known in; false: an event of its own does not exist. */
static bool known_feature(uint32_t flags, uint32_t *payload_bytes)
{
    uint32_t direction = flags & (FEATURE_GET | FEATURE_SET);

    switch (flags & FEATURE_INDEX) {
    case FEATURE_MIGRATION:
    case FEATURE_MIG_DATA_SIZE:
        *payload_bytes = 8;
        return direction == FEATURE_GET;
    case FEATURE_MIG_DEVICE_STATE:
        *payload_bytes = 8;
        return direction == FEATURE_GET || direction == FEATURE_SET;
    case FEATURE_DMA_LOGGING_START:
        *payload_bytes = 24;
        return direction == FEATURE_SET;
    case FEATURE_DMA_LOGGING_STOP:
    case FEATURE_MIG_PRECOPY_INFO_V2:
        *payload_bytes = 0;
        return direction == FEATURE_SET;
    case FEATURE_DMA_LOGGING_REPORT:
        *payload_bytes = 32;
        return direction == FEATURE_GET;
    default:
        return false;
    }
}

static void put_feature(const struct ioctl_call *ioctl)
{
    struct feature feature = {0};
    uint32_t payload_bytes = 0;
    struct vfr_origin origin;

    if (!was_read(ioctl)) {
        put_plain(ioctl, NULL);
        return;
    }
    memcpy(&feature, ioctl->argument, FEATURE_HEADER_BYTES);
    if (feature.argsz < FEATURE_HEADER_BYTES) {
        put_plain(ioctl, NULL);
        return;
    }
    if (feature.flags & FEATURE_PROBE) {
        if (vfr_origin_of(ioctl->call, &origin))
            vfr_feature_probed(&origin, (int32_t)(feature.flags & FEATURE_INDEX), ioctl->result);
        return;
    }
    if (!known_feature(feature.flags, &payload_bytes) || feature.argsz - FEATURE_HEADER_BYTES < payload_bytes) {
        put_plain(ioctl, &feature.flags);
        return;
    }
    memcpy(&feature.payload, (const char *)ioctl->argument + FEATURE_HEADER_BYTES, payload_bytes);
    put_known_feature(ioctl, &feature);
}

static void put_precopy_info(const struct ioctl_call *ioctl)
{
    struct precopy_info info = {0};
    struct vfr_origin origin;

    /* What the caller passed in as flags the answer has overwritten. */
    if (ioctl->result == 0)
        memcpy(&info, ioctl->argument, sizeof info);
    if (!vfr_origin_of(ioctl->call, &origin))
        return;
    vfr_data_flush(ioctl->call, &origin);
    vfr_precopy_info_queried(&origin, ioctl->result, info.flags, info.initial_bytes, info.dirty_bytes);
}

static void put_region_info(const struct ioctl_call *ioctl)
{
    uint32_t info[3]; /* argsz, flags, index */
    struct vfr_origin origin;

    if (!was_read(ioctl)) {
        put_plain(ioctl, NULL);
        return;
    }
    memcpy(info, ioctl->argument, sizeof info);
    if (info[0] < sizeof info)
        put_plain(ioctl, NULL);
    else if (vfr_origin_of(ioctl->call, &origin))
        vfr_region_info_read(&origin, ioctl->result, info[2]);
}

static void put_irqs(const struct ioctl_call *ioctl)
{
    struct irq_set set = {0};
    struct vfr_origin origin;
    size_t head = offsetof(struct irq_set, event_fd);

    if (was_read(ioctl))
        memcpy(&set, ioctl->argument, head);
    if (set.argsz < sizeof set || !(set.flags & IRQ_SET_DATA_EVENTFD) || set.count == 0) {
        put_plain(ioctl, NULL);
        return;
    }
    memcpy(&set, ioctl->argument, sizeof set);
    if (vfr_origin_of(ioctl->call, &origin))
        vfr_irq_wired(&origin, ioctl->result, set.index, set.event_fd);
}

static void put_device_opened(struct vfr_call *call, int32_t device, int32_t result)
{
    struct vfr_origin origin;

    call->device = device;
    call->session = VFR_NO_SESSION;
    if (vfr_origin_of(call, &origin))
        vfr_device_opened(&origin, result);
}

/* The name is a string that the kernel has copied; it is read byte by byte since it may end where its page does. */
static void put_group_device(const struct ioctl_call *ioctl)
{
    const char *from = ioctl->argument;
    char name[VFR_NAME_BYTES];
    size_t length = 0;

    if (!was_read(ioctl)) {
        put_plain(ioctl, NULL);
        return;
    }
    while (length < sizeof name - 1 && from[length] != '\0') {
        name[length] = from[length];
        length++;
    }
    name[length] = '\0';
    int32_t device = vfr_device_named(name, true);
    if (ioctl->result == 0) {
        int file = vfr_file_open(VFR_KIND_DEVICE, ioctl->answer, device, VFR_NO_SESSION, false);
        if (file != VFR_NO_FILE)
            vfr_open_files[file].accepted = 1;
    }
    put_device_opened(ioctl->call, device, ioctl->result);
}

static void put_device_ioctl(const struct ioctl_call *ioctl)
{
    struct vfr_origin origin;

    switch (ioctl->request) {
    case DEVICE_FEATURE:
        put_feature(ioctl);
        return;
    case DEVICE_GET_REGION_INFO:
        put_region_info(ioctl);
        return;
    case DEVICE_SET_IRQS:
        put_irqs(ioctl);
        return;
    case DEVICE_RESET:
        if (vfr_origin_of(ioctl->call, &origin))
            vfr_device_reset(&origin, ioctl->result);
        return;
    default:
        put_plain(ioctl, NULL);
        return;
    }
}

static bool is_feature_argument(const void *argument)
{
    uint32_t head[2]; /* argsz, flags */
    uint32_t operations = FEATURE_GET | FEATURE_SET | FEATURE_PROBE;

    if ((uintptr_t)argument < 4096)
        return false;
    memcpy(head, argument, sizeof head);
    return head[0] >= FEATURE_HEADER_BYTES && (head[1] & operations) != 0 && (head[1] >> 19) == 0;
}

/*
 * A fd that came by a way we do not see (a socket, an inheritance, a raw system call) shows by what it answers.
 * VFR_KIND_FREE: still not known.
 */
static enum vfr_kind kind_by_answer(uint32_t request, const void *argument)
{
    switch (request) {
    case GROUP_GET_DEVICE_FD:
        return VFR_KIND_GROUP;
    case DEVICE_FEATURE:
        /* A container that we do not know answers this number as well, with other flags. */
        return is_feature_argument(argument) ? VFR_KIND_DEVICE : VFR_KIND_FREE;
    case DEVICE_BIND_IOMMUFD:
        return VFR_KIND_DEVICE;
    case MIG_GET_PRECOPY_INFO:
        return VFR_KIND_DATA;
    default:
        return request >= DEVICE_GET_INFO && request <= DEVICE_RESET ? VFR_KIND_DEVICE : VFR_KIND_FREE;
    }
}

static void put_decimal(char *to, int number)
{
    char digits[12];
    int count = 0;

    for (; number != 0 || count == 0; number /= 10)
        digits[count++] = (char)('0' + number % 10);
    while (count > 0)
        *to++ = digits[--count];
    *to = '\0';
}

static bool recognise(int fd, struct vfr_call *call, uint32_t request, const void *argument)
{
    enum vfr_kind kind = kind_by_answer(request, argument);
    int32_t device = -1;

    if (kind == VFR_KIND_FREE)
        return false;
    if (kind == VFR_KIND_DEVICE) {
        /* Another device may come at the same number later, so the name is not looked for among the known ones. */
        char name[VFR_NAME_BYTES] = "fd:";
        put_decimal(name + 3, fd);
        device = vfr_device_named(name, false);
    }
    int file = vfr_file_open(kind, fd, device, VFR_NO_SESSION, kind == VFR_KIND_DATA);
    if (file == VFR_NO_FILE)
        return false;
    struct vfr_call now;
    /* Bytes of it may have been moved by whoever had it before. */
    vfr_open_files[file].offset_unknown = 1;
    if (!vfr_call_begin(fd, &now))
        return false;
    now.start_ns = call->start_ns;
    now.end_ns = call->end_ns;
    *call = now;
    return true;
}

void vfr_ioctl_done(int fd, struct vfr_call *call, uint32_t request, const void *argument, int answer)
{
    int error = errno;
    const struct ioctl_call ioctl = {
        .call = call,
        .request = request,
        .argument = argument,
        .answer = answer,
        .result = answer < 0 ? error : 0,
    };

    call->end_ns = vfr_now();
    if (call->file != VFR_NO_FILE || (answer >= 0 && recognise(fd, call, request, argument))) {
        if (answer >= 0)
            __atomic_store_n(&vfr_open_files[call->file].accepted, 1, __ATOMIC_RELAXED);
        if (call->kind == VFR_KIND_DEVICE)
            put_device_ioctl(&ioctl);
        else if (call->kind == VFR_KIND_DATA && request == MIG_GET_PRECOPY_INFO)
            put_precopy_info(&ioctl);
        else if (call->kind == VFR_KIND_GROUP && request == GROUP_GET_DEVICE_FD)
            put_group_device(&ioctl);
        else
            put_plain(&ioctl, NULL);
    }
    errno = error;
}

/* Errors that the kernel gives only after it has looked the path up, so that the path can be read. */
static bool path_was_read(int error)
{
    return error == ENOENT || error == ENODEV || error == ENXIO || error == EBUSY || error == EACCES ||
           error == EPERM || error == EINVAL || error == ENOTTY || error == EIO;
}

static enum vfr_kind kind_of_path(const char *path)
{
    if (strncmp(path, "/dev/", 5) != 0)
        return VFR_KIND_FREE;
    if (strcmp(path + 5, "iommu") == 0)
        return VFR_KIND_IOMMUFD;
    if (strncmp(path + 5, "vfio/", 5) != 0)
        return VFR_KIND_FREE;
    if (strcmp(path + 10, "vfio") == 0)
        return VFR_KIND_CONTAINER;
    return strncmp(path + 10, "devices/", 8) == 0 ? VFR_KIND_DEVICE : VFR_KIND_GROUP;
}

void vfr_open_done(const char *path, int64_t start_ns, int fd)
{
    int error = errno;

    if ((uintptr_t)path < 4096 || (fd < 0 && !path_was_read(error)))
        return;
    enum vfr_kind kind = kind_of_path(path);
    /* Only the failure of a device is an event. */
    if (kind == VFR_KIND_FREE || (fd < 0 && kind != VFR_KIND_DEVICE))
        return;
    struct vfr_call call = {.file = VFR_NO_FILE, .start_ns = start_ns, .end_ns = vfr_now(), .device = -1};
    char name[VFR_NAME_BYTES] = "";
    int32_t device = -1;
    if (kind == VFR_KIND_DEVICE) {
        strncpy(name, path, sizeof name - 1);
        device = vfr_device_named(name, true);
    }
    if (fd >= 0)
        vfr_file_open(kind, fd, device, VFR_NO_SESSION, false);
    if (kind == VFR_KIND_DEVICE)
        put_device_opened(&call, device, fd < 0 ? error : 0);
    errno = error;
}
