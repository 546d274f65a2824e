/*
 * What one call on a data_fd takes, as the VMM's thread sees it.
 *
 *     call_cost read|ioctl ROUNDS CALLS SIZE
 *
 * Opens the VFIO device that bench_vfio.c pretends, takes it into PRE_COPY, and calls read(2) with SIZE bytes or
 * VFIO_MIG_GET_PRECOPY_INFO on the data_fd, CALLS times a round. Prints the median round, in ns a call, where
 * CALL_COST_OUT says, else on standard output.
 *
 * Half a second of calls goes before the first round, or CALL_COST_WARM_MS: a recorder in Java is slow at first.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define VFIO_DEVICE_FEATURE 0x3b75
#define VFIO_MIG_GET_PRECOPY_INFO 0x3b79
#define FEATURE_SET_MIG_DEVICE_STATE 0x20002
#define PRE_COPY 6

struct mig_device_state {
    uint32_t argsz, flags, device_state;
    int32_t data_fd;
};

struct precopy_info {
    uint32_t argsz, flags;
    uint64_t initial_bytes, dirty_bytes;
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int open_data_fd(void)
{
    int device = open("/dev/vfio/devices/vfio0", O_RDWR | O_CLOEXEC);
    struct mig_device_state set = {sizeof set, FEATURE_SET_MIG_DEVICE_STATE, PRE_COPY, -1};
    if (device < 0 || ioctl(device, VFIO_DEVICE_FEATURE, &set) != 0 || set.data_fd < 0) {
        perror("call_cost: no VFIO device; is bench_vfio preloaded?");
        exit(4);
    }
    return set.data_fd;
}

static void call(int reads, int fd, char *buffer, size_t size)
{
    struct precopy_info info = {sizeof info, 0, 0, 0};
    long done = reads ? (long)read(fd, buffer, size) : ioctl(fd, VFIO_MIG_GET_PRECOPY_INFO, &info);
    if (done != (reads ? (long)size : 0)) {
        perror("call_cost");
        exit(1);
    }
}

int main(int argc, char **argv)
{
    if (argc != 5 || (strcmp(argv[1], "read") && strcmp(argv[1], "ioctl"))) {
        fprintf(stderr, "usage: call_cost read|ioctl ROUNDS CALLS SIZE\n");
        return 2;
    }
    int reads = strcmp(argv[1], "read") == 0;
    int rounds = atoi(argv[2]);
    long calls = atol(argv[3]);
    size_t size = (size_t)atol(argv[4]);
    char *buffer = malloc(size + 1);
    double *ns = calloc((size_t)rounds, sizeof *ns);
    int fd = open_data_fd();
    memset(buffer, 0, size + 1);
    const char *warm = getenv("CALL_COST_WARM_MS");
    int64_t warm_until = now_ns() + (warm ? atol(warm) : 500) * INT64_C(1000000);
    while (now_ns() < warm_until)
        call(reads, fd, buffer, size);
    for (int round = 0; round < rounds; round++) {
        int64_t start = now_ns();
        for (long i = 0; i < calls; i++)
            call(reads, fd, buffer, size);
        ns[round] = (double)(now_ns() - start) / (double)calls;
    }
    qsort(ns, (size_t)rounds, sizeof *ns, by_value);
    const char *out = getenv("CALL_COST_OUT");
    FILE *to = out ? fopen(out, "w") : stdout;
    if (!to || fprintf(to, "%.1f\n", ns[rounds / 2]) < 0 || fclose(to) != 0) {
        perror(out);
        return 1;
    }
    return 0;
}
