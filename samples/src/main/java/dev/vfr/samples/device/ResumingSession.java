package dev.vfr.samples.device;

import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The session of RESUMING: takes bytes and judges them when the device leaves the state.
final class ResumingSession implements DataSession {

    private final StateImage.Destination image;
    private boolean ended;

    ResumingSession(String type) {
        image = new StateImage.Destination(type);
    }

    void write(StateData data) {
        image.take(ByteBuffer.wrap(data.toBytes()));
    }

    /// Why the device does not take the data at RESUMING to STOP, empty where it does.
    Optional<Errno> refusal() {
        return image.refusal();
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
