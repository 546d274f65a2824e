package dev.vfr.recorder.capture.interposer;

/// Passes over a message whose writer was killed while it wrote, and never over one whose writer is only slow or
/// stopped.
///
/// A writer claims space, puts its thread id there, writes, and commits. Where it was killed before it could put down
/// its id, nobody can tell who it was: then everybody has to be gone, or, after a long while, somebody has to have died
/// in that time and nobody to be stopped.
final class HeadGuard {

    private static final long PATIENCE_NS = 1_000_000_000;
    private static final long LONG_PATIENCE_NS = 10_000_000_000L;

    private final RingDrain drain;
    private final AttachedProcesses processes;
    private long blockedAt = -1;
    private long blockedSinceNs;
    private boolean somebodyDied;

    HeadGuard(RingDrain drain, AttachedProcesses processes) {
        this.drain = drain;
        this.processes = processes;
    }

    /// Somebody who was attached is gone.
    void onProcessGone() {
        somebodyDied = true;
    }

    /// To be called now and then while messages come out of the ring, or there are none.
    void onProgress() {
        somebodyDied = false;
        processes.alive().forEach(AttachedProcess::rememberThreads);
    }

    /// To be called now and then while the drain finds nothing.
    ///
    /// @return whether a message was passed over, which is lost
    boolean check(long nowNs) {
        boolean isNew = drain.isEmpty() || drain.position() != blockedAt;
        if (isNew && (drain.isEmpty() || !processes.alive().isEmpty())) {
            blockedAt = drain.isEmpty() ? -1 : drain.position();
            blockedSinceNs = nowNs;
            return false;
        }
        if (!isWriterGone(nowNs - blockedSinceNs)) {
            return false;
        }
        drain.passOver();
        blockedAt = -1;
        return true;
    }

    private boolean isWriterGone(long blockedNs) {
        if (processes.alive().isEmpty()) {
            return true;
        }
        int writer = drain.writer();
        if (writer > 0) {
            return blockedNs >= PATIENCE_NS && !processes.isAlive(writer);
        }
        return blockedNs >= LONG_PATIENCE_NS
                && (somebodyDied || processes.alive().stream().anyMatch(AttachedProcess::hasLostThread))
                && processes.alive().stream().noneMatch(AttachedProcess::hasStoppedThread);
    }
}
