/*
 * What the preloaded library and the recorder share: one file, mapped by both, called the ring file.
 *
 * | at                      | bytes                            | content                                              |
 * |-------------------------|----------------------------------|------------------------------------------------------|
 * | 0                       | 4096                             | struct vfr_control                                   |
 * | 4096                    | VFR_PROCESSES * 20480            | struct vfr_process, one for each process with VFIO   |
 * | control.ring_offset     | control.ring_capacity            | the messages                                         |
 * | … + ring_capacity       | 768                              | the trailer: positions of the writers and the reader |
 *
 * The ring is that of Agrona's ManyToOneRingBuffer, byte for byte: the recorder reads it with that class. Its messages
 * are those of events.xml, of type VFR_MESSAGE_EVENT, and with --payload full also VFR_MESSAGE_PAYLOAD.
 *
 * Where the file lies on a disk that may be full, its maker reserves the blocks (fallocate): a hole that cannot be
 * filled kills a process that touches it. The library reserves what its maker did not, and does not record where that fails.
 *
 * The file outlives both sides. The recorder makes it, writes the magic number last, and holds a POSIX record lock on
 * its first byte as long as it lives, so that there is one recorder at most. All numbers are little-endian; the two
 * sides run on one machine.
 *
 * dev.vfr.recorder.capture.interposer.WireLayout says the same in Java; a test compares the two.
 */
#ifndef VFR_WIRE_H
#define VFR_WIRE_H

#include <stddef.h>
#include <stdint.h>

#define VFR_WIRE_MAGIC UINT64_C(0x474e495230524656) /* "VFR0RING" */
#define VFR_WIRE_VERSION 1

/* The environment variable that names the ring file. */
#define VFR_RING_VARIABLE "VFR_RING"

#define VFR_CONTROL_BYTES 4096
#define VFR_PROCESSES 64
#define VFR_PROCESS_BYTES 20480
#define VFR_FILES 96
#define VFR_FILE_FDS 6
#define VFR_DEVICES 48
#define VFR_NAME_BYTES 128
#define VFR_RING_TRAILER_BYTES 768
#define VFR_RING_MIN_CAPACITY (UINT64_C(1) << 16)
#define VFR_RING_MAX_CAPACITY (UINT64_C(1) << 30) /* positions within it are Java's int */

enum vfr_message_type {
    VFR_MESSAGE_EVENT = 1,   /* a message of events.xml, its message header included */
    VFR_MESSAGE_PAYLOAD = 2, /* struct vfr_payload, then the bytes */
};

enum vfr_payload_mode {
    VFR_PAYLOAD_NONE = 0,
    VFR_PAYLOAD_DIGEST = 1,
    VFR_PAYLOAD_FULL = 2, /* digest and bytes */
};

/* Offsets are part of the interface: they never move within a version. */
struct vfr_control {
    uint64_t magic; /* VFR_WIRE_MAGIC, written last by whoever makes the file */
    uint32_t version;
    uint32_t event_schema; /* version of events.xml that the maker of the file writes */
    uint64_t ring_offset;
    uint64_t ring_capacity; /* bytes, a power of two */
    uint64_t data_reserve;  /* bytes of the ring that data messages leave free for the others */
    uint32_t payload;       /* enum vfr_payload_mode */
    uint32_t recording;     /* 0: pass every call through and record nothing. Stays 1 when the recorder is killed. */
    int32_t recorder_pid;   /* for messages only; the lock tells who is the recorder */
    uint32_t unused0;
    uint8_t unused1[8];

    /* 64: written by the library */
    uint32_t next_process; /* the trace's number of the next process, device */
    uint32_t next_device;
    uint64_t lost_control;   /* events other than data that found no place in the ring, ever */
    uint64_t lost_processes; /* processes with VFIO that found no free struct vfr_process, ever */
    uint64_t lost_payload;   /* bytes of device data that found no place in the ring, ever (VFR_PAYLOAD_FULL) */
    uint8_t unused2[32];

    /* 128: written by the recorder, for the one that takes over when it is killed */
    uint64_t drained;        /* ring position up to which all messages are in a trace; the head follows */
    uint64_t told_control;   /* how much of the lost_ numbers above is in a trace */
    uint64_t told_processes;
    uint64_t told_payload;
};

/* What a tracked open file is: dev.vfr.model.vfio.FdKind, plus one. */
enum vfr_kind {
    VFR_KIND_FREE = 0,
    VFR_KIND_CONTAINER = 1,
    VFR_KIND_IOMMUFD = 2,
    VFR_KIND_GROUP = 3,
    VFR_KIND_DEVICE = 4,
    VFR_KIND_DATA = 5,
};

