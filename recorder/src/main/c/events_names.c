/* Encodes the events that name a process or a device, and the one that says that events are missing. */
#include "events.h"

#include <string.h>

#include "dev_vfr_recorder_trace_sbe/deviceNamed.h"
#include "dev_vfr_recorder_trace_sbe/eventsLost.h"
#include "dev_vfr_recorder_trace_sbe/processNamed.h"
#include "encode.h"

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
