/* Encodes what a device was asked and answered. */
#include "events.h"

#include <string.h>

#include "dev_vfr_recorder_trace_sbe/deviceClosed.h"
#include "dev_vfr_recorder_trace_sbe/deviceOpened.h"
#include "dev_vfr_recorder_trace_sbe/deviceReset.h"
#include "dev_vfr_recorder_trace_sbe/deviceStateGot.h"
#include "dev_vfr_recorder_trace_sbe/deviceStateSet.h"
#include "dev_vfr_recorder_trace_sbe/dirtyPagesReported.h"
#include "dev_vfr_recorder_trace_sbe/dmaLoggingStarted.h"
#include "dev_vfr_recorder_trace_sbe/dmaLoggingStopped.h"
#include "dev_vfr_recorder_trace_sbe/featureProbed.h"
#include "dev_vfr_recorder_trace_sbe/ioctlCalled.h"
#include "dev_vfr_recorder_trace_sbe/irqWired.h"
#include "dev_vfr_recorder_trace_sbe/migDataSizeQueried.h"
#include "dev_vfr_recorder_trace_sbe/migrationFlagsQueried.h"
#include "dev_vfr_recorder_trace_sbe/precopyInfoV2Enabled.h"
#include "dev_vfr_recorder_trace_sbe/regionInfoRead.h"
#include "dev_vfr_recorder_trace_sbe/regionMapped.h"
#include "dev_vfr_recorder_trace_sbe/regionUnmapped.h"
#include "encode.h"

static enum SBE(deviceStateCode) state_code(uint32_t state)
{
    return state <= SBE(deviceStateCode_PRE_COPY_P2P) ? (enum SBE(deviceStateCode))state
                                                      : SBE(deviceStateCode_NULL_VALUE);
}

RESULT_EVENT(vfr_device_opened, deviceOpened)
RESULT_EVENT(vfr_device_reset, deviceReset)
RESULT_EVENT(vfr_precopy_info_v2_enabled, precopyInfoV2Enabled)
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

void vfr_mig_data_size_queried(const struct vfr_origin *from, int32_t result, uint64_t stop_copy_length)
{
    BEGIN(migDataSizeQueried, 0, from);
    PRESENT(migDataSizeQueried);
    SBE(migDataSizeQueriedPresent_set_stopCopyLength)(&present, result == 0);
    SBE(migDataSizeQueried_set_result)(&event, result);
    SBE(migDataSizeQueried_set_stopCopyLength)(&event, result == 0 ? (int64_t)stop_copy_length : 0);
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