/*
 * One open file of a process: dup'ed fds share it. It lies in the ring file so that an exec does not lose it, and so
 * that the recorder can write down what was merged when the process has died.
 */
struct vfr_file {
    uint32_t kind;             /* enum vfr_kind; set last, cleared last */
    int32_t device;            /* the trace's number, -1: none */
    int32_t session;           /* data transfer session of the device, -1: none */
    uint32_t inherited;        /* from the parent of a fork, and not used by this process so far */
    int32_t fds[VFR_FILE_FDS]; /* the fds that stand for it, -1: none */
    uint32_t open_fds;         /* how many there are, those without a place in fds included */
    uint32_t saving;           /* of a data_fd, as far as known: 1 saving, 0 resuming */
    uint64_t stream_offset;    /* bytes of the session so far */

    /* Data calls that found the ring nearly full; merged_calls 0: none. */
    uint64_t merged_calls;
    uint64_t merged_bytes;
    uint64_t merged_offset;   /* stream offset of the first */
    int64_t merged_start_ns;  /* entry of the first */
    int64_t merged_end_ns;    /* return of the last */
    uint32_t merged_thread;   /* of the last */
    uint32_t offset_unknown;  /* 1: bytes moved before this process knew the fd; both offsets here say nothing */
};

/* A device that a process has opened; keeps its number when it is closed and opened again. */
struct vfr_device {
    int32_t number; /* the trace's number */
    int32_t next_session;
    uint32_t named; /* 1: the entry is in use */
    uint32_t unused;
    char name[VFR_NAME_BYTES]; /* zero-terminated, as in DeviceNamed */
};

struct vfr_process {
    /*
     * 0: free, and all the rest is zero. Taken by compare-and-swap; freed by the recorder once the process is gone, who
     * zeroes the rest first.
     */
    int32_t pid;
    int32_t number;      /* the trace's number of the process */
    int64_t attached_ns; /* CLOCK_MONOTONIC */
    uint64_t unused[2];
    char label[64];      /* zero-terminated: the program's name */
    struct vfr_file files[VFR_FILES];
    struct vfr_device devices[VFR_DEVICES];
};

/* Before the bytes of a VFR_MESSAGE_PAYLOAD. */
struct vfr_payload {
    int32_t process;
    int32_t device;
    int32_t session;
    uint32_t length;        /* bytes that follow */
    uint64_t stream_offset; /* bytes of the session before them */
};

/* The header of a message in the ring, and the places in the trailer: Agrona's RecordDescriptor, RingBufferDescriptor. */
#define VFR_RECORD_HEADER_BYTES 8
#define VFR_RECORD_ALIGNMENT 8
#define VFR_RECORD_PADDING (-1)
#define VFR_TAIL_AT 128
#define VFR_HEAD_CACHE_AT 256
#define VFR_HEAD_AT 384

#define VFR_ASSERT_AT(type, field, at) \
    _Static_assert(offsetof(struct type, field) == (at), #type "." #field " moved")

VFR_ASSERT_AT(vfr_control, ring_offset, 16);
VFR_ASSERT_AT(vfr_control, data_reserve, 32);
VFR_ASSERT_AT(vfr_control, payload, 40);
VFR_ASSERT_AT(vfr_control, recording, 44);
VFR_ASSERT_AT(vfr_control, recorder_pid, 48);
VFR_ASSERT_AT(vfr_control, next_process, 64);
VFR_ASSERT_AT(vfr_control, lost_control, 72);
VFR_ASSERT_AT(vfr_control, drained, 128);
VFR_ASSERT_AT(vfr_file, stream_offset, 48);
VFR_ASSERT_AT(vfr_file, merged_calls, 56);
VFR_ASSERT_AT(vfr_process, files, 96);
_Static_assert(sizeof(struct vfr_control) <= VFR_CONTROL_BYTES, "the control block grew out of its page");
_Static_assert(sizeof(struct vfr_file) == 104, "struct vfr_file");
_Static_assert(sizeof(struct vfr_device) == 144, "struct vfr_device");
_Static_assert(sizeof(struct vfr_process) <= VFR_PROCESS_BYTES, "struct vfr_process grew out of its place");
_Static_assert(sizeof(struct vfr_payload) == 24, "struct vfr_payload");

#endif
