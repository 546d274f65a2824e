package dev.vfr.recorder.capture.interposer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/// The processes that write to the ring: those in the ring file's slots.
final class AttachedProcesses {

    private final List<ProcessSlot> slots;
    private final List<AttachedProcess> alive = new ArrayList<>();

    /// Where the slots are of processes that are gone, and of whom something may still be in the ring.
    private final Set<Integer> departing = new HashSet<>();

    private boolean seen;

    AttachedProcesses(UnsafeBuffer file) {
        this.slots = ProcessSlot.all(file);
    }

    /// Looks who has come.
    ///
    /// @return those who have gone since the last time; their slots are taken until they are freed
    List<AttachedProcess> look() {
        for (ProcessSlot slot : slots) {
            int pid = slot.pid();
            boolean known = departing.contains(slot.at())
                    || alive.stream().anyMatch(process -> process.slot().at() == slot.at());
            if (pid != 0 && !known) {
                alive.add(new AttachedProcess(slot));
                seen = true;
            }
        }
        List<AttachedProcess> gone = new ArrayList<>();
        for (Iterator<AttachedProcess> all = alive.iterator(); all.hasNext(); ) {
            AttachedProcess process = all.next();
            if (!process.isAlive()) {
                all.remove();
                departing.add(process.slot().at());
                gone.add(process);
            }
        }
        return gone;
    }

    /// Gives the slot of a process that is gone to another.
    void free(ProcessSlot slot) {
        slot.free();
        departing.remove(slot.at());
    }

    List<AttachedProcess> alive() {
        return alive;
    }

    /// Whether there has ever been one.
    boolean wereSeen() {
        return seen;
    }

    /// The slots that are taken, be it by processes that are gone.
    List<ProcessSlot> taken() {
        return slots.stream().filter(slot -> slot.pid() != 0).toList();
    }

    /// Whether a thread of an attached process, or of a child that still shares its memory (vfork), has this id.
    boolean isAlive(int thread) {
        return HostProcess.stat(thread)
                .filter(HostProcess.Stat::isAlive)
                .map(stat -> isAttached(stat.parent())
                        || HostProcess.processOf(thread)
                                .filter(this::isAttached)
                                .isPresent())
                .orElse(false);
    }

    private boolean isAttached(int pid) {
        return alive.stream().anyMatch(process -> process.pid() == pid);
    }
}
