package dev.vfr.model.vfio;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/// The head of every VFIO_DEVICE_FEATURE argument.
///
/// | offset | type | field |
/// |---|---|---|
/// | 0 | u32 | argsz: bytes of the whole buffer, head included |
/// | 4 | u32 | flags: feature index in bits 0-15, GET bit 16, SET bit 17, PROBE bit 18, the rest 0 |
/// | 8 | | payload of the feature |
///
/// Source: include/uapi/linux/vfio.h, struct vfio_device_feature. Numbers are in the host's byte order, which is
/// that of the buffer given.
///
/// @param argszBytes bytes, an unsigned 32-bit number
/// @param flags all 32 bits
public record FeatureHeader(long argszBytes, int flags) {

    public static final int SIZE_BYTES = 8;

    public static final int GET = 1 << 16;
    public static final int SET = 1 << 17;
    public static final int PROBE = 1 << 18;

    private static final int INDEX_MASK = 0xffff;
    private static final int KNOWN_BITS = INDEX_MASK | GET | SET | PROBE;

    public FeatureHeader {
        if (argszBytes < 0 || argszBytes > 0xffff_ffffL) {
            throw new IllegalArgumentException("argsz " + argszBytes);
        }
    }

    /// The head of a request whose buffer just holds the feature's payload.
    ///
    /// @param operation of [#GET], [#SET] and [#PROBE]
    public static FeatureHeader of(DeviceFeature feature, int operation) {
        return new FeatureHeader(SIZE_BYTES + feature.payloadBytes(), operation | feature.index());
    }

    public static FeatureHeader decode(ByteBuffer buffer, int at) {
        return new FeatureHeader(Integer.toUnsignedLong(buffer.getInt(at)), buffer.getInt(at + 4));
    }

    public void encode(ByteBuffer buffer, int at) {
        buffer.putInt(at, (int) argszBytes).putInt(at + 4, flags);
    }

    public int featureIndex() {
        return flags & INDEX_MASK;
    }

    /// The feature asked for, empty if the index is not known here.
    public Optional<DeviceFeature> feature() {
        return DeviceFeature.ofIndex(featureIndex());
    }

    public boolean isGet() {
        return (flags & GET) != 0;
    }

    public boolean isSet() {
        return (flags & SET) != 0;
    }

    public boolean isProbe() {
        return (flags & PROBE) != 0;
    }

    /// How the kernel's core answers the head alone, before a driver is asked: empty if the driver is to
    /// answer, or where a probe succeeds.
    ///
    /// Source: drivers/vfio/vfio_main.c, vfio_ioctl_device_feature(); vfio_check_feature() in include/linux/vfio.h.
    ///
    /// @param offered the features that kernel and driver have
    public Optional<Errno> refusal(Set<DeviceFeature> offered) {
        boolean bothOperations = isGet() && isSet() && !isProbe();
        if (argszBytes < SIZE_BYTES || (flags & ~KNOWN_BITS) != 0 || bothOperations) {
            return Optional.of(Errno.EINVAL);
        }
        Optional<DeviceFeature> feature = feature().filter(offered::contains);
        if (feature.isEmpty()) {
            return Optional.of(Errno.ENOTTY);
        }
        int operations = flags & (GET | SET);
        if ((operations & ~feature.get().operations()) != 0) {
            return Optional.of(Errno.EINVAL);
        }
        if (isProbe()) {
            return Optional.empty();
        }
        boolean tooShort = argszBytes < SIZE_BYTES + feature.get().payloadBytes();
        return operations == 0 || tooShort ? Optional.of(Errno.EINVAL) : Optional.empty();
    }
}
