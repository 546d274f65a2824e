package dev.vfr.samples.device;

import dev.vfr.model.event.Crc32c;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.device.Frames.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes records or packets: each header when it is complete, and each trailer when its data is.
final class FrameReader implements ImageReader {

    private final DeviceProfile profile;
    private final byte[] header;
    private final byte[] trailer = new byte[PlainImage.TRAILER_BYTES];
    private int headerLength;
    private @Nullable Frame frame;
    private long payloadTaken;
    private long crc;
    private long crcBeforeTrailer;
    private boolean bad;
    private boolean ended;

    FrameReader(DeviceProfile profile) {
        this.profile = profile;
        this.header = new byte[Frames.headerBytes(profile.image().layout())];
    }

    @Override
    public Optional<Errno> take(StateData data) {
        for (int at = 0; at < data.length(); ) {
            Frame open = frame;
            int taken = open == null
                    ? takeHeader(data.slice(at, Math.min(data.length() - at, header.length - headerLength)))
                    : takePayload(open, data, at);
            at += taken;
            Optional<Errno> refusal = open == null ? headerRefusal() : payloadRefusal(open);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private void count(StateData piece) {
        crc = Crc32c.join(crc, piece.crc32c(), piece.length());
    }

    private int takeHeader(StateData piece) {
        piece.copyTo(ByteBuffer.wrap(header, headerLength, piece.length()));
        headerLength += piece.length();
        count(piece);
        return piece.length();
    }

    /// Looks at a header once it is complete.
    private Optional<Errno> headerRefusal() {
        if (headerLength < header.length) {
            return Optional.empty();
        }
        Layout layout = profile.image().layout();
        Optional<Errno> refusal =
                Frames.refusal(layout, header, profile.loading().badHeader());
        headerLength = 0;
        if (refusal.isEmpty()) {
            payloadTaken = 0;
            frame = Frames.decode(layout, header);
            crcBeforeTrailer = crc;
            closeIfComplete(frame);
        }
        return refusal;
    }

    private int takePayload(Frame open, StateData data, int at) {
        long trailerStart = open.hasTrailer() ? open.payloadBytes() - trailer.length : open.payloadBytes();
        long end = payloadTaken < trailerStart ? trailerStart : open.payloadBytes();
        int length = (int) Math.min(data.length() - at, end - payloadTaken);
        StateData piece = data.slice(at, length);
        if (payloadTaken >= trailerStart) {
            piece.copyTo(ByteBuffer.wrap(trailer, (int) (payloadTaken - trailerStart), length));
        }
        count(piece);
        payloadTaken += length;
        if (payloadTaken == trailerStart) {
            crcBeforeTrailer = crc;
        }
        return length;
    }

    /// Looks at data once it is complete.
    private Optional<Errno> payloadRefusal(Frame open) {
        if (payloadTaken < open.payloadBytes()) {
            return Optional.empty();
        }
        if (open.hasTrailer()) {
            ended = PlainImage.isLast(trailer);
            bad |= !Arrays.equals(trailer, PlainImage.trailer(ended, crcBeforeTrailer));
        }
        closeIfComplete(open);
        boolean refusedNow = bad && profile.loading().contentChecked() == ContentCheck.AT_WRITE;
        return refusedNow ? Optional.of(profile.loading().badContent()) : Optional.empty();
    }

    private void closeIfComplete(Frame open) {
        if (payloadTaken >= open.payloadBytes()) {
            // State without room for a trailer is none that a device gave.
            bad |= open.hasTrailer() && open.payloadBytes() < trailer.length;
            frame = null;
        }
    }

    @Override
    public Optional<Errno> refusal() {
        if (bad && profile.loading().contentChecked() == ContentCheck.AT_STOP) {
            return Optional.of(profile.loading().badContent());
        }
        return isComplete() || profile.loading().shortIsTaken()
                ? Optional.empty()
                : Optional.of(profile.loading().tooShort());
    }

    private boolean isComplete() {
        return ended && frame == null && headerLength == 0;
    }

    @Override
    public boolean isWhole() {
        return isComplete() && !bad;
    }
}
