/*
 * Turns a finished read or write of a data_fd into events: the call itself, its digest, its bytes where they are asked
 * for, or one more in the sum of those that found the ring nearly full.
 */
#include "data.h"

#include <errno.h>
#include <string.h>

#include "attached.h"
#include "digest.h"
#include "events.h"
#include "introduce.h"
#include "origin.h"
#include "real.h"

uint64_t vfr_asked_of(const struct iovec *parts, int count)
{
    uint64_t asked = 0;

    for (int i = 0; i < count; i++)
        asked += parts[i].iov_len;
    return asked;
}

static size_t smaller(uint64_t a, size_t b)
{
    return a < b ? (size_t)a : b;
}

static uint32_t digest_of(struct vfr_bytes bytes, uint64_t moved)
{
    uint32_t digest = 0;

    for (int i = 0; i < bytes.count && moved > 0; i++) {
        size_t length = smaller(moved, bytes.parts[i].iov_len);
        digest = vfr_digest(digest, bytes.parts[i].iov_base, length);
        moved -= length;
    }
    return digest;
}

/* One piece of payload. Where the ring has no room for it the bytes are counted as lost. */
static void put_payload(const struct vfr_origin *origin, uint64_t offset, const char *from, size_t length)
{
    const struct vfr_payload head = {
        .process = origin->process,
        .device = origin->device,
        .session = origin->session,
        .length = (uint32_t)length,
        .stream_offset = offset,
    };
    char *body = vfr_ring_claim(&vfr_attached.ring, sizeof head + length, vfr_attached.data_reserve, origin->thread);

    if (body == NULL) {
        __atomic_fetch_add(&vfr_attached.control->lost_payload, length, __ATOMIC_RELAXED);
        return;
    }
    memcpy(body, &head, sizeof head);
    memcpy(body + sizeof head, from, length);
    vfr_ring_commit(body, VFR_MESSAGE_PAYLOAD);
}

/* The recorder waits for none of it: pieces small enough that a few of them do not fill the ring. */
static void put_payloads(const struct vfr_origin *origin, uint64_t offset, struct vfr_bytes bytes, uint64_t moved)
{
    size_t most = (size_t)vfr_attached.ring.capacity / 16;

    for (int i = 0; i < bytes.count && moved > 0; i++) {
        size_t length = smaller(moved, bytes.parts[i].iov_len);
        const char *from = bytes.parts[i].iov_base;
        moved -= length;
        while (length > 0) {
            size_t piece = smaller(length, most);
            put_payload(origin, offset, from, piece);
            offset += piece;
            from += piece;
            length -= piece;
        }
    }
}

/* Bytes first, the call last: see vfr_data_merged. */
static void merge(struct vfr_file *file, const struct vfr_origin *origin, uint64_t offset, uint64_t bytes)
{
    int64_t none = 0;

    if (__atomic_compare_exchange_n(&file->merged_start_ns, &none, origin->start_ns, false, __ATOMIC_ACQ_REL,
                                    __ATOMIC_RELAXED))
        __atomic_store_n(&file->merged_offset, offset, __ATOMIC_RELEASE);
    __atomic_store_n(&file->merged_end_ns, origin->start_ns + origin->duration_ns, __ATOMIC_RELEASE);
    __atomic_store_n(&file->merged_thread, (uint32_t)origin->thread, __ATOMIC_RELEASE);
    __atomic_fetch_add(&file->merged_bytes, bytes, __ATOMIC_ACQ_REL);
    __atomic_fetch_add(&file->merged_calls, 1, __ATOMIC_ACQ_REL);
}

static bool has_merged(const struct vfr_file *file)
{
    return file != NULL && __atomic_load_n(&file->merged_calls, __ATOMIC_ACQUIRE) != 0;
}

void vfr_data_flush(const struct vfr_call *call, const struct vfr_origin *origin)
{
    struct vfr_file *file = call->kind == VFR_KIND_DATA ? vfr_shared_file(call) : NULL;

    if (VFR_UNLIKELY(has_merged(file)))
        vfr_data_merged(0, origin, file);
}

/* A failure or the end of the stream: never merged, and free to use the reserve. */
static void put_control(const struct vfr_origin *origin, struct vfr_file *file, const struct vfr_moved *moved)
{
    if (VFR_UNLIKELY(has_merged(file)))
        vfr_data_merged(0, origin, file);
    if (!vfr_data_moved(&vfr_attached.ring, 0, origin, moved))
        vfr_count_lost();
}

static void put_data(const struct vfr_origin *origin, struct vfr_file *file, struct vfr_moved *moved,
                     struct vfr_bytes bytes)
{
    int64_t keep_free = vfr_attached.data_reserve;
    /* What was merged comes first; as long as that does not fit, this call joins it. */
    bool fits = (!has_merged(file) || vfr_data_merged(keep_free, origin, file)) &&
                vfr_ring_has_room(&vfr_attached.ring, vfr_data_moved_bytes(), keep_free);

    if (fits && bytes.count > 0 && vfr_attached.payload != VFR_PAYLOAD_NONE) {
        moved->digest = digest_of(bytes, moved->bytes);
        moved->has_digest = true;
    }
    if (!fits || !vfr_data_moved(&vfr_attached.ring, keep_free, origin, moved)) {
        if (file != NULL)
            merge(file, origin, moved->offset, moved->bytes);
        else
            vfr_count_lost();
    }
    if (bytes.count > 0 && vfr_attached.payload == VFR_PAYLOAD_FULL)
        put_payloads(origin, moved->offset, bytes, moved->bytes);
}

void vfr_data_done(struct vfr_call *call, bool reading, uint64_t asked, ssize_t result, struct vfr_bytes bytes)
{
    int error = errno;
    struct vfr_origin origin;
    struct vfr_moved moved = {.reading = reading, .has_asked = asked != VFR_ASKED_UNKNOWN, .asked = asked};

    call->end_ns = vfr_now();
    moved.result = result >= 0 ? 0 : error;
    moved.bytes = result > 0 ? (uint64_t)result : 0;
    if (vfr_origin_of(call, &origin)) {
        struct vfr_file *file = vfr_shared_file(call);
        if (file != NULL) {
            moved.offset = moved.bytes == 0
                               ? __atomic_load_n(&file->stream_offset, __ATOMIC_RELAXED)
                               : __atomic_fetch_add(&file->stream_offset, moved.bytes, __ATOMIC_RELAXED);
            moved.has_offset = file->offset_unknown == 0;
        }
        if (moved.bytes > 0)
            put_data(&origin, file, &moved, bytes);
        else
            put_control(&origin, file, &moved);
    }
    errno = error;
}
