package dev.vfr.samples.device;

import dev.vfr.samples.device.DeviceTruth.SessionPhase;
import org.jspecify.annotations.Nullable;

/// The data transfer session that a device has, if any, and what those before it have moved.
final class Sessions {

    private @Nullable SavingSession saving;
    private @Nullable ResumingSession resuming;
    private int number = -1;
    private long preCopyBytesBefore;
    private long stopCopyBytesBefore;
    private long resumedBytesBefore;

    @Nullable
    SavingSession saving() {
        return saving;
    }

    @Nullable
    ResumingSession resuming() {
        return resuming;
    }

    SavingSession open(SavingSession session) {
        saving = session;
        number++;
        return session;
    }

    ResumingSession open(ResumingSession session) {
        resuming = session;
        number++;
        return session;
    }

    /// Ends the session, if there is one; its file is dead from then on.
    void end() {
        if (saving != null) {
            preCopyBytesBefore += saving.preCopyBytes();
            stopCopyBytesBefore += saving.stopCopyBytes();
            saving.end();
            saving = null;
        }
        if (resuming != null) {
            resumedBytesBefore += resuming.writtenBytes();
            resuming.end();
            resuming = null;
        }
    }

    /// How many were opened before the present or the last one, -1 where none was.
    int number() {
        return number;
    }

    SessionPhase phase() {
        if (saving != null) {
            return saving.isStopped() ? SessionPhase.STOP_COPY : SessionPhase.PRE_COPY;
        }
        return resuming == null ? SessionPhase.NONE : SessionPhase.RESUMING;
    }

    /// Bytes that the present session has moved.
    long movedBytes() {
        if (saving != null) {
            return saving.readBytes();
        }
        return resuming == null ? 0 : resuming.writtenBytes();
    }

    /// Bytes that all sessions together gave in pre-copy.
    long preCopyBytes() {
        return preCopyBytesBefore + (saving == null ? 0 : saving.preCopyBytes());
    }

    /// Bytes that all sessions together gave in STOP_COPY.
    long stopCopyBytes() {
        return stopCopyBytesBefore + (saving == null ? 0 : saving.stopCopyBytes());
    }

    /// Bytes that all sessions together took in RESUMING.
    long resumedBytes() {
        return resumedBytesBefore + (resuming == null ? 0 : resuming.writtenBytes());
    }
}
