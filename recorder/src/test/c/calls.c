/* Every call that the interposer wraps, one after the other, in one thread: `calls CASE`. */
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sendfile.h>

#include "said.h"

static char buffer[1 << 17];
static char *volatile nowhere; /* a NULL that the compiler does not see through */

/* What a compiler makes of calls whose buffers it knows; declared so that each can be called by name. */
ssize_t __read_chk(int, void *, size_t, size_t);
ssize_t __pread_chk(int, void *, size_t, off_t, size_t);
ssize_t __pread64_chk(int, void *, size_t, off64_t, size_t);
int __poll_chk(struct pollfd *, nfds_t, int, size_t);
int __ppoll_chk(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *, size_t);
int __open_2(const char *, int);
int __open64_2(const char *, int);
int __openat_2(int, const char *, int);
int __openat64_2(int, const char *, int);

static void precopy_info(struct known *data)
{
    struct {
        uint32_t argsz, flags;
        uint64_t initial_bytes, dirty_bytes;
    } info = {.argsz = sizeof info};
    int result;
    int error = CALL(result, ioctl(data->fd, 0x3b79, &info));

    if (error == 0)
        say(data, "PrecopyInfoQueried 0 %u %llu %llu", info.flags, (unsigned long long)info.initial_bytes,
            (unsigned long long)info.dirty_bytes);
    else
        say(data, "PrecopyInfoQueried %d - - -", error);
}

static void queries(const struct known *device)
{
    struct feature of = {0};
    int error = feature(device->fd, GET | 1, &of, 16);
    say(device, "MigrationFlagsQueried %d %llu", error, (unsigned long long)of.value);
    error = feature(device->fd, PROBE | SET | 6, &of, 8);
    say(device, "FeatureProbed 6 %d", error);
    error = feature(device->fd, PROBE | GET | 11, &of, 8);
    say(device, "FeatureProbed 11 %d", error);
    error = feature(device->fd, GET | 2, &of, 16);
    say(device, "DeviceStateGot %d %u", error, of.state);
    error = feature(device->fd, GET | 9, &of, 16);
    say(device, "MigDataSizeQueried %d %llu", error, (unsigned long long)of.value);
    error = feature(device->fd, SET | 12, &of, 8);
    say(device, "PrecopyInfoV2Enabled %d", error);
    /* Not an event of its own, too short for its payload, and of unknown flags. */
    error = feature(device->fd, SET | 3, &of, 8);
    say(device, "IoctlCalled DEVICE 3b75 %x %d", SET | 3, error);
    error = feature(device->fd, GET | 1, &of, 12);
    say(device, "IoctlCalled DEVICE 3b75 %x %d", GET | 1, error);
    error = feature(device->fd, 1u << 20 | 1, &of, 16);
    say(device, "IoctlCalled DEVICE 3b75 %x %d", 1u << 20 | 1, error);
}

/* Pointers that lead nowhere: the host lives with EFAULT, and so must we. */
static void bad_pointers(const struct known *device)
{
    int result;
    char *hole = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int error = CALL(result, ioctl(device->fd, 0x3b75, NULL));
    say(device, "IoctlCalled DEVICE 3b75 - %d", error);
    error = CALL(result, ioctl(device->fd, 0x3b75, hole));
    say(device, "IoctlCalled DEVICE 3b75 - %d", error);
    error = CALL(result, ioctl(device->fd, 0x3b6c, hole));
    say(device, "IoctlCalled DEVICE 3b6c - %d", error);
    error = CALL(result, ioctl(device->fd, 0x3b6e, hole));
    say(device, "IoctlCalled DEVICE 3b6e - %d", error);
    munmap(hole, 4096);
}

