package dev.vfr.recorder.capture.interposer;

import java.util.Optional;

/// A VMM that somebody else has started: recorded until it is gone, or until somebody has had enough.
public final class AttachedVmm implements Subject {

    private volatile boolean stopped;

    /// Ends the recording.
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean hasEnded(boolean seen, boolean living) {
        return stopped || (seen && !living);
    }

    @Override
    public Optional<String> ending(int pid) {
        return Optional.empty();
    }
}
