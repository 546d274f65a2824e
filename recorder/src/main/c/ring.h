/* The writers' side of a ring with the layout of Agrona's ManyToOneRingBuffer 2.6. */
#ifndef VFR_RING_H
#define VFR_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vfr_ring {
    char *messages;
    int64_t capacity; /* bytes, a power of two */
    int64_t *tail;
    int64_t *head_cache;
    int64_t *head;
};

/* `messages` has room for `capacity` bytes and the trailer behind them. */
void vfr_ring_init(struct vfr_ring *ring, void *messages, uint64_t capacity);

/*
 * Takes the place of a message of `length` bytes, in such a way that `keep_free` bytes of the ring stay free.
 * `claimer` is the thread id that the recorder looks for when the message stays uncommitted.
 *
 * Returns the place of the message's body, NULL where there is no room.
 */
char *vfr_ring_claim(struct vfr_ring *ring, size_t length, int64_t keep_free, int32_t claimer);

/* Hands the message at `body`, taken by vfr_ring_claim, to the reader. */
void vfr_ring_commit(char *body, int32_t type);

/* Gives the place at `body` back: the reader skips it. */
void vfr_ring_abandon(char *body);

/* Whether a message of `length` bytes would find room just now. */
bool vfr_ring_has_room(const struct vfr_ring *ring, size_t length, int64_t keep_free);

#endif
