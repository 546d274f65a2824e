/* What recording costs on this machine, measured by the recorder at its start: see CaptureCostMeasured. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "digest.h"
#include "events.h"
#include "origin.h"
#include "real.h"

#define ROUNDS 9
#define CALLS 2000
#define SCRATCH_CAPACITY (1u << 20)
#define MIB (1u << 20)

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;

    return left < right ? -1 : left > right;
}

static int64_t median(int64_t *rounds)
{
    qsort(rounds, ROUNDS, sizeof *rounds, compare);
    return rounds[ROUNDS / 2];
}

static void *scratch(size_t bytes)
{
    void *memory = vfr_real.mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        return NULL;
    /* Touched beforehand: the first use of a page is the kernel's cost, not ours. */
    memset(memory, 1, bytes);
    memset(memory, 0, bytes);
    return memory;
}

/* All that recording adds to a read that moved nothing: two looks at the clock, and the message. */
static void record_one(struct vfr_ring *ring)
{
    const struct vfr_moved moved = {.reading = true, .has_offset = true, .has_asked = true, .asked = 1};
    struct vfr_origin origin = {.start_ns = vfr_now(), .thread = vfr_thread_id(), .device = 1};

    origin.duration_ns = vfr_now() - origin.start_ns;
    if (!vfr_data_moved(ring, 0, &origin, &moved))
        __atomic_store_n(ring->head, *ring->tail, __ATOMIC_RELEASE); /* read: there is room again */
}

VFR_EXPORT int64_t vfr_call_cost_ns(void);
VFR_EXPORT int64_t vfr_digest_ns_per_mib(void);

VFR_EXPORT int64_t vfr_call_cost_ns(void)
{
    struct vfr_ring ring;
    int64_t rounds[ROUNDS];
    size_t bytes = SCRATCH_CAPACITY + VFR_RING_TRAILER_BYTES;
    void *memory = scratch(bytes);

    if (memory == NULL)
        return -1;
    vfr_ring_init(&ring, memory, SCRATCH_CAPACITY);
    for (int round = 0; round < ROUNDS; round++) {
        int64_t start_ns = vfr_now();
        for (int i = 0; i < CALLS; i++)
            record_one(&ring);
        rounds[round] = (vfr_now() - start_ns) / CALLS;
    }
    vfr_real.munmap(memory, bytes);
    return median(rounds);
}

VFR_EXPORT int64_t vfr_digest_ns_per_mib(void)
{
    int64_t rounds[ROUNDS];
    void *memory = scratch(MIB);
    volatile uint32_t sink;

    if (memory == NULL)
        return -1;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t start_ns = vfr_now();
        sink = vfr_digest(0, memory, MIB);
        rounds[round] = vfr_now() - start_ns;
    }
    (void)sink;
    vfr_real.munmap(memory, MIB);
    return median(rounds);
}
