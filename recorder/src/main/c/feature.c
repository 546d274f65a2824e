/* Reads the feature's payload as far as its direction and its size are the known ones. */
#include "feature.h"

#include <string.h>

#include "devices.h"
#include "events.h"
#include "follow.h"
#include "introduce.h"
#include "uapi.h"

#define MOST_RANGES 256 /* the kernel takes no more */

struct feature {
    uint32_t argsz;
    uint32_t flags;
    union {
        uint64_t migration_flags;
        struct {
            uint32_t device_state;
            int32_t data_fd;
        } state;
        struct {
            uint64_t page_size;
            uint32_t num_ranges;
            uint32_t reserved;
            uint64_t ranges;
        } logging;
        struct {
            uint64_t iova;
            uint64_t length;
            uint64_t page_size;
            uint64_t bitmap;
        } report;
        uint64_t stop_copy_length;
    } payload;
};

/* A new data_fd is a new session, and the event that brings it belongs to that session. */
static void put_state_set(const struct vfr_ioctl *ioctl, const struct feature *feature)
{
    struct vfr_call *call = ioctl->call;
    uint32_t state = feature->payload.state.device_state;
    int32_t data_fd = ioctl->result == 0 ? feature->payload.state.data_fd : -1;
    struct vfr_origin origin;

    if (data_fd >= 0) {
        call->session = vfr_device_next_session(call->device);
        vfr_file_open(VFR_KIND_DATA, data_fd, call->device, call->session, state != 4 /* RESUMING */);
    }
    if (vfr_origin_of(call, &origin))
        vfr_device_state_set(&origin, state, ioctl->result, data_fd);
}

static void put_logging_started(const struct vfr_ioctl *ioctl, const struct feature *feature)
{
    struct vfr_origin origin;
    const struct vfr_iova_range *ranges = (const void *)(uintptr_t)feature->payload.logging.ranges;
    uint32_t count = feature->payload.logging.num_ranges;

    if (!vfr_origin_of(ioctl->call, &origin))
        return;
    if (ioctl->result != 0)
        vfr_dma_logging_started(&origin, ioctl->result, 0, NULL, 0);
    else
        vfr_dma_logging_started(&origin, 0, feature->payload.logging.page_size, ranges,
                                count < MOST_RANGES ? count : MOST_RANGES);
}

static void put_known_feature(const struct vfr_ioctl *ioctl, const struct feature *feature)
{
    struct vfr_origin origin;
    bool getting = (feature->flags & FEATURE_GET) != 0;

    switch (feature->flags & FEATURE_INDEX) {
    case FEATURE_MIG_DEVICE_STATE:
        if (!getting) {
            put_state_set(ioctl, feature);
            return;
        }
        if (vfr_origin_of(ioctl->call, &origin))
            vfr_device_state_got(&origin, ioctl->result, feature->payload.state.device_state);
        return;
    case FEATURE_DMA_LOGGING_START:
        put_logging_started(ioctl, feature);
        return;
    default:
        break;
    }
    if (!vfr_origin_of(ioctl->call, &origin))
        return;
    switch (feature->flags & FEATURE_INDEX) {
    case FEATURE_MIGRATION:
        vfr_migration_flags_queried(&origin, ioctl->result, feature->payload.migration_flags);
        return;
    case FEATURE_DMA_LOGGING_STOP:
        vfr_dma_logging_stopped(&origin, ioctl->result);
        return;
    case FEATURE_DMA_LOGGING_REPORT:
        vfr_dirty_pages_reported(&origin, ioctl->result, feature->payload.report.iova,
                                 feature->payload.report.length);
        return;
    case FEATURE_MIG_DATA_SIZE:
        vfr_mig_data_size_queried(&origin, ioctl->result, feature->payload.stop_copy_length);
        return;
    default:
        vfr_precopy_info_v2_enabled(&origin, ioctl->result);
        return;
    }
}

/* The payload of a feature and the direction that it is known in; false: an event of its own does not exist. */
static bool known_feature(uint32_t flags, uint32_t *payload_bytes)
{
    uint32_t direction = flags & (FEATURE_GET | FEATURE_SET);

    switch (flags & FEATURE_INDEX) {
    case FEATURE_MIGRATION:
    case FEATURE_MIG_DATA_SIZE:
        *payload_bytes = 8;
        return direction == FEATURE_GET;
    case FEATURE_MIG_DEVICE_STATE:
        *payload_bytes = 8;
        return direction == FEATURE_GET || direction == FEATURE_SET;
    case FEATURE_DMA_LOGGING_START:
        *payload_bytes = 24;
        return direction == FEATURE_SET;
    case FEATURE_DMA_LOGGING_STOP:
    case FEATURE_MIG_PRECOPY_INFO_V2:
        *payload_bytes = 0;
        return direction == FEATURE_SET;
    case FEATURE_DMA_LOGGING_REPORT:
        *payload_bytes = 32;
        return direction == FEATURE_GET;
    default:
        return false;
    }
}

void vfr_feature_done(const struct vfr_ioctl *ioctl)
{
    struct feature feature = {0};
    uint32_t payload_bytes = 0;
    struct vfr_origin origin;

    if (!vfr_argument_was_read(ioctl)) {
        vfr_ioctl_plain(ioctl, NULL);
        return;
    }
    memcpy(&feature, ioctl->argument, FEATURE_HEADER_BYTES);
    if (feature.argsz < FEATURE_HEADER_BYTES) {
        vfr_ioctl_plain(ioctl, NULL);
        return;
    }
    if (feature.flags & FEATURE_PROBE) {
        if (vfr_origin_of(ioctl->call, &origin))
            vfr_feature_probed(&origin, (int32_t)(feature.flags & FEATURE_INDEX), ioctl->result);
        return;
    }
    if (!known_feature(feature.flags, &payload_bytes) || feature.argsz - FEATURE_HEADER_BYTES < payload_bytes) {
        vfr_ioctl_plain(ioctl, &feature.flags);
        return;
    }
    memcpy(&feature.payload, (const char *)ioctl->argument + FEATURE_HEADER_BYTES, payload_bytes);
    put_known_feature(ioctl, &feature);
}
