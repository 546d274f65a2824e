/*
 * Encodes events in place, into the ring, with the codecs that sbe-tool generates from events.xml.
 *
 * Each function knows the exact length of its message before it claims the place, so nothing is copied.
 */
#include "events.h"

#include <string.h>

#include "dev_vfr_recorder_trace_sbe/dataFdClosed.h"
#include "dev_vfr_recorder_trace_sbe/dataFdPolled.h"
#include "dev_vfr_recorder_trace_sbe/dataMerged.h"
#include "dev_vfr_recorder_trace_sbe/dataRead.h"
#include "dev_vfr_recorder_trace_sbe/dataWritten.h"
#include "dev_vfr_recorder_trace_sbe/deviceClosed.h"
#include "dev_vfr_recorder_trace_sbe/deviceNamed.h"
#include "dev_vfr_recorder_trace_sbe/deviceOpened.h"
#include "dev_vfr_recorder_trace_sbe/deviceReset.h"
#include "dev_vfr_recorder_trace_sbe/deviceStateGot.h"
#include "dev_vfr_recorder_trace_sbe/deviceStateSet.h"
#include "dev_vfr_recorder_trace_sbe/dirtyPagesReported.h"
#include "dev_vfr_recorder_trace_sbe/dmaLoggingStarted.h"
#include "dev_vfr_recorder_trace_sbe/dmaLoggingStopped.h"
#include "dev_vfr_recorder_trace_sbe/eventsLost.h"
#include "dev_vfr_recorder_trace_sbe/featureProbed.h"
#include "dev_vfr_recorder_trace_sbe/ioctlCalled.h"
#include "dev_vfr_recorder_trace_sbe/irqWired.h"
#include "dev_vfr_recorder_trace_sbe/migDataSizeQueried.h"
#include "dev_vfr_recorder_trace_sbe/migrationFlagsQueried.h"
#include "dev_vfr_recorder_trace_sbe/precopyInfoQueried.h"
#include "dev_vfr_recorder_trace_sbe/precopyInfoV2Enabled.h"
#include "dev_vfr_recorder_trace_sbe/processNamed.h"
#include "dev_vfr_recorder_trace_sbe/regionInfoRead.h"
#include "dev_vfr_recorder_trace_sbe/regionMapped.h"
#include "dev_vfr_recorder_trace_sbe/regionUnmapped.h"
#include "attached.h"

/* The generated names carry the Java package. */
#define SBE(name) dev_vfr_recorder_trace_sbe_##name

#define HEADER_BYTES 8
#define TEXT_HEADER_BYTES 4
#define GROUP_HEADER_BYTES 4

static const char digest_algorithm[] = "crc32c";
#define DIGEST_ALGORITHM_BYTES (sizeof digest_algorithm - 1)

static void put_origin(struct SBE(origin) *to, const struct vfr_origin *from)
{
    SBE(origin_set_timeNs)(to, from->start_ns);
    SBE(origin_set_durationNs)(to, from->duration_ns);
    SBE(origin_set_process)(to, from->process);
    SBE(origin_set_thread)(to, from->thread);
    SBE(origin_set_device)(to, from->device);
    SBE(origin_set_session)(to, from->session);
}

/* What all but the data of a data_fd goes into: nothing is kept free of it. */
static char *claim(size_t length, int32_t thread)
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

static enum SBE(deviceStateCode) state_code(uint32_t state)
{
    return state <= SBE(deviceStateCode_PRE_COPY_P2P) ? (enum SBE(deviceStateCode))state
                                                      : SBE(deviceStateCode_NULL_VALUE);
}

/* The command line as far as it was kept, and no more of it than the ring takes. */
static size_t command_line_bytes(void)
{
    return vfr_command_line_bytes + (TEXT_HEADER_BYTES - 1) * (size_t)vfr_command_line_words;
}

bool vfr_process_named(const struct vfr_origin *from, int32_t pid, const char *label)
{
    uint32_t label_length = (uint32_t)strlen(label);
    size_t length = LENGTH_OF(processNamed) + GROUP_HEADER_BYTES + command_line_bytes() + 5 * TEXT_HEADER_BYTES +
                    label_length;
    /* Not counted as lost where it does not fit: the slot has the name as well, and the next event tries again. */
    char *body = vfr_ring_claim(&vfr_attached.ring, length, 0, from->thread);

    if (body == NULL)
        return false;
    LAY_OVER(processNamed, body, length, from);
    PRESENT(processNamed);
    SBE(processNamedPresent_set_pid)(&present, true);
    SBE(processNamed_set_hostClock)(&event, 0);
    SBE(processNamed_set_pid)(&event, pid);
    struct SBE(processNamed_commandLine) words = {0};
    SBE(processNamed_commandLine_set_count)(&event, &words, (uint16_t)vfr_command_line_words);
    const char *word = vfr_command_line;
    for (uint32_t i = 0; i < vfr_command_line_words; i++) {
        uint32_t word_length = (uint32_t)strlen(word);
        SBE(processNamed_commandLine_next)(&words);
        SBE(processNamed_commandLine_put_text)(&words, word, word_length);
        word += word_length + 1;
    }
    SBE(processNamed_put_label)(&event, label, label_length);
    SBE(processNamed_put_host)(&event, "", 0);
    SBE(processNamed_put_kernel)(&event, "", 0);
    SBE(processNamed_put_vmm)(&event, "", 0);
    SBE(processNamed_put_vmmVersion)(&event, "", 0);
    COMMIT();
    return true;
}