static void regions_and_irqs(const struct known *device)
{
    uint32_t info[8] = {32, 0, 3};
    int result;
    int error = CALL(result, ioctl(device->fd, 0x3b6c, info));
    say(device, "RegionInfoRead %d 3", error);
    info[2] = 77;
    error = CALL(result, ioctl(device->fd, 0x3b6c, info));
    say(device, "RegionInfoRead %d 77", error);
    error = CALL(result, ioctl(device->fd, 0x3b6b, info));
    say(device, "IoctlCalled DEVICE 3b6b - %d", error);
    uint32_t irqs[6] = {24, 4 | 1 << 5, 2, 0, 1, 55};
    error = CALL(result, ioctl(device->fd, 0x3b6e, irqs));
    say(device, "IrqWired %d 2 55", error);
    irqs[5] = (uint32_t)-1;
    error = CALL(result, ioctl(device->fd, 0x3b6e, irqs));
    say(device, "IrqWired %d 2 -", error);
    irqs[1] = 1 | 1 << 5;
    error = CALL(result, ioctl(device->fd, 0x3b6e, irqs));
    say(device, "IoctlCalled DEVICE 3b6e - %d", error);
    error = CALL(result, ioctl(device->fd, 0x3b6f));
    say(device, "DeviceReset %d", error);

    off_t region2 = (off_t)2 << 40;
    char *at = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_SHARED, device->fd, region2 + 0x1000);
    say(device, "RegionMapped region 2 +0x1000, 16384 bytes");
    munmap(at + 4096, 4096);
    say(device, "RegionUnmapped region 2 +0x2000, 4096 bytes");
    char *other = mmap64(NULL, 4096, PROT_READ, MAP_SHARED, device->fd, 0);
    say(device, "RegionMapped region 0 +0x0, 4096 bytes");
    mmap(other, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    say(device, "RegionUnmapped region 0 +0x0, 4096 bytes");
    munmap(other, 4096);
    munmap(at, 4096);
    say(device, "RegionUnmapped region 2 +0x1000, 4096 bytes");
    munmap(at + 8192, 8192);
    say(device, "RegionUnmapped region 2 +0x3000, 8192 bytes");
}

static void dma_logging(const struct known *device)
{
    uint64_t ranges[] = {0x1000, 0x2000, 0x100000, 0x4000};
    struct feature of = {.page_size = 4096, .num_ranges = 2, .ranges = (uintptr_t)ranges};
    int error = feature(device->fd, SET | 6, &of, 32);
    say(device, "DmaLoggingStarted %d 4096 1000+2000 100000+4000", error);
    of = (struct feature){.page_size = 4096, .num_ranges = 2, .ranges = (uintptr_t)ranges};
    error = feature(device->fd, SET | 6, &of, 32);
    say(device, "DmaLoggingStarted %d -", error);
    of = (struct feature){.page_size = 4096, .num_ranges = 300, .ranges = 8};
    error = feature(device->fd, SET | 6, &of, 32);
    say(device, "DmaLoggingStarted %d -", error);
    of = (struct feature){.iova = 0x1000, .length = 0x2000, .report_page_size = 4096};
    error = feature(device->fd, GET | 8, &of, 40);
    say(device, "DirtyPagesReported %d 1000+2000", error);
    error = feature(device->fd, SET | 7, &of, 8);
    say(device, "DmaLoggingStopped %d", error);
    of = (struct feature){.iova = 0x1000, .length = 0x2000, .report_page_size = 4096};
    error = feature(device->fd, GET | 8, &of, 40);
    say(device, "DirtyPagesReported %d 1000+2000", error);
}

