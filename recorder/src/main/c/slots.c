/* Finds, takes and gives back slots, by compare-and-swap on their process id. */
#include "slots.h"

#include <string.h>

#include "attached.h"
#include "devices.h"
#include "files.h"
#include "origin.h"
#include "real.h"

static const char *program_name(void)
{
    const char *slash = strrchr(vfr_command_line, '/');

    return slash == NULL ? vfr_command_line : slash + 1;
}

void vfr_slot_number(struct vfr_process *slot)
{
    slot->number = (int32_t)__atomic_fetch_add(&vfr_attached.control->next_process, 1, __ATOMIC_RELAXED);
    slot->attached_ns = vfr_now();
    memset(slot->label, 0, sizeof slot->label);
    memcpy(slot->label, program_name(), strnlen(program_name(), sizeof slot->label - 1));
}

/* A slot's place is longer than its struct, so that the struct may grow. */
static struct vfr_process *slot_at(int index)
{
    return (struct vfr_process *)((char *)vfr_attached.control + VFR_CONTROL_BYTES +
                                  (size_t)index * VFR_PROCESS_BYTES);
}

struct vfr_process *vfr_slot_of(int32_t pid)
{
    for (int i = 0; i < VFR_PROCESSES; i++) {
        struct vfr_process *slot = slot_at(i);
        if (__atomic_load_n(&slot->pid, __ATOMIC_ACQUIRE) == pid)
            return slot;
    }
    return NULL;
}

static void release(struct vfr_process *slot)
{
    int32_t pid = slot->pid;

    memset((char *)slot + sizeof slot->pid, 0, sizeof *slot - sizeof slot->pid);
    __atomic_compare_exchange_n(&slot->pid, &pid, 0, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
}

static struct vfr_process *claim_slot(int32_t pid)
{
    for (int i = 0; i < VFR_PROCESSES; i++) {
        struct vfr_process *slot = slot_at(i);
        int32_t none = 0;
        if (__atomic_compare_exchange_n(&slot->pid, &none, pid, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
            return slot;
    }
    return NULL;
}

/*
 * Several threads may come here at once, or a signal handler in the middle of it: each fills a slot of its own, one of
 * them gets it into vfr_self, the others give theirs back.
 */
static struct vfr_process *take_slot(void)
{
    int32_t pid = __atomic_load_n(&vfr_self->pid, __ATOMIC_ACQUIRE);
    struct vfr_process *slot = pid == 0 ? NULL : claim_slot(pid);
    struct vfr_process *taken = NULL;

    if (slot == NULL) {
        if (__atomic_exchange_n(&vfr_self->refused, 1, __ATOMIC_ACQ_REL) == 0)
            __atomic_fetch_add(&vfr_attached.control->lost_processes, 1, __ATOMIC_RELAXED);
        return NULL;
    }
    vfr_slot_number(slot);
    vfr_devices_share(slot);
    vfr_files_share(slot);
    if (__atomic_compare_exchange_n(&vfr_self->slot, &taken, slot, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return slot;
    release(slot);
    return taken;
}

struct vfr_process *vfr_slot(void)
{
    struct vfr_process *slot = __atomic_load_n(&vfr_self->slot, __ATOMIC_ACQUIRE);

    if (VFR_LIKELY(slot != NULL))
        return slot;
    return __atomic_load_n(&vfr_self->refused, __ATOMIC_ACQUIRE) != 0 ? NULL : take_slot();
}
