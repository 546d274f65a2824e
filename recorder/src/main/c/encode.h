/*
 * Encodes an event in place, into the ring, with the codecs that sbe-tool generates from events.xml.
 *
 * Each event's function knows the exact length of its message before it claims the place, so nothing is copied.
 */
#ifndef VFR_ENCODE_H
#define VFR_ENCODE_H

#include <stddef.h>
#include <stdint.h>

#include "attached.h"
#include "dev_vfr_recorder_trace_sbe/messageHeader.h"
#include "dev_vfr_recorder_trace_sbe/origin.h"
#include "origin.h"
#include "ring.h"
#include "wire.h"

/* The generated names carry the Java package. */
#define SBE(name) dev_vfr_recorder_trace_sbe_##name

#define HEADER_BYTES 8
#define TEXT_HEADER_BYTES 4
#define GROUP_HEADER_BYTES 4

static inline void put_origin(struct SBE(origin) *to, const struct vfr_origin *from)
{
    SBE(origin_set_timeNs)(to, from->start_ns);
    SBE(origin_set_durationNs)(to, from->duration_ns);
    SBE(origin_set_process)(to, from->process);
    SBE(origin_set_thread)(to, from->thread);
    SBE(origin_set_device)(to, from->device);
    SBE(origin_set_session)(to, from->session);
}

/* What all but the data of a data_fd goes into: nothing is kept free of it. */
static inline char *claim(size_t length, int32_t thread)
{
    char *body = vfr_ring_claim(&vfr_attached.ring, length, 0, thread);

    if (body == NULL)
        vfr_count_lost();
    return body;
}

/* The bytes of a message without variable parts. */
#define LENGTH_OF(type) (HEADER_BYTES + SBE(type##_sbe_block_length)())

/* Declares `event`, laid over `body`, with its header and origin written and `length` bytes in all. */
#define LAY_OVER(type, body, length, from)                                    \
    struct SBE(messageHeader) header = {0};                                    \
    struct SBE(type) event = {0};                                             \
    struct SBE(origin) event_origin = {0};                                     \
    SBE(type##_wrap_and_apply_header)(&event, body, 0, length, &header);      \
    put_origin(SBE(type##_origin)(&event, &event_origin), from)

/* The same after claiming the place for it; leaves the function where there is none. */
#define BEGIN(type, variable, from)                 \
    size_t length = LENGTH_OF(type) + (variable);   \
    char *body = claim(length, (from)->thread);     \
    if (body == NULL)                               \
        return;                                     \
    LAY_OVER(type, body, length, from)

#define COMMIT() vfr_ring_commit(body, VFR_MESSAGE_EVENT)

/* Declares the set of what is present, empty so far. */
#define PRESENT(type)                                              \
    struct SBE(type##Present) present = {0};                        \
    SBE(type##Present_clear)(SBE(type##_present)(&event, &present))

/* An event that says how a call ended and nothing more. */
#define RESULT_EVENT(function, type)                              \
    void function(const struct vfr_origin *from, int32_t result)  \
    {                                                             \
        BEGIN(type, 0, from);                                     \
        SBE(type##_set_result)(&event, result);                   \
        COMMIT();                                                 \
    }

#endif