/* A source and a destination in one: all states, with what the data_fds say in each. */
static void walk(void)
{
    struct known device = open_device(DEVICE_NAME);
    queries(&device);
    bad_pointers(&device);
    regions_and_irqs(&device);
    dma_logging(&device);

    struct known data = set_state(&device, PRE_COPY, 0);
    precopy_info(&data);
    read_said(&data, buffer, 1000);
    read_said(&data, buffer, 0);
    read_said(&data, buffer, sizeof buffer);
    read_said(&data, buffer, sizeof buffer);
    precopy_info(&data);
    set_state(&device, PRE_COPY_P2P, 0);
    set_state(&device, STOP_COPY, 0);
    set_state(&device, PRE_COPY, 0);
    set_state(&device, 99, 0);
    precopy_info(&data);
    while (read_said(&data, buffer, 20000) > 0)
        ;
    set_state(&device, STOP, 0);
    read_said(&data, buffer, 100);
    precopy_info(&data);
    close_said(&data);

    data = set_state(&device, RESUMING, 1);
    write_said(&data, buffer, 70000);
    write_said(&data, buffer, 0);
    read_said(&data, buffer, 100);
    set_state(&device, RUNNING, 1);
    write_said(&data, buffer, 10);
    close_said(&data);

    /* Too short an image: found out when it is loaded. */
    data = set_state(&device, RESUMING, 2);
    write_said(&data, buffer, 3);
    set_state(&device, RUNNING, 2);
    close_said(&data);
    int result;
    int error = CALL(result, ioctl(device.fd, 0x3b6f));
    say(&device, "DeviceReset %d", error);
    set_state(&device, RUNNING, 3);
    close_said(&device);

    /* Under its old name the device keeps its number, and its sessions go on counting. */
    device = open_device(DEVICE_NAME);
    data = set_state(&device, STOP_COPY, 3);
    close_said(&data);
    close_said(&device);
    struct known nothing = {.device = "0000:00:99.0", .session = -1};
    int group = open("/dev/vfio/0", O_RDWR);
    error = CALL(result, ioctl(group, 0x3b6a, nothing.device));
    say(&nothing, "DeviceOpened %d", error);
    close(group);
}

#define READ(expression, asked, bytes)                        \
    error = CALL(moved, expression);                          \
    say_moved(&data, "DataRead", error, asked, moved, bytes)
#define WRITE(expression, asked, bytes)                         \
    error = CALL(moved, expression);                            \
    say_moved(&data, "DataWritten", error, asked, moved, bytes)

static void reads(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, STOP_COPY, 0);
    struct iovec parts[3] = {{buffer, 10}, {buffer + 10, 0}, {buffer + 10, 90}};
    ssize_t moved;
    int error;
    int pipes[2];

    if (pipe(pipes) != 0)
        abort();
    READ(read(data.fd, buffer, 100), 100, buffer);
    READ(__read_chk(data.fd, buffer, 100, sizeof buffer), 100, buffer);
    READ(readv(data.fd, parts, 3), 100, buffer);
    READ(preadv2(data.fd, parts, 3, -1, 0), 100, buffer);
    READ(preadv64v2(data.fd, parts, 3, -1, 0), 100, buffer);
    READ(pread(data.fd, buffer, 100, 0), 100, buffer);
    READ(pread64(data.fd, buffer, 100, 0), 100, buffer);
    READ(__pread_chk(data.fd, buffer, 100, 0, sizeof buffer), 100, buffer);
    READ(__pread64_chk(data.fd, buffer, 100, 0, sizeof buffer), 100, buffer);
    /* How much these asked for stands in a list that a failing call need not have read. */
    READ(preadv(data.fd, parts, 3, 0), -1, NULL);
    READ(preadv64(data.fd, parts, 3, 0), -1, NULL);
    READ(preadv2(data.fd, parts, 3, 0, 0), -1, NULL);
    READ(preadv64v2(data.fd, parts, 3, 0, 0), -1, NULL);
    READ(splice(data.fd, NULL, pipes[1], NULL, 100, 0), 100, NULL);
    READ(sendfile(pipes[1], data.fd, NULL, 100), 100, NULL);
    READ(sendfile64(pipes[1], data.fd, NULL, 100), 100, NULL);
    READ(copy_file_range(data.fd, NULL, pipes[1], NULL, 100, 0), 100, NULL);
    READ(read(data.fd, nowhere, 100), 100, NULL);
    set_state(&device, STOP, 0);
    READ(readv(data.fd, parts, 3), 100, NULL);
    close_said(&data);
    close_said(&device);
}

