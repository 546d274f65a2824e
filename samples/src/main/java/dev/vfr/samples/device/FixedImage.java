package dev.vfr.samples.device;

import dev.vfr.samples.device.DeviceProfile.Part;
import dev.vfr.samples.image.Pattern;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/// The bytes of a FIXED image: a header that names the device, and a body.
final class FixedImage {

    private final byte[] bytes;
    private final int headerBytes;

    /// Of each byte, whether a write with another one is refused.
    private final boolean[] checked;

    private FixedImage(byte[] bytes, int headerBytes, boolean[] checked) {
        this.bytes = bytes;
        this.headerBytes = headerBytes;
        this.checked = checked;
    }

    /// All of it.
    byte[] bytes() {
        return bytes;
    }

    /// How many of the first bytes a driver compares with its own.
    int headerBytes() {
        return headerBytes;
    }

    /// The same for every device of the profile's type.
    static FixedImage of(DeviceProfile profile) {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        image.writeBytes(HexFormat.of().parseHex(profile.image().headerHex()));
        image.writeBytes(PlainImage.padded(profile.type(), profile.image().typeBytes()));
        int headerBytes = image.size();
        for (Part part : profile.image().body()) {
            image.writeBytes(HexFormat.of().parseHex(part.hex()));
        }
        long size = profile.sizes().initialBytes() + profile.sizes().stopCopyBytes();
        int left = Math.toIntExact(size - image.size());
        Pattern pattern = new Pattern(new SplittableRandom(profile.type().hashCode()));
        image.writeBytes(pattern.data(0, left).toBytes());
        return new FixedImage(image.toByteArray(), headerBytes, checked(profile, headerBytes, (int) size));
    }

    private static boolean[] checked(DeviceProfile profile, int headerBytes, int size) {
        boolean[] checked = new boolean[size];
        int at = headerBytes;
        for (Part part : profile.image().body()) {
            int end = at + part.hex().length() / 2;
            Arrays.fill(checked, at, end, part.checked());
            at = end;
        }
        return checked;
    }

    /// Whether `data` may stand from `position` on, as far as the driver compares it.
    boolean allows(byte[] data, int position) {
        for (int i = 0; i < data.length; i++) {
            if (checked[position + i] && data[i] != bytes[position + i]) {
                return false;
            }
        }
        return true;
    }
}
