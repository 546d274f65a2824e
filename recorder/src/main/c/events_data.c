/* Encodes what was done with a data_fd. */
#include "events.h"

#include "dev_vfr_recorder_trace_sbe/dataFdClosed.h"
#include "dev_vfr_recorder_trace_sbe/dataFdPolled.h"
#include "dev_vfr_recorder_trace_sbe/dataMerged.h"
#include "dev_vfr_recorder_trace_sbe/dataRead.h"
#include "dev_vfr_recorder_trace_sbe/dataWritten.h"
#include "dev_vfr_recorder_trace_sbe/precopyInfoQueried.h"
#include "encode.h"

static const char digest_algorithm[] = "crc32c";
#define DIGEST_ALGORITHM_BYTES (sizeof digest_algorithm - 1)

RESULT_EVENT(vfr_data_fd_closed, dataFdClosed)

void vfr_precopy_info_queried(const struct vfr_origin *from, int32_t result, uint32_t flags, uint64_t initial_bytes,
                              uint64_t dirty_bytes)
{
    BEGIN(precopyInfoQueried, 0, from);
    PRESENT(precopyInfoQueried);
    SBE(precopyInfoQueriedPresent_set_flagsOut)(&present, result == 0);
    SBE(precopyInfoQueriedPresent_set_initialBytes)(&present, result == 0);
    SBE(precopyInfoQueriedPresent_set_dirtyBytes)(&present, result == 0);
    SBE(precopyInfoQueried_set_result)(&event, result);
    SBE(precopyInfoQueried_set_flagsIn)(&event, 0);
    SBE(precopyInfoQueried_set_flagsOut)(&event, (int32_t)flags);
    SBE(precopyInfoQueried_set_initialBytes)(&event, (int64_t)initial_bytes);
    SBE(precopyInfoQueried_set_dirtyBytes)(&event, (int64_t)dirty_bytes);
    COMMIT();
}

void vfr_data_fd_polled(const struct vfr_origin *from, int32_t result, int32_t asked, int32_t answered,
                        int64_t timeout_ns)
{
    BEGIN(dataFdPolled, 0, from);
    PRESENT(dataFdPolled);
    SBE(dataFdPolledPresent_set_answeredEvents)(&present, result == 0);
    SBE(dataFdPolledPresent_set_timeoutNs)(&present, timeout_ns >= 0);
    SBE(dataFdPolled_set_result)(&event, result);
    SBE(dataFdPolled_set_askedEvents)(&event, asked);
    SBE(dataFdPolled_set_answeredEvents)(&event, result == 0 ? answered : 0);
    SBE(dataFdPolled_set_timeoutNs)(&event, timeout_ns >= 0 ? timeout_ns : 0);
    COMMIT();
}

size_t vfr_data_moved_bytes(void)
{
    return LENGTH_OF(dataRead) + TEXT_HEADER_BYTES + DIGEST_ALGORITHM_BYTES;
}

/* DataRead and DataWritten are alike but for their types. */
#define ENCODE_MOVED(type)                                                                              \
    LAY_OVER(type, body, length, from);                                                                 \
    PRESENT(type);                                                                                      \
    SBE(type##Present_set_askedBytes)(&present, moved->has_asked);                                      \
    SBE(type##Present_set_bytes)(&present, moved->result == 0);                                         \
    SBE(type##Present_set_streamOffset)(&present, moved->has_offset);                                   \
    SBE(type##Present_set_digest)(&present, moved->has_digest);                                         \
    SBE(type##_set_result)(&event, moved->result);                                                      \
    SBE(type##_set_askedBytes)(&event, moved->has_asked ? (int64_t)moved->asked : 0);                     \
    SBE(type##_set_bytes)(&event, moved->result == 0 ? (int64_t)moved->bytes : 0);                      \
    SBE(type##_set_streamOffset)(&event, moved->has_offset ? (int64_t)moved->offset : 0);               \
    SBE(type##_set_digestValue)(&event, moved->has_digest ? moved->digest : 0);                         \
    SBE(type##_put_digestAlgorithm)(&event, digest_algorithm, moved->has_digest ? DIGEST_ALGORITHM_BYTES : 0)

bool vfr_data_moved(struct vfr_ring *ring, int64_t keep_free, const struct vfr_origin *from,
                    const struct vfr_moved *moved)
{
    size_t length = LENGTH_OF(dataRead) + TEXT_HEADER_BYTES + (moved->has_digest ? DIGEST_ALGORITHM_BYTES : 0);
    char *body = vfr_ring_claim(ring, length, keep_free, from->thread);

    if (body == NULL)
        return false;
    if (moved->reading) {
        ENCODE_MOVED(dataRead);
    } else {
        ENCODE_MOVED(dataWritten);
    }
    COMMIT();
    return true;
}

bool vfr_data_merged(int64_t keep_free, const struct vfr_origin *origin, struct vfr_file *file)
{
    size_t length = LENGTH_OF(dataMerged);
    char *body = vfr_ring_claim(&vfr_attached.ring, length, keep_free, origin->thread);

    if (body == NULL)
        return false;
    /*
     * Other threads may merge at this very moment. They add the bytes before the call, so what we take has bytes for
     * all its calls but perhaps some bytes of a call that comes with the next event: the sums stay exact.
     */
    struct vfr_origin whole = *origin;
    whole.start_ns = __atomic_exchange_n(&file->merged_start_ns, 0, __ATOMIC_ACQ_REL);
    whole.duration_ns = __atomic_load_n(&file->merged_end_ns, __ATOMIC_ACQUIRE) - whole.start_ns;
    whole.thread = (int32_t)__atomic_load_n(&file->merged_thread, __ATOMIC_ACQUIRE);
    uint64_t stream_offset = __atomic_load_n(&file->merged_offset, __ATOMIC_ACQUIRE);
    uint64_t calls = __atomic_exchange_n(&file->merged_calls, 0, __ATOMIC_ACQ_REL);
    uint64_t bytes = __atomic_exchange_n(&file->merged_bytes, 0, __ATOMIC_ACQ_REL);
    if (calls == 0) {
        __atomic_fetch_add(&file->merged_bytes, bytes, __ATOMIC_ACQ_REL);
        vfr_ring_abandon(body);
        return true;
    }
    const struct vfr_origin *from = &whole;
    LAY_OVER(dataMerged, body, length, from);
    PRESENT(dataMerged);
    SBE(dataMergedPresent_set_streamOffset)(&present, file->offset_unknown == 0);
    SBE(dataMerged_set_saving)(&event, file->saving != 0 ? SBE(yesNo_YES) : SBE(yesNo_NO));
    SBE(dataMerged_set_calls)(&event, (int64_t)calls);
    SBE(dataMerged_set_bytes)(&event, (int64_t)bytes);
    SBE(dataMerged_set_streamOffset)(&event, file->offset_unknown == 0 ? (int64_t)stream_offset : 0);
    COMMIT();
    return true;
}
