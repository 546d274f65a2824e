package dev.vfr.samples.device;

import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.util.Optional;

/// What a driver does with the stream of one resuming session: takes it piece by piece and judges it.
sealed interface ImageReader permits PlainReader, FixedReader, FrameReader {

    static ImageReader of(DeviceProfile profile) {
        return switch (profile.image().layout()) {
            case PLAIN -> new PlainReader(profile);
            case FIXED -> new FixedReader(profile);
            case RECORDS, PACKETS -> new FrameReader(profile);
        };
    }

    /// Takes all of `data`, or says why not.
    Optional<Errno> take(StateData data);

    /// Why the driver does not load what it has, at RESUMING to STOP.
    Optional<Errno> refusal();

    /// The truth: whether all of the state came, and unchanged as far as the driver can know.
    boolean isWhole();
}