bool vfr_device_name_told(const struct vfr_origin *from, const char *name)
{
    uint32_t name_length = (uint32_t)strlen(name);
    size_t length = LENGTH_OF(deviceNamed) + GROUP_HEADER_BYTES + TEXT_HEADER_BYTES + name_length;
    char *body = vfr_ring_claim(&vfr_attached.ring, length, 0, from->thread);

    if (body == NULL)
        return false;
    LAY_OVER(deviceNamed, body, length, from);
    struct SBE(deviceNamed_aliases) aliases = {0};
    SBE(deviceNamed_aliases_set_count)(&event, &aliases, 0);
    SBE(deviceNamed_put_name)(&event, name, name_length);
    COMMIT();
    return true;
}

void vfr_events_lost(const struct vfr_origin *from, int64_t count, const char *reason)
{
    uint32_t reason_length = (uint32_t)strlen(reason);
    BEGIN(eventsLost, TEXT_HEADER_BYTES + reason_length, from);
    PRESENT(eventsLost);
    SBE(eventsLostPresent_set_count)(&present, count >= 0);
    SBE(eventsLost_set_count)(&event, count >= 0 ? count : 0);
    SBE(eventsLost_put_reason)(&event, reason, reason_length);
    COMMIT();
}

/* Events that tell how a call ended and no more. */
#define RESULT_EVENT(function, type)                              \
    void function(const struct vfr_origin *from, int32_t result)  \
    {                                                             \
        BEGIN(type, 0, from);                                     \
        SBE(type##_set_result)(&event, result);                   \
        COMMIT();                                                 \
    }

RESULT_EVENT(vfr_device_opened, deviceOpened)
RESULT_EVENT(vfr_device_reset, deviceReset)
RESULT_EVENT(vfr_precopy_info_v2_enabled, precopyInfoV2Enabled)
RESULT_EVENT(vfr_data_fd_closed, dataFdClosed)
RESULT_EVENT(vfr_dma_logging_stopped, dmaLoggingStopped)

void vfr_device_closed(const struct vfr_origin *from)
{
    BEGIN(deviceClosed, 0, from);
    COMMIT();
}

void vfr_migration_flags_queried(const struct vfr_origin *from, int32_t result, uint64_t flags)
{
    BEGIN(migrationFlagsQueried, 0, from);
    PRESENT(migrationFlagsQueried);
    SBE(migrationFlagsQueriedPresent_set_flags)(&present, result == 0);
    SBE(migrationFlagsQueried_set_result)(&event, result);
    SBE(migrationFlagsQueried_set_flags)(&event, result == 0 ? (int64_t)flags : 0);
    COMMIT();
}

void vfr_feature_probed(const struct vfr_origin *from, int32_t feature, int32_t result)
{
    BEGIN(featureProbed, 0, from);
    SBE(featureProbed_set_feature)(&event, feature);
    SBE(featureProbed_set_result)(&event, result);
    COMMIT();
}

void vfr_device_state_set(const struct vfr_origin *from, uint32_t state, int32_t result, int32_t data_fd)
{
    BEGIN(deviceStateSet, 0, from);
    PRESENT(deviceStateSet);
    SBE(deviceStateSetPresent_set_dataFd)(&present, data_fd >= 0);
    SBE(deviceStateSet_set_requested)(&event, state_code(state));
    SBE(deviceStateSet_set_requestedNumber)(&event, state);
    SBE(deviceStateSet_set_result)(&event, result);
    SBE(deviceStateSet_set_dataFd)(&event, data_fd >= 0 ? data_fd : 0);
    /* Whether a request is a recovery is the VMM's secret. */
    SBE(deviceStateSet_set_cause)(&event, SBE(setCauseCode_SET));
    SBE(deviceStateSet_set_recoverState)(&event, SBE(deviceStateCode_NULL_VALUE));
    COMMIT();
}

void vfr_device_state_got(const struct vfr_origin *from, int32_t result, uint32_t state)
{
    BEGIN(deviceStateGot, 0, from);
    SBE(deviceStateGot_set_result)(&event, result);
    SBE(deviceStateGot_set_state)(&event, result == 0 ? state_code(state) : SBE(deviceStateCode_NULL_VALUE));
    COMMIT();
}

void vfr_ioctl_called(const struct vfr_origin *from, uint32_t kind, uint32_t request, const uint32_t *feature_flags,
                      int32_t result)
{
    BEGIN(ioctlCalled, 0, from);
    PRESENT(ioctlCalled);
    SBE(ioctlCalledPresent_set_featureFlags)(&present, feature_flags != NULL);
    SBE(ioctlCalled_set_fdKind)(&event, (enum SBE(fdKindCode))(kind - VFR_KIND_CONTAINER));
    SBE(ioctlCalled_set_request)(&event, request);
    SBE(ioctlCalled_set_featureFlags)(&event, feature_flags == NULL ? 0 : *feature_flags);
    SBE(ioctlCalled_set_result)(&event, result);
    COMMIT();
}

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

void vfr_mig_data_size_queried(const struct vfr_origin *from, int32_t result, uint64_t stop_copy_length)
{
    BEGIN(migDataSizeQueried, 0, from);
    PRESENT(migDataSizeQueried);
    SBE(migDataSizeQueriedPresent_set_stopCopyLength)(&present, result == 0);
    SBE(migDataSizeQueried_set_result)(&event, result);
    SBE(migDataSizeQueried_set_stopCopyLength)(&event, result == 0 ? (int64_t)stop_copy_length : 0);
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

void vfr_dma_logging_started(const struct vfr_origin *from, int32_t result, uint64_t page_size,
                             const struct vfr_iova_range *ranges, uint32_t count)
{
    BEGIN(dmaLoggingStarted,
          GROUP_HEADER_BYTES + count * SBE(dmaLoggingStarted_ranges_sbe_block_length)(), from);
    PRESENT(dmaLoggingStarted);
    SBE(dmaLoggingStartedPresent_set_pageSizeBytes)(&present, result == 0);
    SBE(dmaLoggingStarted_set_result)(&event, result);
    SBE(dmaLoggingStarted_set_pageSizeBytes)(&event, (int64_t)page_size);
    struct SBE(dmaLoggingStarted_ranges) group = {0};
    SBE(dmaLoggingStarted_ranges_set_count)(&event, &group, (uint16_t)count);
    for (uint32_t i = 0; i < count; i++) {
        struct SBE(iovaRange) range = {0};
        SBE(dmaLoggingStarted_ranges_next)(&group);
        SBE(dmaLoggingStarted_ranges_iovaRange)(&group, &range);
        SBE(iovaRange_set_iova)(&range, (int64_t)ranges[i].iova);
        SBE(iovaRange_set_lengthBytes)(&range, (int64_t)ranges[i].length);
    }
    COMMIT();
}

void vfr_dirty_pages_reported(const struct vfr_origin *from, int32_t result, uint64_t iova, uint64_t range_length)
{
    BEGIN(dirtyPagesReported, 0, from);
    PRESENT(dirtyPagesReported);
    /* How many bits are new is not to be seen: the driver ORs them into what the caller had. */
    SBE(dirtyPagesReportedPresent_set_dirtyPages)(&present, false);
    SBE(dirtyPagesReported_set_result)(&event, result);
    struct SBE(iovaRange) range = {0};
    SBE(dirtyPagesReported_iovaRange)(&event, &range);
    SBE(iovaRange_set_iova)(&range, (int64_t)iova);
    SBE(iovaRange_set_lengthBytes)(&range, (int64_t)range_length);
    SBE(dirtyPagesReported_set_dirtyPages)(&event, 0);
    COMMIT();
}

void vfr_irq_wired(const struct vfr_origin *from, int32_t result, uint32_t index, int32_t event_fd)
{
    BEGIN(irqWired, 0, from);
    PRESENT(irqWired);
    SBE(irqWiredPresent_set_eventFd)(&present, event_fd >= 0);
    SBE(irqWired_set_result)(&event, result);
    SBE(irqWired_set_irqIndex)(&event, (int32_t)index);
    SBE(irqWired_set_eventFd)(&event, event_fd >= 0 ? event_fd : 0);
    COMMIT();
}

void vfr_region_info_read(const struct vfr_origin *from, int32_t result, uint32_t region)
{
    BEGIN(regionInfoRead, 0, from);
    SBE(regionInfoRead_set_result)(&event, result);
    SBE(regionInfoRead_set_region)(&event, (int32_t)region);
    COMMIT();
}

void vfr_region_mapped(const struct vfr_origin *from, const char *region)
{
    uint32_t region_length = (uint32_t)strlen(region);
    BEGIN(regionMapped, TEXT_HEADER_BYTES + region_length, from);
    SBE(regionMapped_put_region)(&event, region, region_length);
    COMMIT();
}

void vfr_region_unmapped(const struct vfr_origin *from, const char *region)
{
    uint32_t region_length = (uint32_t)strlen(region);
    BEGIN(regionUnmapped, TEXT_HEADER_BYTES + region_length, from);
    SBE(regionUnmapped_put_region)(&event, region, region_length);
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
