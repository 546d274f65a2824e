package dev.vfr.recorder.capture.log;

import dev.vfr.recorder.capture.qemu.CaptureCursor;
import dev.vfr.recorder.capture.qemu.Side;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/// Lines of a trace log that are of one process for certain: those of a thread, or of several threads once they are
/// known to be of one process.
final class Strand {

    private final int thread;
    private final long firstLine;
    private final String origin;
    private final Set<String> devices = new HashSet<>();
    private final BitSet stretches = new BitSet();
    private final Span saving = new Span();
    private final Span loading = new Span();
    private boolean starts;

    private int lastStretch = -1;
    private String lastDevice = "";
    private int lastAttachments = -1;

    /// @param thread the id of its first thread, [dev.vfr.model.event.EventHeader#NONE] where the log shows none
    /// @param origin the process as a journal names it, empty outside of one
    Strand(int thread, long firstLine, String origin) {
        this.thread = thread;
        this.firstLine = firstLine;
        this.origin = origin;
    }

    /// From when to when something was seen, ns since 1970-01-01T00:00:00Z.
    private static final class Span {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        void add(long ns) {
            first = Math.min(first, ns);
            last = Math.max(last, ns);
        }

        void add(Span other) {
            first = Math.min(first, other.first);
            last = Math.max(last, other.last);
        }

        boolean isEmpty() {
            return last < first;
        }

        boolean overlaps(Span other) {
            return !isEmpty() && !other.isEmpty() && first <= other.last && other.first <= last;
        }
    }

    /// Takes a line.
    ///
    /// @param stretch of the log, see [ProcessSplit]
    void add(Side side, long ns, int stretch) {
        if (stretch != lastStretch) {
            stretches.set(stretch);
            lastStretch = stretch;
            lastDevice = "";
        }
        starts |= side == Side.STARTS;
        if (ns == CaptureCursor.NO_TIME) {
            return;
        }
        if (side == Side.SAVES) {
            saving.add(ns);
        } else if (side == Side.LOADS) {
            loading.add(ns);
        }
    }

    /// Whether the line before named the same device in the same stretch, and none was attached since.
    boolean touchedLast(String device, int attachments) {
        return attachments == lastAttachments && device.equals(lastDevice);
    }

    /// Takes a device that a line names.
    ///
    /// @param use tells its use by one process from that by another
    /// @param attachments how many were attached so far
    void touches(String device, String use, int attachments) {
        lastDevice = device;
        lastAttachments = attachments;
        devices.add(use);
    }

    /// Takes another strand of the same process.
    void join(Strand other) {
        devices.addAll(other.devices);
        stretches.or(other.stretches);
        saving.add(other.saving);
        loading.add(other.loading);
        starts |= other.starts;
    }

    /// Whether both touched a device, at the same time and with the same main thread, or are of one process by a
    /// journal.
    boolean isOneWith(Strand other) {
        if (!origin.isEmpty() || !other.origin.isEmpty()) {
            return origin.equals(other.origin);
        }
        return other.devices.stream().anyMatch(devices::contains);
    }

    /// Whether the two are of different processes for certain: each has a main thread of its own, or one sends a
    /// migration while the other receives one, or the log went back in time between them.
    boolean isApartFrom(Strand other) {
        return !origin.equals(other.origin) || (origin.isEmpty() && isApartByLines(other));
    }

    private boolean isApartByLines(Strand other) {
        return (starts && other.starts)
                || saving.overlaps(other.loading)
                || loading.overlaps(other.saving)
                || (says() && other.says() && !stretches.intersects(other.stretches));
    }

    private boolean says() {
        return !devices.isEmpty() || !saving.isEmpty() || !loading.isEmpty();
    }

    /// Whether both only send, or both only receive.
    boolean isOnSideOf(Strand other) {
        return (!saving.isEmpty() && !other.saving.isEmpty()) || (!loading.isEmpty() && !other.loading.isEmpty());
    }

    /// Whether a line is one of a source.
    boolean isSaving() {
        return !saving.isEmpty();
    }

    int thread() {
        return thread;
    }

    long firstLine() {
        return firstLine;
    }

    /// How much the strand says of where it belongs: those that say most are looked at first.
    int weight() {
        return (starts ? 4 : 0) + (devices.isEmpty() ? 0 : 2) + (saving.isEmpty() && loading.isEmpty() ? 0 : 1);
    }
}