static void writes(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, RESUMING, 0);
    struct iovec parts[3] = {{buffer, 10}, {buffer + 10, 0}, {buffer + 10, 90}};
    ssize_t moved;
    int error;
    int pipes[2];

    for (size_t i = 0; i < sizeof buffer; i++)
        buffer[i] = (char)(i * 7);
    if (pipe(pipes) != 0 || write(pipes[1], buffer, 400) != 400)
        abort();
    WRITE(write(data.fd, buffer, 100), 100, buffer);
    WRITE(writev(data.fd, parts, 3), 100, buffer);
    WRITE(pwritev2(data.fd, parts, 3, -1, 0), 100, buffer);
    WRITE(pwritev64v2(data.fd, parts, 3, -1, 0), 100, buffer);
    WRITE(pwrite(data.fd, buffer, 100, 0), 100, buffer);
    WRITE(pwrite64(data.fd, buffer, 100, 0), 100, buffer);
    WRITE(pwritev(data.fd, parts, 3, 0), -1, NULL);
    WRITE(pwritev64(data.fd, parts, 3, 0), -1, NULL);
    WRITE(pwritev2(data.fd, parts, 3, 0, 0), -1, NULL);
    WRITE(pwritev64v2(data.fd, parts, 3, 0, 0), -1, NULL);
    WRITE(splice(pipes[0], NULL, data.fd, NULL, 100, 0), 100, NULL);
    WRITE(sendfile(data.fd, pipes[0], NULL, 100), 100, NULL);
    WRITE(sendfile64(data.fd, pipes[0], NULL, 100), 100, NULL);
    WRITE(copy_file_range(pipes[0], NULL, data.fd, NULL, 100, 0), 100, NULL);
    close_said(&data);
    close_said(&device);
}

#define POLL(expression, asked, timeout)                                                                   \
    list[1].revents = 0;                                                                                   \
    error = CALL(result, expression);                                                                      \
    if (error == 0)                                                                                        \
        say(&data, "DataFdPolled 0 %d %d %s", asked, list[1].revents, timeout);                            \
    else                                                                                                   \
        say(&data, "DataFdPolled %d %d - %s", error, asked, timeout)

static void polls(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, PRE_COPY, 0);
    struct pollfd list[2] = {{.fd = STDIN_FILENO}, {.fd = data.fd, .events = POLLIN}};
    struct timespec wait = {.tv_sec = 2, .tv_nsec = 5};
    fd_set in;
    fd_set out;
    int result;
    int error;

    POLL(poll(list, 2, 7), POLLIN, "7000000");
    POLL(poll(list, 2, -1), POLLIN, "-");
    POLL(__poll_chk(list, 2, 7, sizeof list), POLLIN, "7000000");
    POLL(ppoll(list, 2, &wait, NULL), POLLIN, "2000000005");
    POLL(__ppoll_chk(list, 2, NULL, NULL, sizeof list), POLLIN, "-");
    list[1].events = POLLPRI;
    POLL(poll(list, 2, 0), POLLPRI, "0");

    struct timeval delay = {.tv_sec = 1, .tv_usec = 3};
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_SET(data.fd, &in);
    FD_SET(data.fd, &out);
    error = CALL(result, select(data.fd + 1, &in, &out, NULL, &delay));
    say(&data, "DataFdPolled %d %d %d 1000003000", error, POLLIN | POLLOUT,
        (FD_ISSET(data.fd, &in) ? POLLIN : 0) | (FD_ISSET(data.fd, &out) ? POLLOUT : 0));
    FD_ZERO(&in);
    FD_SET(data.fd, &in);
    error = CALL(result, pselect(data.fd + 1, NULL, NULL, &in, &wait, NULL));
    say(&data, "DataFdPolled %d %d 0 2000000005", error, POLLPRI);

    int epfd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = UINT64_C(0xfeedbeef12345678)};
    struct epoll_event answer[4];
    CALL(result, epoll_ctl(epfd, EPOLL_CTL_ADD, data.fd, &event));
    error = CALL(result, epoll_wait(epfd, answer, 4, 9));
    say(&data, "DataFdPolled %d %d %u 9000000", error, EPOLLIN, answer[0].events);
    event.data.u64 = 4711;
    event.events = EPOLLIN | EPOLLOUT;
    CALL(result, epoll_ctl(epfd, EPOLL_CTL_MOD, data.fd, &event));
    error = CALL(result, epoll_pwait(epfd, answer, 4, -1, NULL));
    say(&data, "DataFdPolled %d %d %u -", error, EPOLLIN | EPOLLOUT, answer[0].events);
    error = CALL(result, epoll_pwait2(epfd, answer, 4, &wait, NULL));
    say(&data, "DataFdPolled %d %d %u 2000000005", error, EPOLLIN | EPOLLOUT, answer[0].events);
    CALL(result, epoll_ctl(epfd, EPOLL_CTL_DEL, data.fd, NULL));
    CALL(result, epoll_wait(epfd, answer, 4, 0));
    close_said(&data);
    close_said(&device);
    /* No data_fd any more: nothing to record. */
    CALL(result, poll(list, 1, 0));
}

