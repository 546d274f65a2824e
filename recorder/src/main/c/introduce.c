/* Writes names when they are first needed, so that a process without VFIO takes no slot and no place in the ring. */
#include "introduce.h"

#include "attached.h"
#include "devices.h"
#include "events.h"
#include "real.h"
#include "slots.h"

/* Every thread that finds the process without a name writes it: twice does no harm, after its first event it would. */
static void name_process(struct vfr_process *slot)
{
    const struct vfr_origin origin = {
        .start_ns = slot->attached_ns,
        .duration_ns = VFR_UNKNOWN_DURATION,
        .process = slot->number,
        .thread = vfr_thread_id(),
        .device = -1,
        .session = VFR_NO_SESSION,
    };

    if (vfr_process_named(&origin, slot->pid, slot->label))
        __atomic_store_n(&vfr_self->named, 1, __ATOMIC_RELEASE);
}

static void name_device(const struct vfr_process *slot, int32_t device)
{
    struct vfr_open_device *named = &vfr_devices[device];

    if (VFR_LIKELY(__atomic_load_n(&named->announced, __ATOMIC_ACQUIRE) != 0))
        return;
    const struct vfr_origin origin = {
        .start_ns = vfr_now(),
        .duration_ns = VFR_UNKNOWN_DURATION,
        .process = slot->number,
        .thread = vfr_thread_id(),
        .device = named->number,
        .session = VFR_NO_SESSION,
    };
    if (vfr_device_name_told(&origin, named->name))
        __atomic_store_n(&named->announced, 1, __ATOMIC_RELEASE);
}

bool vfr_origin_of(struct vfr_call *call, struct vfr_origin *origin)
{
    if (call->end_ns == 0)
        call->end_ns = vfr_now();
    if (!vfr_recording())
        return false;
    vfr_file_used(call);
    struct vfr_process *slot = vfr_slot();
    if (VFR_UNLIKELY(slot == NULL))
        return false;
    if (VFR_UNLIKELY(__atomic_load_n(&vfr_self->named, __ATOMIC_ACQUIRE) == 0))
        name_process(slot);
    if (call->device >= 0)
        name_device(slot, call->device);
    origin->start_ns = call->start_ns;
    origin->duration_ns = call->end_ns - call->start_ns;
    origin->process = slot->number;
    origin->thread = vfr_thread_id();
    origin->device = vfr_device_number(call->device);
    origin->session = call->session;
    return true;
}

void vfr_tell_loss(uint32_t *told, const char *reason)
{
    if (!vfr_recording() || __atomic_exchange_n(told, 1, __ATOMIC_RELAXED) != 0)
        return;
    struct vfr_call call = {.file = VFR_NO_FILE, .device = -1, .session = VFR_NO_SESSION};
    struct vfr_origin origin;
    call.start_ns = vfr_now();
    if (vfr_origin_of(&call, &origin))
        vfr_events_lost(&origin, -1, reason);
}
