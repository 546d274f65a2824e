/*
 * Takes every way through the states of two mtty devices, and the wrong turns: whatever a VMM may ask of a device that
 * can migrate. Prints each call with its answer; two runs print the same. Ends with 1 where an answer is not the one
 * that the kernel's header promises.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#define STATES 8

static const char *const state_name[STATES] = {
    "ERROR", "STOP", "RUNNING", "STOP_COPY", "RESUMING", "RUNNING_P2P", "PRE_COPY", "PRE_COPY_P2P",
};

static int wrong;
static int calls;

struct device {
    int fd;
    int data_fd; /* -1: none */
};

/* What a loaded device needs; taken from the source once. */
static char image[4096];
static ssize_t image_bytes;

static void die(const char *what) {
    perror(what);
    exit(2);
}

/* Prints a call and its answer, and holds the answer against the errno expected, 0 for success, -1 for any. */
__attribute__((format(printf, 3, 4))) static long answered(long answer, int expected, const char *format, ...) {
    int error = answer < 0 ? errno : 0;
    va_list words;
    calls++;
    va_start(words, format);
    vprintf(format, words);
    va_end(words);
    /* The number of an fd says nothing; that there is one does. */
    printf(" = %ld%s%s", answer, error ? " " : "", error ? strerrorname_np(error) : "");
    if (expected >= 0 && error != expected) {
        printf("  WRONG, expected %s", expected ? strerrorname_np(expected) : "success");
        wrong++;
    }
    printf("\n");
    errno = error;
    return answer;
}

static int open_device(int group, const char *name) {
    int fd = ioctl(group, VFIO_GROUP_GET_DEVICE_FD, name);
    if (fd < 0) die(name);
    return fd;
}

/* Opens the group of the device, in a container of its own. */
static int open_group(const char *name) {
    char path[256], target[256];
    int container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
    if (container < 0) die("/dev/vfio/vfio");
    snprintf(path, sizeof path, "/sys/bus/mdev/devices/%s/iommu_group", name);
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0) die(path);
    target[length] = 0;
    snprintf(path, sizeof path, "/dev/vfio/%s", strrchr(target, '/') + 1);
    int group = open(path, O_RDWR | O_CLOEXEC);
    if (group < 0) die(path);
    if (ioctl(group, VFIO_GROUP_SET_CONTAINER, &container) || ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU))
        die("container");
    return group;
}

static int feature(struct device *device, unsigned flags, void *payload, size_t bytes, unsigned argsz) {
    struct {
        struct vfio_device_feature header;
        char payload[64];
    } call = {.header = {.argsz = argsz, .flags = flags}};
    if (payload) memcpy(call.payload, payload, bytes);
    int answer = ioctl(device->fd, VFIO_DEVICE_FEATURE, &call);
    if (payload) memcpy(payload, call.payload, bytes);
    return answer;
}

static unsigned whole(size_t payload) {
    return sizeof(struct vfio_device_feature) + payload;
}

/* Asks for a state; a new data_fd takes the old one's place, which stays open a moment longer to be looked at. */
static int set_state(struct device *device, unsigned state, int expected) {
    struct vfio_device_feature_mig_state wanted = {.device_state = state, .data_fd = -1};
    int answer = feature(device, VFIO_DEVICE_FEATURE_SET | VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE, &wanted,
                         sizeof wanted, whole(sizeof wanted));
    answered(answer, expected, "SET %s%s", state < STATES ? state_name[state] : "no state",
             answer == 0 && wanted.data_fd >= 0 ? " with a data_fd" : "");
    if (answer == 0 && wanted.data_fd >= 0) {
        if (device->data_fd >= 0) close(device->data_fd);
        device->data_fd = wanted.data_fd;
    }
    return answer;
}

static unsigned get_state(struct device *device) {
    struct vfio_device_feature_mig_state found = {.device_state = 0};
    int answer = feature(device, VFIO_DEVICE_FEATURE_GET | VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE, &found,
                         sizeof found, whole(sizeof found));
    answered(answer, 0, "GET %s", found.device_state < STATES ? state_name[found.device_state] : "no state");
    return found.device_state;
}

static void close_data(struct device *device) {
    if (device->data_fd >= 0) close(device->data_fd);
    device->data_fd = -1;
}

