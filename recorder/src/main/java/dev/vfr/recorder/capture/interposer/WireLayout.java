package dev.vfr.recorder.capture.interposer;

/// Where things are in the ring file: `src/main/c/wire.h` in Java. A test compares the two.
final class WireLayout {

    static final long MAGIC = 0x474e495230524656L;
    static final int VERSION = 1;

    static final int MESSAGE_EVENT = 1;
    static final int MESSAGE_PAYLOAD = 2;

    static final int CONTROL_BYTES = 4096;
    static final int PROCESSES = 64;
    static final int PROCESS_BYTES = 20480;
    static final int RING_AT = CONTROL_BYTES + PROCESSES * PROCESS_BYTES;

    private WireLayout() {}

    /// Offsets in struct vfr_control, which begins the file.
    static final class Control {
        static final int MAGIC_AT = 0;
        static final int VERSION_AT = 8;
        static final int EVENT_SCHEMA_AT = 12;
        static final int RING_OFFSET_AT = 16;
        static final int RING_CAPACITY_AT = 24;
        static final int DATA_RESERVE_AT = 32;
        static final int PAYLOAD_AT = 40;
        static final int RECORDING_AT = 44;
        static final int RECORDER_PID_AT = 48;
        static final int NEXT_PROCESS_AT = 64;
        static final int LOST_CONTROL_AT = 72;
        static final int LOST_PROCESSES_AT = 80;
        static final int LOST_PAYLOAD_AT = 88;
        static final int DRAINED_AT = 128;
        static final int TOLD_CONTROL_AT = 136;
        static final int TOLD_PROCESSES_AT = 144;
        static final int TOLD_PAYLOAD_AT = 152;

        private Control() {}
    }

    /// Offsets in struct vfr_process.
    static final class Slot {
        static final int PID_AT = 0;
        static final int NUMBER_AT = 4;
        static final int ATTACHED_NS_AT = 8;
        static final int LABEL_AT = 32;
        static final int LABEL_BYTES = 64;
        static final int FILES_AT = 96;
        static final int FILES = 96;
        static final int FILE_BYTES = 104;
        static final int DEVICES_AT = 10080;
        static final int DEVICES = 48;
        static final int DEVICE_BYTES = 144;

        private Slot() {}
    }

    /// Offsets in struct vfr_file.
    static final class OpenFile {
        static final int KIND_AT = 0;
        static final int DEVICE_AT = 4;
        static final int SESSION_AT = 8;
        static final int SAVING_AT = 44;
        static final int MERGED_CALLS_AT = 56;
        static final int MERGED_BYTES_AT = 64;
        static final int MERGED_OFFSET_AT = 72;
        static final int MERGED_START_NS_AT = 80;
        static final int MERGED_END_NS_AT = 88;
        static final int MERGED_THREAD_AT = 96;
        static final int OFFSET_UNKNOWN_AT = 100;

        private OpenFile() {}
    }

    /// Offsets in struct vfr_device.
    static final class DeviceEntry {
        static final int NUMBER_AT = 0;
        static final int NAMED_AT = 8;
        static final int NAME_AT = 16;
        static final int NAME_BYTES = 128;

        private DeviceEntry() {}
    }

    /// Offsets in struct vfr_payload.
    static final class PayloadHead {
        static final int PROCESS_AT = 0;
        static final int DEVICE_AT = 4;
        static final int SESSION_AT = 8;
        static final int LENGTH_AT = 12;
        static final int STREAM_OFFSET_AT = 16;
        static final int BYTES = 24;

        private PayloadHead() {}
    }
}
