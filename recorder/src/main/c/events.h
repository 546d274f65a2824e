/* The messages of events.xml that this library writes, one function each. They return false where none was written. */
#ifndef VFR_EVENTS_H
#define VFR_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "origin.h"
#include "ring.h"
#include "wire.h"

bool vfr_process_named(const struct vfr_origin *origin, int32_t pid, const char *label);
bool vfr_device_name_told(const struct vfr_origin *origin, const char *name);
void vfr_events_lost(const struct vfr_origin *origin, int64_t count, const char *reason);

void vfr_device_opened(const struct vfr_origin *origin, int32_t result);
void vfr_device_closed(const struct vfr_origin *origin);
void vfr_device_reset(const struct vfr_origin *origin, int32_t result);
void vfr_migration_flags_queried(const struct vfr_origin *origin, int32_t result, uint64_t flags);
void vfr_feature_probed(const struct vfr_origin *origin, int32_t feature, int32_t result);
void vfr_device_state_set(const struct vfr_origin *origin, uint32_t state, int32_t result, int32_t data_fd);
void vfr_device_state_got(const struct vfr_origin *origin, int32_t result, uint32_t state);
void vfr_ioctl_called(const struct vfr_origin *origin, uint32_t kind, uint32_t request, const uint32_t *feature_flags,
                      int32_t result);
void vfr_precopy_info_queried(const struct vfr_origin *origin, int32_t result, uint32_t flags, uint64_t initial_bytes,
                              uint64_t dirty_bytes);
void vfr_precopy_info_v2_enabled(const struct vfr_origin *origin, int32_t result);
void vfr_mig_data_size_queried(const struct vfr_origin *origin, int32_t result, uint64_t stop_copy_length);
void vfr_data_fd_polled(const struct vfr_origin *origin, int32_t result, int32_t asked, int32_t answered,
                        int64_t timeout_ns);
void vfr_data_fd_closed(const struct vfr_origin *origin, int32_t result);

struct vfr_iova_range {
    uint64_t iova;
    uint64_t length;
};

void vfr_dma_logging_started(const struct vfr_origin *origin, int32_t result, uint64_t page_size,
                             const struct vfr_iova_range *ranges, uint32_t count);
void vfr_dma_logging_stopped(const struct vfr_origin *origin, int32_t result);
void vfr_dirty_pages_reported(const struct vfr_origin *origin, int32_t result, uint64_t iova, uint64_t length);
void vfr_irq_wired(const struct vfr_origin *origin, int32_t result, uint32_t index, int32_t event_fd);
void vfr_region_info_read(const struct vfr_origin *origin, int32_t result, uint32_t region);
void vfr_region_mapped(const struct vfr_origin *origin, const char *region);
void vfr_region_unmapped(const struct vfr_origin *origin, const char *region);

/* A read or write of a data_fd. */
struct vfr_moved {
    bool reading;
    bool has_digest;
    bool has_offset;
    bool has_asked;
    int32_t result;
    uint64_t asked;
    uint64_t bytes; /* meaningful where result is 0 */
    uint64_t offset;
    uint32_t digest;
};

/* Writes into a ring of the caller's choice, so that its cost can be measured without a recorder. */
bool vfr_data_moved(struct vfr_ring *ring, int64_t keep_free, const struct vfr_origin *origin,
                    const struct vfr_moved *moved);

/* The most that vfr_data_moved needs. */
size_t vfr_data_moved_bytes(void);

/* Writes what was merged for the file, and empties it. False where it did not fit. */
bool vfr_data_merged(int64_t keep_free, const struct vfr_origin *origin, struct vfr_file *file);

#endif
