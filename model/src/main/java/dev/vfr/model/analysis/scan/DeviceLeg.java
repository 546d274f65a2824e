package dev.vfr.model.analysis.scan;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What one device did on one side of one migration. Filled by [LegTracker] in the pass, read only afterwards.
public final class DeviceLeg {

    public final int device;
    public final StreamMarks marks = new StreamMarks();
    /// Of the bytes read or written.
    public final StreamDigest digest = new StreamDigest();
    /// Reads in STOP_COPY.
    public final TransferTimes stopCopyReads = new TransferTimes();
    /// Every write, that of pre-copy data too.
    public final TransferTimes writes = new TransferTimes();
    /// How long the writes had taken together, ns, when so many bytes were written.
    private final StreamMarks writing = new StreamMarks();

    /// The SET that took the device out of RUNNING or PRE_COPY for the switchover.
    @Nullable
    public Call left;
    /// The SET that brought it into STOP_COPY.
    @Nullable
    public Call stopCopy;
    /// The SET that took it out of STOP_COPY.
    @Nullable
    public Call leftStopCopy;
    /// When the VMM began to load the device's configuration, and when it was done, host clock.
    public long configBegunNs = EventHeader.UNKNOWN_NS;

    public long configLoadedNs = EventHeader.UNKNOWN_NS;
    /// The SET that brought it into RESUMING.
    @Nullable
    public Call resuming;
    /// The SET that ended the load, or brought a source device back.
    @Nullable
    public Call running;
    /// The first SET on the way from RESUMING to RUNNING.
    @Nullable
    public Call resumeBegun;

    @Nullable
    public Refusal refusal;
    /// The device was reset after the refusal.
    public boolean wasReset;

    /// The device was in RESUMING or in the saving group.
    boolean entered;
    /// The migration is over for the device: what it does later belongs to no migration.
    boolean settled;

    public long bytes;
    /// The last read that gave data, -1 before the first.
    public long lastReadSeq = -1;
    /// Bytes read before STOP_COPY.
    public long preCopyBytes;
    long firstMovedNs = EventHeader.UNKNOWN_NS;
    public long lastMovedNs = EventHeader.UNKNOWN_NS;
    public long firstStopCopyReadNs = EventHeader.UNKNOWN_NS;
    public long lastStopCopyReadNs = EventHeader.UNKNOWN_NS;
    boolean endOfData;
    public boolean unsized;

    @Nullable
    public FailedTransfer failedTransfer;

    @Nullable
    public DeviceState lastState;

    /// A read or write of the data_fd that failed.
    ///
    /// @param movedBytes how much had moved before
    public record FailedTransfer(
            long seq, boolean read, CallResult result, Optional<DeviceState> state, long movedBytes) {}

    DeviceLeg(int device) {
        this.device = device;
    }

    public boolean lostState() {
        Refusal refused = refusal;
        return refused != null && refused.losesState();
    }

    /// Takes a read of the data_fd.
    ///
    /// @param state the device's state at the time, where it is known
    void read(DataRead event, Optional<DeviceState> state) {
        EventHeader header = event.header();
        boolean stopCopy = state.equals(Optional.of(DeviceState.STOP_COPY));
        if (event.result().isFailed()) {
            boolean temporaryEnd = event.result().is(Errno.ENOMSG);
            if (!temporaryEnd) {
                failed(header.seq(), true, event.result(), state);
            }
        } else if (event.bytes().isEmpty()) {
            unsized();
        } else if (event.bytes().getAsLong() == 0) {
            endOfData |= stopCopy;
        } else {
            saved(event.bytes().getAsLong(), header, stopCopy);
            digest.add(event.header().seq(), event.bytes().getAsLong(), event.streamOffset(), event.digest());
            if (stopCopy) {
                stopCopyReads.add(header, event.bytes().getAsLong());
            }
        }
    }

    /// Takes a write to the data_fd.
    ///
    /// @param state the device's state at the time, where it is known
    void written(DataWritten event, Optional<DeviceState> state) {
        if (event.result().isFailed()) {
            failed(event.header().seq(), false, event.result(), state);
        } else if (event.bytes().isEmpty()) {
            unsized();
        } else if (event.bytes().getAsLong() > 0) {
            moved(event.bytes().getAsLong(), event.header(), returnNs(event.header()));
            digest.add(event.header().seq(), event.bytes().getAsLong(), event.streamOffset(), event.digest());
            writes.add(event.header(), event.bytes().getAsLong());
            writing.add(bytes, writes.busyNs().orElse(0));
        }
    }

    /// How long the writes took of what follows byte `position`, ns; empty where a write's duration is not shown.
    public OptionalLong writingAfter(long position) {
        OptionalLong all = writes.busyNs();
        if (all.isEmpty() || unsized) {
            return OptionalLong.empty();
        }
        int first = writing.firstFrom(position + 1);
        if (first < 0) {
            return OptionalLong.of(0);
        }
        return OptionalLong.of(all.getAsLong() - (first == 0 ? 0 : writing.ns(first - 1)));
    }

    /// Takes several reads or writes that the recorder put together.
    ///
    /// @param state the device's state at the time, where it is known
    void merged(DataMerged event, Optional<DeviceState> state) {
        digest.lose();
        if (event.saving()) {
            boolean stopCopy = state.equals(Optional.of(DeviceState.STOP_COPY));
            saved(event.bytes(), event.header(), stopCopy);
            if (stopCopy) {
                stopCopyReads.merged(event.header());
            }
        } else {
            writes.merged(event.header());
            moved(event.bytes(), event.header(), returnNs(event.header()));
        }
    }

    private void saved(long more, EventHeader header, boolean stopCopy) {
        lastReadSeq = header.seq();
        moved(more, header, header.timeNs());
        if (!stopCopy) {
            preCopyBytes = bytes;
        } else if (header.hasTime()) {
            if (firstStopCopyReadNs == EventHeader.UNKNOWN_NS) {
                firstStopCopyReadNs = header.timeNs();
            }
            lastStopCopyReadNs = returnNs(header);
        }
    }

    /// Data moved, and the source does not show how much.
    public void unsized() {
        unsized = true;
        digest.lose();
        marks.loseCount();
    }

    private void failed(long seq, boolean read, CallResult result, Optional<DeviceState> state) {
        if (failedTransfer == null) {
            failedTransfer = new FailedTransfer(seq, read, result, state, bytes);
        }
    }

    private void moved(long more, EventHeader header, long markNs) {
        bytes += more;
        if (!header.hasTime()) {
            return;
        }
        marks.add(bytes, markNs);
        if (firstMovedNs == EventHeader.UNKNOWN_NS) {
            firstMovedNs = header.timeNs();
        }
        lastMovedNs = returnNs(header);
    }

    private static long returnNs(EventHeader header) {
        return header.hasDuration() ? header.endNs() : header.timeNs();
    }
}
