package dev.vfr.recorder.capture.interposer;

import java.util.Optional;
import java.util.Set;

/// A process that has taken a slot in the ring file, watched from outside.
final class AttachedProcess {

    private final ProcessSlot slot;
    private final int pid;
    private final Optional<HostProcess.Stat> first;
    private Set<Integer> threads;

    AttachedProcess(ProcessSlot slot) {
        this.slot = slot;
        this.pid = slot.pid();
        this.first = HostProcess.stat(pid);
        this.threads = HostProcess.threads(pid);
    }

    ProcessSlot slot() {
        return slot;
    }

    int pid() {
        return pid;
    }

    /// Whether it lives; a zombie does not, nor does another process with the same id.
    boolean isAlive() {
        Optional<HostProcess.Stat> now = HostProcess.stat(pid);
        return now.isPresent()
                && now.get().isAlive()
                && first.isPresent()
                && now.get().startTicks() == first.get().startTicks();
    }

    boolean hasStoppedThread() {
        return HostProcess.threads(pid).stream()
                .map(HostProcess::stat)
                .anyMatch(stat -> stat.isPresent() && stat.get().isStopped());
    }

    /// Whether a thread has ended since the last [#rememberThreads].
    boolean hasLostThread() {
        return !HostProcess.threads(pid).containsAll(threads);
    }

    void rememberThreads() {
        threads = HostProcess.threads(pid);
    }
}