static void poll_data(struct device *device, short wanted) {
    struct pollfd fd = {.fd = device->data_fd, .events = wanted};
    long answer = poll(&fd, 1, 0);
    answered(answer, 0, "poll for %#x answers %#x", wanted, fd.revents);
}

static void ask_precopy(struct device *device, unsigned argsz, int expected) {
    struct vfio_precopy_info info = {.argsz = argsz};
    int answer = ioctl(device->data_fd, VFIO_MIG_GET_PRECOPY_INFO, &info);
    answered(answer, expected, "PRECOPY_INFO %llu + %llu", (unsigned long long)info.initial_bytes,
             (unsigned long long)info.dirty_bytes);
}

static void ask_size(struct device *device) {
    struct vfio_device_feature_mig_data_size size = {0};
    int answer = feature(device, VFIO_DEVICE_FEATURE_GET | VFIO_DEVICE_FEATURE_MIG_DATA_SIZE, &size, sizeof size,
                         whole(sizeof size));
    answered(answer, -1, "MIG_DATA_SIZE %llu", (unsigned long long)size.stop_copy_length);
}

/* Reads what there is in pieces, with every call that reads, until the device says that this is all. */
static ssize_t read_data(struct device *device, char *into, size_t piece) {
    ssize_t total = 0, bytes;
    int turn = 0;
    do {
        struct iovec parts[2] = {{into + total, piece / 2}, {into + total + piece / 2, piece - piece / 2}};
        bytes = turn++ % 2 ? readv(device->data_fd, parts, 2) : read(device->data_fd, into + total, piece);
        answered(bytes, -1, "read of %zu at %zd", piece, total);
        total += bytes > 0 ? bytes : 0;
    } while (bytes > 0);
    return total;
}

/* Every wrong turn at a device at rest. */
static void ask_nonsense(struct device *device) {
    struct vfio_device_feature_mig_state state = {.device_state = VFIO_DEVICE_STATE_STOP};
    unsigned set = VFIO_DEVICE_FEATURE_SET | VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE;
    answered(feature(device, set, &state, sizeof state, sizeof(struct vfio_device_feature) - 1), EINVAL,
             "SET with less than a header");
    answered(feature(device, set, &state, sizeof state, whole(sizeof state) - 1), EINVAL, "SET with a short payload");
    answered(feature(device, set | VFIO_DEVICE_FEATURE_GET, &state, sizeof state, whole(sizeof state)), EINVAL,
             "SET and GET at once");
    answered(feature(device, VFIO_DEVICE_FEATURE_GET | 0xfff, NULL, 0, whole(8)), ENOTTY, "GET of no feature");
    set_state(device, 99, EINVAL);
    set_state(device, VFIO_DEVICE_STATE_ERROR, EINVAL);
    answered(ioctl(device->fd, _IO(';', 100 + 60)), -1, "an ioctl that is none");
    answered(ioctl(device->fd, VFIO_DEVICE_RESET), -1, "RESET");
}

static void ask_about(struct device *device) {
    struct vfio_device_feature_migration offered = {0};
    unsigned probed[] = {VFIO_DEVICE_FEATURE_MIGRATION, VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE,
                         VFIO_DEVICE_FEATURE_MIG_DATA_SIZE, VFIO_DEVICE_FEATURE_DMA_LOGGING_START};
    struct vfio_device_info info = {.argsz = sizeof info};
    answered(ioctl(device->fd, VFIO_DEVICE_GET_INFO, &info), 0, "GET_INFO");
    struct vfio_region_info region = {.argsz = sizeof region, .index = VFIO_PCI_CONFIG_REGION_INDEX};
    answered(ioctl(device->fd, VFIO_DEVICE_GET_REGION_INFO, &region), 0, "GET_REGION_INFO");
    int answer = feature(device, VFIO_DEVICE_FEATURE_GET | VFIO_DEVICE_FEATURE_MIGRATION, &offered, sizeof offered,
                         whole(sizeof offered));
    answered(answer, 0, "MIGRATION flags %#llx", (unsigned long long)offered.flags);
    for (size_t i = 0; i < sizeof probed / sizeof *probed; i++)
        answered(feature(device, VFIO_DEVICE_FEATURE_PROBE | VFIO_DEVICE_FEATURE_GET | probed[i], NULL, 0, whole(0)),
                 -1, "PROBE of feature %u", probed[i]);
}

