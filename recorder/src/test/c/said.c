#include "said.h"

void say(const struct known *of, const char *format, ...)
{
    char line[512];
    int error = errno;
    va_list arguments;
    int length = snprintf(line, sizeof line, "%ld %ld %s %d ", syscall(SYS_getpid), syscall(SYS_gettid),
                          of->device == NULL ? "-" : of->device, of->session);

    va_start(arguments, format);
    length += vsnprintf(line + length, sizeof line - (size_t)length - 1, format, arguments);
    va_end(arguments);
    line[length++] = '\n';
    if (write(STDOUT_FILENO, line, (size_t)length) != length)
        abort();
    errno = error;
}

void check_errno(bool succeeded)
{
    const struct known nobody = {.session = -1};

    if (succeeded && errno != SENTINEL)
        say(&nobody, "ERRNO CHANGED to %d", errno);
}

/* Bit by bit, so that it owes nothing to the implementation that it checks. */
uint32_t crc32c(uint32_t crc, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;

    crc = ~crc;
    for (size_t i = 0; i < length; i++) {
        crc ^= at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? (crc >> 1) ^ 0x82f63b78u : crc >> 1;
    }
    return ~crc;
}

int open_by_group(const char *name)
{
    int group = open("/dev/vfio/0", O_RDWR);
    struct known device = {.device = name, .session = -1};
    int error = CALL(device.fd, ioctl(group, 0x3b6a, name));

    say(&device, "DeviceOpened %d", error);
    close(group);
    return device.fd;
}

struct known open_device(const char *name)
{
    struct known device = {.fd = -1, .device = name, .session = -1};
    const struct known none = {.session = -1};
    int result;
    int container;
    int group;

    CALL(container, open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC));
    CALL(group, open("/dev/vfio/0", O_RDWR | O_CLOEXEC));
    int error = CALL(result, ioctl(container, 0x3b64));
    say(&none, "IoctlCalled CONTAINER 3b64 - %d", error);
    error = CALL(result, ioctl(group, 0x3b68, &container));
    say(&none, "IoctlCalled GROUP 3b68 - %d", error);
    error = CALL(device.fd, ioctl(group, 0x3b6a, name));
    say(&device, "DeviceOpened %d", error);
    CALL(result, close(group));
    CALL(result, close(container));
    return device;
}

int feature(int fd, uint32_t flags, struct feature *of, uint32_t argsz)
{
    int result;

    of->argsz = argsz;
    of->flags = flags;
    return CALL(result, ioctl(fd, 0x3b75, of));
}

struct known set_state(const struct known *device, uint32_t state, int next_session)
{
    struct feature set = {.state = state, .data_fd = -1};
    int error = feature(device->fd, SET | 2, &set, 16);
    struct known data = {.fd = error == 0 ? set.data_fd : -1, .device = device->device, .session = -1};

    if (data.fd >= 0)
        data.session = next_session;
    if (data.fd >= 0)
        say(&data, "DeviceStateSet %u %d %d", state, error, data.fd);
    else
        say(&data, "DeviceStateSet %u %d -", state, error);
    return data;
}

void say_moved(struct known *data, const char *event, int error, int64_t asked, ssize_t moved, const void *bytes)
{
    char wanted[24] = "-";
    char result[24] = "-";
    char offset[24] = "-";
    char digest[24] = "-";

    if (asked >= 0)
        snprintf(wanted, sizeof wanted, "%lld", (long long)asked);
    if (error == 0)
        snprintf(result, sizeof result, "%zd", moved);
    if (data->offset >= 0)
        snprintf(offset, sizeof offset, "%lld", (long long)data->offset);
    if (moved > 0 && bytes != NULL)
        snprintf(digest, sizeof digest, "%x", crc32c(0, bytes, (size_t)moved));
    say(data, "%s %d %s %s %s %s", event, error, wanted, result, offset, digest);
    if (moved > 0 && data->offset >= 0)
        data->offset += moved;
}

ssize_t read_said(struct known *data, void *to, size_t size)
{
    ssize_t moved;
    int error = CALL(moved, read(data->fd, to, size));

    say_moved(data, "DataRead", error, (int64_t)size, moved, to);
    return moved;
}

ssize_t write_said(struct known *data, const void *from, size_t size)
{
    ssize_t moved;
    int error = CALL(moved, write(data->fd, from, size));

    say_moved(data, "DataWritten", error, (int64_t)size, moved, from);
    return moved;
}

void close_said(struct known *of)
{
    int result;
    int error = CALL(result, close(of->fd));

    if (of->session >= 0 || of->device == NULL)
        say(of, "DataFdClosed %d", error);
    else
        say(of, "DeviceClosed");
    of->fd = -1;
}
