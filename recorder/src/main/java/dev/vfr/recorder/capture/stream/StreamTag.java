package dev.vfr.recorder.capture.stream;

import java.util.Arrays;
import java.util.Optional;

/// The 64-bit tag before each device state record of VFIO, named as `VFIO_MIG_FLAG_*` in QEMU's
/// hw/vfio/migration.c.
public enum StreamTag {
    /// Ends a section. Also stands alone where a device has nothing to say.
    END_OF_STATE(0xffff_ffff_ef10_0001L),
    /// The device's own vmstate follows, without a length, then [#END_OF_STATE].
    DEV_CONFIG_STATE(0xffff_ffff_ef10_0002L),
    /// Saving begins; [#END_OF_STATE] follows at once.
    DEV_SETUP_STATE(0xffff_ffff_ef10_0003L),
    /// A 64-bit length and that many bytes of device data follow.
    DEV_DATA_STATE(0xffff_ffff_ef10_0004L),
    /// All initial data were sent (QEMU 8.1); takes the place of [#END_OF_STATE].
    DEV_INIT_DATA_SENT(0xffff_ffff_ef10_0005L),
    /// The config that came through multifd may be loaded now (QEMU 10.1); takes the place of [#END_OF_STATE].
    DEV_CONFIG_LOAD_READY(0xffff_ffff_ef10_0006L);

    private final long value;

    StreamTag(long value) {
        this.value = value;
    }

    /// The tag as it stands in the stream, big-endian there.
    public long value() {
        return value;
    }

    /// The tag with this value, empty where there is none.
    public static Optional<StreamTag> of(long value) {
        return Arrays.stream(values()).filter(tag -> tag.value == value).findFirst();
    }
}
