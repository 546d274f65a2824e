package dev.vfr.model.analysis.estimate;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gathers a [SavingHistory] event by event.
final class SavingBuilder {

    private static final int FAILURES_MAX = 8;

    private final int process;
    private final int device;
    private final long firstSeq;
    private long lastSeq;
    private final ThinnedPoints driver = new ThinnedPoints();
    private final ThinnedPoints vmm = new ThinnedPoints();
    private final List<SavingHistory.Failure> failures = new ArrayList<>();
    private final ReadTally preCopy = new ReadTally();
    private final ReadTally stopCopy = new ReadTally();
    private long preCopyFromNs = EventHeader.UNKNOWN_NS;
    private long preCopyToNs = EventHeader.UNKNOWN_NS;
    private boolean enteredPreCopy;
    private boolean enteredStopCopy;
    private boolean inPreCopy;
    private long temporaryEnds;
    private boolean unsized;

    /// Sums over reads.
    private static final class ReadTally {
        private long calls;
        private long bytes;
        private long firstNs = EventHeader.UNKNOWN_NS;
        private long lastEntryNs = EventHeader.UNKNOWN_NS;
        private long lastNs = EventHeader.UNKNOWN_NS;
        private long insideNs;
        private long shortestStepNs = Long.MAX_VALUE;

        private void add(EventHeader header, long moreCalls, long moreBytes) {
            calls += moreCalls;
            bytes = sum(bytes, moreBytes);
            insideNs = header.hasDuration() && moreCalls == 1 && insideNs >= 0 ? insideNs + header.durationNs() : -1;
            if (!header.hasTime()) {
                return;
            }
            if (firstNs == EventHeader.UNKNOWN_NS) {
                firstNs = header.timeNs();
            } else if (header.timeNs() > lastEntryNs && moreCalls == 1) {
                shortestStepNs = Math.min(shortestStepNs, header.timeNs() - lastEntryNs);
            }
            lastEntryNs = header.timeNs();
            lastNs = header.hasDuration() ? header.endNs() : header.timeNs();
        }

        private SavingHistory.Reads result() {
            return new SavingHistory.Reads(calls, bytes, firstNs, lastNs, insideNs, shortestStepNs);
        }
    }

    SavingBuilder(EventHeader header) {
        this.process = header.process();
        this.device = header.device();
        this.firstSeq = header.seq();
        this.lastSeq = header.seq();
    }

    long readBytes() {
        return sum(preCopy.bytes, stopCopy.bytes);
    }

    /// At most [Long#MAX_VALUE] and never less than `sum`: a damaged trace can hold any size.
    private static long sum(long sum, long more) {
        long result = sum + Math.max(0, more);
        return result < 0 ? Long.MAX_VALUE : result;
    }

    boolean isSaving() {
        return enteredPreCopy || enteredStopCopy;
    }

    /// A driver's answer.
    void answered(EstimatePoint point) {
        lastSeq = point.seq();
        driver.add(point);
    }

    /// A VMM's copy.
    void copied(EstimatePoint point) {
        lastSeq = point.seq();
        vmm.add(point);
    }

    void failed(EventHeader header, boolean dataSize, CallResult result) {
        lastSeq = header.seq();
        if (failures.size() < FAILURES_MAX) {
            failures.add(new SavingHistory.Failure(header.seq(), dataSize, result.name()));
        }
    }

    /// The device is in a state of the saving group.
    void in(DeviceState state, EventHeader header) {
        lastSeq = header.seq();
        if (state.isPreCopy()) {
            if (!enteredPreCopy) {
                preCopyFromNs = header.timeNs();
            }
            enteredPreCopy = true;
            inPreCopy = true;
        } else {
            leavePreCopy(header);
            enteredStopCopy = true;
        }
    }

    /// Something was read.
    void read(EventHeader header, Optional<DeviceState> state, long calls, long bytes) {
        lastSeq = header.seq();
        boolean stopped = state.equals(Optional.of(DeviceState.STOP_COPY));
        if (bytes == 0) {
            temporaryEnds += stopped ? 0 : 1;
            return;
        }
        (stopped ? stopCopy : preCopy).add(header, calls, bytes);
    }

    /// A read whose size is not shown.
    void readUnsized(EventHeader header) {
        lastSeq = header.seq();
        unsized = true;
    }

    /// The session is over.
    void left(EventHeader header) {
        lastSeq = header.seq();
        leavePreCopy(header);
    }

    private void leavePreCopy(EventHeader header) {
        if (inPreCopy) {
            inPreCopy = false;
            preCopyToNs = header.timeNs();
        }
    }

    SavingHistory result() {
        return new SavingHistory(
                process,
                device,
                firstSeq,
                lastSeq,
                driver.points(),
                driver.count(),
                vmm.points(),
                vmm.count(),
                failures,
                preCopyFromNs,
                preCopyToNs,
                enteredPreCopy,
                enteredStopCopy,
                preCopy.result(),
                stopCopy.result(),
                temporaryEnds,
                unsized);
    }
}
