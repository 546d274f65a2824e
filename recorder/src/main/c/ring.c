/*
 * Claim and commit, as org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer does it, so that its read() and unblock()
 * work on what we leave:
 *
 *   tail moved by compare-and-swap → length, negative → body → type → length, positive
 *
 * A record is length (4 bytes, header included), type (4 bytes), body, padded to 8 bytes. The reader zeroes what it has
 * read, so a claimed place holds zeroes until its writer says something.
 *
 * Two things are ours. Until the message is committed the type word holds the claimer's thread id, by which the
 * recorder can tell a dead writer from a slow one; Agrona writes the type there, or at the end, and reads it only when
 * the length is positive. And a claim that must wrap does so in one step or not at all, where Agrona may take only the
 * padding; the reader sees no difference.
 */
#include "ring.h"

#include "wire.h"

static int32_t *length_word(char *body)
{
    return (int32_t *)(void *)(body - VFR_RECORD_HEADER_BYTES);
}

static int32_t *type_word(char *body)
{
    return (int32_t *)(void *)(body - VFR_RECORD_HEADER_BYTES + 4);
}

static int64_t aligned(size_t length)
{
    return (int64_t)((length + VFR_RECORD_HEADER_BYTES + VFR_RECORD_ALIGNMENT - 1) &
                     ~(size_t)(VFR_RECORD_ALIGNMENT - 1));
}

void vfr_ring_init(struct vfr_ring *ring, void *messages, uint64_t capacity)
{
    char *trailer = (char *)messages + capacity;

    ring->messages = messages;
    ring->capacity = (int64_t)capacity;
    ring->tail = (int64_t *)(void *)(trailer + VFR_TAIL_AT);
    ring->head_cache = (int64_t *)(void *)(trailer + VFR_HEAD_CACHE_AT);
    ring->head = (int64_t *)(void *)(trailer + VFR_HEAD_AT);
}

/* Bytes up to the end of the ring that a record of `required` bytes at `tail` would have to skip. */
static int64_t padding_before(const struct vfr_ring *ring, int64_t tail, int64_t required)
{
    int64_t to_end = ring->capacity - (tail & (ring->capacity - 1));

    return required > to_end ? to_end : 0;
}

bool vfr_ring_has_room(const struct vfr_ring *ring, size_t length, int64_t keep_free)
{
    int64_t required = aligned(length);
    int64_t tail = __atomic_load_n(ring->tail, __ATOMIC_ACQUIRE);
    int64_t head = __atomic_load_n(ring->head, __ATOMIC_ACQUIRE);

    return padding_before(ring, tail, required) + required + keep_free <= ring->capacity - (tail - head);
}

char *vfr_ring_claim(struct vfr_ring *ring, size_t length, int64_t keep_free, int32_t claimer)
{
    int64_t required = aligned(length);
    int64_t head = __atomic_load_n(ring->head_cache, __ATOMIC_ACQUIRE);
    int64_t tail = __atomic_load_n(ring->tail, __ATOMIC_ACQUIRE);
    int64_t padding;

    /* Agrona's own writers refuse more; a reader could not tell such a length from a damaged one. */
    if (length > (size_t)ring->capacity / 8)
        return NULL;
    do {
        padding = padding_before(ring, tail, required);
        if (padding + required + keep_free > ring->capacity - (tail - head)) {
            /* The cached head may be long behind; the real one lies in a cache line that the reader keeps writing. */
            head = __atomic_load_n(ring->head, __ATOMIC_ACQUIRE);
            if (padding + required + keep_free > ring->capacity - (tail - head))
                return NULL;
            __atomic_store_n(ring->head_cache, head, __ATOMIC_RELEASE);
        }
    } while (!__atomic_compare_exchange_n(ring->tail, &tail, tail + padding + required, false, __ATOMIC_ACQ_REL,
                                          __ATOMIC_ACQUIRE));

    char *place = ring->messages + (tail & (ring->capacity - 1));
    if (padding != 0) {
        char *skipped = place + VFR_RECORD_HEADER_BYTES;
        __atomic_store_n(length_word(skipped), (int32_t)-padding, __ATOMIC_RELEASE);
        __atomic_thread_fence(__ATOMIC_RELEASE);
        __atomic_store_n(type_word(skipped), VFR_RECORD_PADDING, __ATOMIC_RELAXED);
        __atomic_store_n(length_word(skipped), (int32_t)padding, __ATOMIC_RELEASE);
        place = ring->messages;
    }

    char *body = place + VFR_RECORD_HEADER_BYTES;
    __atomic_store_n(length_word(body), -(int32_t)(length + VFR_RECORD_HEADER_BYTES), __ATOMIC_RELEASE);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    __atomic_store_n(type_word(body), claimer, __ATOMIC_RELAXED);
    return body;
}

void vfr_ring_commit(char *body, int32_t type)
{
    int32_t length = -__atomic_load_n(length_word(body), __ATOMIC_RELAXED);

    __atomic_store_n(type_word(body), type, __ATOMIC_RELAXED);
    __atomic_store_n(length_word(body), length, __ATOMIC_RELEASE);
}

void vfr_ring_abandon(char *body)
{
    vfr_ring_commit(body, VFR_RECORD_PADDING);
}
