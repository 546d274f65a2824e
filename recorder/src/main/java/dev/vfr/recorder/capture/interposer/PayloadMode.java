package dev.vfr.recorder.capture.interposer;

/// What is recorded of the bytes of device data: enum vfr_payload_mode.
public enum PayloadMode {
    /// Their number alone.
    NONE(0),
    /// Their number and a checksum.
    DIGEST(1),
    /// Number, checksum and the bytes, which are the guest's secret.
    FULL(2);

    private final int number;

    PayloadMode(int number) {
        this.number = number;
    }

    /// The number in the ring file.
    int number() {
        return number;
    }

    /// The mode with this number; what nobody knows is taken for the usual one.
    static PayloadMode of(int number) {
        for (PayloadMode mode : values()) {
            if (mode.number == number) {
                return mode;
            }
        }
        return DIGEST;
    }
}
