package dev.vfr.samples.device;

import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.kernel.UnreadableData;
import java.util.Arrays;
import java.util.Optional;

/// Takes an image of which only the header and the length matter, but for bytes that are marked as checked.
///
/// A header that is refused is kept all the same, as mtty and hisi_acc do: a VMM that goes on writing can load it.
final class FixedReader implements ImageReader {

    private final DeviceProfile profile;
    private final FixedImage own;
    private final byte[] received;
    private int length;

    FixedReader(DeviceProfile profile) {
        this.profile = profile;
        this.own = FixedImage.of(profile);
        this.received = new byte[own.bytes().length];
    }

    @Override
    public Optional<Errno> take(StateData data) {
        if ((long) length + data.length() > received.length) {
            return Optional.of(profile.loading().tooLong());
        }
        if (data instanceof UnreadableData) {
            return Optional.of(Errno.EFAULT);
        }
        byte[] bytes = data.toBytes();
        if (!own.allows(bytes, length)) {
            return Optional.of(profile.loading().badContent());
        }
        boolean headerWasWhole = length >= own.headerBytes();
        System.arraycopy(bytes, 0, received, length, bytes.length);
        length += bytes.length;
        boolean completesHeader = !headerWasWhole && length >= own.headerBytes();
        return completesHeader && !hasOwnHeader()
                ? Optional.of(profile.loading().badHeader())
                : Optional.empty();
    }

    private boolean hasOwnHeader() {
        return Arrays.equals(received, 0, own.headerBytes(), own.bytes(), 0, own.headerBytes());
    }

    @Override
    public Optional<Errno> refusal() {
        return isLongEnough() || profile.loading().shortIsTaken()
                ? Optional.empty()
                : Optional.of(profile.loading().tooShort());
    }

    private boolean isLongEnough() {
        return length == received.length
                || (profile.loading().initialIsEnough()
                        && length == profile.sizes().initialBytes());
    }

    @Override
    public boolean isWhole() {
        return isLongEnough() && Arrays.equals(received, 0, length, own.bytes(), 0, length);
    }
}