/* The way that a migration takes, with all that may be asked on it. */
static void migrate(struct device *source, struct device *destination) {
    printf("-- a migration\n");
    set_state(source, VFIO_DEVICE_STATE_PRE_COPY, 0);
    poll_data(source, POLLIN);
    ask_precopy(source, sizeof(struct vfio_precopy_info), 0);
    ask_precopy(source, 4, EINVAL);
    ask_size(source);
    image_bytes = read_data(source, image, 10);
    answered(pread(source->data_fd, image, 1, 0), ESPIPE, "pread of the data_fd");
    answered(write(source->data_fd, image, 1), EBADF, "write to a saving data_fd");
    ask_precopy(source, sizeof(struct vfio_precopy_info), 0);
    set_state(source, VFIO_DEVICE_STATE_PRE_COPY_P2P, 0);
    ask_precopy(source, sizeof(struct vfio_precopy_info), 0);
    set_state(source, VFIO_DEVICE_STATE_STOP_COPY, 0);
    ask_precopy(source, sizeof(struct vfio_precopy_info), EINVAL);
    image_bytes += read_data(source, image + image_bytes, 16);
    set_state(source, VFIO_DEVICE_STATE_STOP, 0);
    answered(read(source->data_fd, image + image_bytes, 1), ENODEV, "read after the session's end");
    close_data(source);

    set_state(destination, VFIO_DEVICE_STATE_RESUMING, 0);
    poll_data(destination, POLLOUT);
    answered(read(destination->data_fd, image + image_bytes, 1), EBADF, "read of a resuming data_fd");
    struct iovec parts[2] = {{image, 24}, {image + 24, 4}};
    answered(writev(destination->data_fd, parts, 2), 0, "write of 24 + 4");
    answered(write(destination->data_fd, image + 28, image_bytes - 28), 0, "write of %zd", image_bytes - 28);
    set_state(destination, VFIO_DEVICE_STATE_RUNNING, 0);
    close_data(destination);
    set_state(source, VFIO_DEVICE_STATE_RUNNING, 0);
}

/* From RUNNING to a state; out of RESUMING nothing leads back but a loaded image. */
static void bring(struct device *device, unsigned to) {
    if (get_state(device) != to) set_state(device, to, 0);
}

static void leave(struct device *device) {
    if (get_state(device) == VFIO_DEVICE_STATE_RESUMING)
        answered(write(device->data_fd, image, image_bytes), 0, "write of the image");
    set_state(device, VFIO_DEVICE_STATE_RUNNING, 0);
    close_data(device);
}

static void take_every_way(struct device *device) {
    for (unsigned from = 1; from < STATES; from++)
        for (unsigned to = 1; to < STATES; to++) {
            printf("-- %s to %s\n", state_name[from], state_name[to]);
            bring(device, from);
            int loaded = from == VFIO_DEVICE_STATE_RESUMING && to != from;
            if (loaded) answered(write(device->data_fd, image, image_bytes), 0, "write of the image");
            /* Out of STOP_COPY nothing leads back into pre-copy. */
            int illegal = from == VFIO_DEVICE_STATE_STOP_COPY &&
                          (to == VFIO_DEVICE_STATE_PRE_COPY || to == VFIO_DEVICE_STATE_PRE_COPY_P2P);
            set_state(device, to, illegal ? EINVAL : 0);
            leave(device);
        }
}

int main(int count, char **names) {
    setvbuf(stdout, NULL, _IOFBF, 1 << 20);
    if (count != 3) {
        fprintf(stderr, "usage: walk SOURCE-UUID DESTINATION-UUID\n");
        return 2;
    }
    int groups[2] = {open_group(names[1]), open_group(names[2])};
    struct device source = {open_device(groups[0], names[1]), -1};
    struct device destination = {open_device(groups[1], names[2]), -1};
    ask_about(&source);
    ask_nonsense(&source);
    migrate(&source, &destination);
    take_every_way(&source);

    printf("-- RESUMING left without an image\n");
    set_state(&destination, VFIO_DEVICE_STATE_RESUMING, 0);
    set_state(&destination, VFIO_DEVICE_STATE_STOP, EINVAL);
    get_state(&destination);
    close(destination.data_fd);
    close(destination.fd);
    close(source.fd);
    printf("%d calls, %d answers not as promised\n", calls, wrong);
    return wrong != 0;
}
