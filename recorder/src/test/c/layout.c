/* Prints the layout of wire.h, for the test that compares it with the Java side: NAME VALUE, one a line. */
#include <stdio.h>

#include "wire.h"

#define VALUE(name, value) printf("%s %llu\n", name, (unsigned long long)(value))
#define AT(type, field) VALUE(#type "." #field, offsetof(struct type, field))
#define SIZE(type) VALUE(#type, sizeof(struct type))

int main(void)
{
    VALUE("magic", VFR_WIRE_MAGIC);
    VALUE("version", VFR_WIRE_VERSION);
    VALUE("control bytes", VFR_CONTROL_BYTES);
    VALUE("processes", VFR_PROCESSES);
    VALUE("process bytes", VFR_PROCESS_BYTES);
    VALUE("files", VFR_FILES);
    VALUE("devices", VFR_DEVICES);
    VALUE("name bytes", VFR_NAME_BYTES);
    VALUE("trailer bytes", VFR_RING_TRAILER_BYTES);
    VALUE("tail at", VFR_TAIL_AT);
    VALUE("head cache at", VFR_HEAD_CACHE_AT);
    VALUE("head at", VFR_HEAD_AT);
    VALUE("event", VFR_MESSAGE_EVENT);
    VALUE("payload", VFR_MESSAGE_PAYLOAD);
    VALUE("payload none", VFR_PAYLOAD_NONE);
    VALUE("payload digest", VFR_PAYLOAD_DIGEST);
    VALUE("payload full", VFR_PAYLOAD_FULL);
    AT(vfr_control, magic);
    AT(vfr_control, version);
    AT(vfr_control, event_schema);
    AT(vfr_control, ring_offset);
    AT(vfr_control, ring_capacity);
    AT(vfr_control, data_reserve);
    AT(vfr_control, payload);
    AT(vfr_control, recording);
    AT(vfr_control, recorder_pid);
    AT(vfr_control, next_process);
    AT(vfr_control, lost_control);
    AT(vfr_control, lost_processes);
    AT(vfr_control, lost_payload);
    AT(vfr_control, drained);
    AT(vfr_control, told_control);
    AT(vfr_control, told_processes);
    AT(vfr_control, told_payload);
    SIZE(vfr_file);
    AT(vfr_file, kind);
    AT(vfr_file, device);
    AT(vfr_file, session);
    AT(vfr_file, saving);
    AT(vfr_file, merged_calls);
    AT(vfr_file, merged_bytes);
    AT(vfr_file, merged_offset);
    AT(vfr_file, merged_start_ns);
    AT(vfr_file, merged_end_ns);
    AT(vfr_file, merged_thread);
    SIZE(vfr_device);
    AT(vfr_device, number);
    AT(vfr_device, named);
    AT(vfr_device, name);
    AT(vfr_process, pid);
    AT(vfr_process, number);
    AT(vfr_process, attached_ns);
    AT(vfr_process, label);
    AT(vfr_process, files);
    AT(vfr_process, devices);
    SIZE(vfr_payload);
    AT(vfr_payload, device);
    AT(vfr_payload, session);
    AT(vfr_payload, length);
    AT(vfr_payload, stream_offset);
    return 0;
}
