package dev.vfr.samples.device;

import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.device.DeviceProfile.Sizes;
import java.nio.ByteBuffer;

/// The session of the saving group: what is left to read, by its three parts.
///
/// In pre-copy the initial bytes come first, then what got dirty; STOP_COPY streams the rest of both, the part
/// that is its own, and the image's trailer.
final class SavingSession implements DataSession {

    private static final long NS_PER_S = 1_000_000_000;

    /// A device makes its data dirty piece by piece: between two pieces there is nothing to read.
    private static final long DIRTY_PIECE_BYTES = 64 * 1024;

    private final Sizes sizes;
    private final StateImage.Source image;
    private long initialLeft;
    private long dirtyLeft;
    private long dirtyCountedNs;
    private long stopCopyLeft;
    private int trailerLeft = StateImage.TRAILER_BYTES;
    private long readBytes;
    private boolean ended;

    /// @param preCopy whether the session starts in pre-copy
    SavingSession(Sizes sizes, StateImage.Source image, boolean preCopy, long nowNs) {
        this.sizes = sizes;
        this.image = image;
        this.initialLeft = preCopy ? sizes.initialBytes() : 0;
        this.stopCopyLeft = sizes.stopCopyBytes() + (preCopy ? 0 : sizes.initialBytes());
        this.dirtyCountedNs = nowNs;
    }

    /// Counts what got dirty up to now; to be called before anything else while the device runs.
    void countDirty(long nowNs) {
        long grown = sizes.dirtyBytesPerSecond() * (nowNs - dirtyCountedNs) / NS_PER_S;
        if (grown >= DIRTY_PIECE_BYTES) {
            dirtyLeft = Math.min(sizes.dirtyBytesMax(), dirtyLeft + grown);
            dirtyCountedNs = nowNs;
        }
    }

    long initialLeft() {
        return initialLeft;
    }

    long dirtyLeft() {
        return dirtyLeft;
    }

    /// Bytes that pre-copy can still give now.
    long preCopyLeft() {
        return initialLeft + dirtyLeft;
    }

    /// Bytes that STOP_COPY would give now.
    long allLeft() {
        return preCopyLeft() + stopCopyLeft + trailerLeft;
    }

    long readBytes() {
        return readBytes;
    }

    /// Gives up to `room` bytes, none where nothing is left.
    ///
    /// @param stopped whether the device is in STOP_COPY, where everything can be read
    StateData read(int room, boolean stopped) {
        ByteBuffer into = ByteBuffer.allocate((int) Math.min(room, stopped ? allLeft() : preCopyLeft()));
        int data = (int) Math.min(room, stopped ? allLeft() - trailerLeft : preCopyLeft());
        image.next(into, data);
        take(data);
        int moved = data;
        if (stopped && allLeft() == trailerLeft && room > data && trailerLeft > 0) {
            int piece = Math.min(room - data, trailerLeft);
            image.nextOfTrailer(into, StateImage.TRAILER_BYTES - trailerLeft, piece);
            trailerLeft -= piece;
            moved += piece;
        }
        readBytes += moved;
        return StateData.of(into.array());
    }

    private void take(long bytes) {
        long initial = Math.min(bytes, initialLeft);
        initialLeft -= initial;
        long dirty = Math.min(bytes - initial, dirtyLeft);
        dirtyLeft -= dirty;
        stopCopyLeft -= bytes - initial - dirty;
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public void end() {
        ended = true;
    }
}