static void opened_by(int fd, const char *path)
{
    struct known device = {.fd = fd, .device = path, .session = -1};
    uint32_t bind[2] = {8, 0};
    uint32_t info[8] = {32, 0, 1};
    int result;

    if (fd < 0)
        abort();
    say(&device, "DeviceOpened 0");
    /* Without access the kernel answers before it reads anything. */
    int error = CALL(result, ioctl(fd, 0x3b6c, info));
    say(&device, "IoctlCalled DEVICE 3b6c - %d", error);
    error = CALL(result, ioctl(fd, 0x3b76, bind));
    say(&device, "IoctlCalled DEVICE 3b76 - %d", error);
    info[2] = 77;
    error = CALL(result, ioctl(fd, 0x3b6c, info));
    say(&device, "RegionInfoRead %d 77", error);
    close_said(&device);
}

static void opens(void)
{
    static const char cdev[] = "/dev/vfio/devices/vfio0";
    struct known iommufd = {.session = -1};
    int result;

    iommufd.fd = open("/dev/iommu", O_RDWR);
    int error = CALL(result, ioctl(iommufd.fd, 0x3b81, NULL));
    say(&iommufd, "IoctlCalled IOMMUFD 3b81 - %d", error);
    close(iommufd.fd);
    opened_by(open(cdev, O_RDWR), cdev);
    opened_by(open64(cdev, O_RDWR), cdev);
    opened_by(openat(AT_FDCWD, cdev, O_RDWR), cdev);
    opened_by(openat64(AT_FDCWD, cdev, O_RDWR), cdev);
    opened_by(__open_2(cdev, O_RDWR), cdev);
    opened_by(__open64_2(cdev, O_RDWR), cdev);
    opened_by(__openat_2(AT_FDCWD, cdev, O_RDWR), cdev);
    opened_by(__openat64_2(AT_FDCWD, cdev, O_RDWR), cdev);
    struct known missing = {.device = "/dev/vfio/devices/vfio99", .session = -1};
    error = CALL(missing.fd, open(missing.device, O_RDWR));
    say(&missing, "DeviceOpened %d", error);
    CALL(missing.fd, open(nowhere, O_RDONLY));
    CALL(missing.fd, open("/no/such/file", O_RDONLY));
}

