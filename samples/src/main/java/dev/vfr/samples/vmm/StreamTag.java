package dev.vfr.samples.vmm;

/// The 64-bit tags of QEMU's device state records.
final class StreamTag {

    static final long END_OF_STATE = 0xffff_ffff_ef10_0001L;
    static final long DEV_CONFIG_STATE = 0xffff_ffff_ef10_0002L;
    static final long DEV_SETUP_STATE = 0xffff_ffff_ef10_0003L;
    static final long DEV_DATA_STATE = 0xffff_ffff_ef10_0004L;
    static final long DEV_INIT_DATA_SENT = 0xffff_ffff_ef10_0005L;

    private StreamTag() {}
}
