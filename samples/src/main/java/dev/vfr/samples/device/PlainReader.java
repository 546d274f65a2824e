package dev.vfr.samples.device;

import dev.vfr.model.event.Crc32c;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Takes a [PlainImage], which is judged as a whole.
final class PlainReader implements ImageReader {

    private final DeviceProfile profile;
    private final byte[] header = new byte[PlainImage.HEADER_BYTES];
    private int headerLength;

    /// The last bytes are kept back, since they may be the trailer.
    private final byte[] tail = new byte[PlainImage.TRAILER_BYTES];

    private int tailLength;
    private long crc;

    PlainReader(DeviceProfile profile) {
        this.profile = profile;
    }

    @Override
    public Optional<Errno> take(StateData data) {
        int ofHeader = Math.min(data.length(), header.length - headerLength);
        data.slice(0, ofHeader).copyTo(ByteBuffer.wrap(header, headerLength, ofHeader));
        headerLength += ofHeader;
        int passed = Math.max(0, tailLength + data.length() - tail.length);
        int ofTail = Math.min(passed, tailLength);
        pass(Crc32c.of(tail, 0, ofTail), ofTail);
        System.arraycopy(tail, ofTail, tail, 0, tailLength - ofTail);
        tailLength -= ofTail;
        StateData direct = data.slice(0, passed - ofTail);
        if (direct.length() > 0) {
            pass(direct.crc32c(), direct.length());
        }
        int kept = data.length() - direct.length();
        data.slice(direct.length(), kept).copyTo(ByteBuffer.wrap(tail, tailLength, kept));
        tailLength += kept;
        return Optional.empty();
    }

    private void pass(long crcOfPiece, int length) {
        crc = Crc32c.join(crc, crcOfPiece, length);
    }

    @Override
    public Optional<Errno> refusal() {
        return isWhole() || profile.loading().contentChecked() == ContentCheck.NEVER
                ? Optional.empty()
                : Optional.of(profile.loading().badContent());
    }

    @Override
    public boolean isWhole() {
        return Arrays.equals(header, PlainImage.header(profile.type()))
                && Arrays.equals(tail, PlainImage.trailer(true, crc));
    }
}