static void dups(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, STOP_COPY, 0);
    int result;
    int first = data.fd;
    int copies[6] = {dup(first), dup2(first, 100), dup3(first, 101, O_CLOEXEC), fcntl(first, F_DUPFD, 102),
                     fcntl64(first, F_DUPFD_CLOEXEC, 103), 0};

    if (copies[4] < 103)
        abort();
    for (int i = 0; i < 5; i++) {
        data.fd = copies[i];
        read_said(&data, buffer, 100);
    }
    /* Only the last close ends it. */
    CALL(result, close(first));
    CALL(result, close(copies[0]));
    CALL(result, dup2(copies[3], copies[3]));
    CALL(result, close_range(100, 102, CLOSE_RANGE_CLOEXEC));
    data.fd = copies[1];
    read_said(&data, buffer, 100);
    CALL(result, close_range(100, 102, 0));
    data.fd = copies[4];
    read_said(&data, buffer, 100);
    /* A fd of something else takes the number. */
    int error = CALL(result, dup2(STDERR_FILENO, data.fd));
    say(&data, "DataFdClosed %d", error);
    CALL(result, read(data.fd, buffer, 0));
    CALL(result, close(data.fd));
    CALL(result, close(data.fd));

    struct known next = set_state(&device, STOP, 1);
    next = set_state(&device, STOP_COPY, 1);
    int other = open("/dev/null", O_RDONLY);
    error = CALL(result, dup3(other, next.fd, O_CLOEXEC));
    say(&next, "DataFdClosed %d", error);
    close(next.fd);
    set_state(&device, STOP, 2);
    next = set_state(&device, STOP_COPY, 2);
    error = CALL(result, dup2(-1, next.fd));
    read_said(&next, buffer, 10);
    /* From the lowest number on. */
    closefrom(3);
    say(next.fd < device.fd ? &next : &device, next.fd < device.fd ? "DataFdClosed 0" : "DeviceClosed");
    say(next.fd < device.fd ? &device : &next, next.fd < device.fd ? "DeviceClosed" : "DataFdClosed 0");
}

/* More VFIO fds than are followed: said once, and all go on working. */
static void many(void)
{
    const struct known none = {.session = -1};

    for (int i = 0; i < 120; i++)
        if (open("/dev/vfio/vfio", O_RDWR) < 0)
            abort();
    say(&none, "EventsLost - the process has more VFIO fds open than the recorder follows");
}

/* One data_fd after the other in one epoll: the kernel forgets each when it is closed, and so must we. */
static void watches(void)
{
    struct known device = open_device(DEVICE_NAME);
    int epfd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event answer[2];
    int result;

    for (int i = 0; i < 70; i++) {
        struct known data = set_state(&device, PRE_COPY, i);
        struct epoll_event event = {.events = EPOLLIN, .data.u64 = 7};
        CALL(result, epoll_ctl(epfd, EPOLL_CTL_ADD, data.fd, &event));
        int error = CALL(result, epoll_wait(epfd, answer, 2, 5));
        say(&data, "DataFdPolled %d %d %u 5000000", error, EPOLLIN, answer[0].events);
        close_said(&data);
        set_state(&device, RUNNING, i);
    }
    close_said(&device);
}

/* More mapped regions than are followed: said once. */
static void mappings(void)
{
    const struct known none = {.session = -1};
    struct known device = open_device(DEVICE_NAME);

    for (int i = 0; i < 130; i++) {
        if (mmap(NULL, 4096, PROT_READ, MAP_SHARED, device.fd, 0) == MAP_FAILED)
            abort();
        say(&device, "RegionMapped region 0 +0x0, 4096 bytes");
        if (i == 128)
            say(&none, "EventsLost - the process has mapped more device regions than the recorder follows: when they are "
                       "unmapped is not shown");
    }
    close_said(&device);
}

int main(int count, char **arguments)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } cases[] = {{"walk", walk},   {"reads", reads}, {"writes", writes}, {"polls", polls},
                 {"opens", opens}, {"dups", dups},   {"many", many},   {"watches", watches},
                 {"mappings", mappings}};

    for (size_t i = 0; count == 2 && i < sizeof cases / sizeof *cases; i++)
        if (strcmp(cases[i].name, arguments[1]) == 0) {
            cases[i].run();
            return 0;
        }
    return 2;
}
