package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the reads and writes of one device's data_fd in their order: [MovedData].
final class MovedDataBuilder {

    private final StreamMarks.Builder marks = new StreamMarks.Builder();
    private final StreamDigest.Builder digest = new StreamDigest.Builder();
    private final TransferTimes.Builder stopCopyReads = new TransferTimes.Builder();
    private final TransferTimes.Builder writes = new TransferTimes.Builder();
    private final StreamMarks.Builder writing = new StreamMarks.Builder();
    private long bytes;
    private long preCopyBytes;
    private boolean unsized;
    private long lastReadSeq = -1;
    private long lastMovedNs = EventHeader.UNKNOWN_NS;
    private long firstStopCopyReadNs = EventHeader.UNKNOWN_NS;
    private long lastStopCopyReadNs = EventHeader.UNKNOWN_NS;
    private @Nullable FailedTransfer failed;

    /// Takes a read.
    ///
    /// @param state the device's state at the time, if it is known
    void read(DataRead event, Optional<DeviceState> state) {
        EventHeader header = event.header();
        if (event.result().isFailed()) {
            boolean temporaryEnd = event.result().is(Errno.ENOMSG);
            if (!temporaryEnd) {
                failed(header.seq(), true, event.result(), state);
            }
        } else if (event.bytes().isEmpty()) {
            unsized();
        } else if (event.bytes().getAsLong() != 0) {
            boolean stopCopy = state.equals(Optional.of(DeviceState.STOP_COPY));
            saved(event.bytes().getAsLong(), header, stopCopy);
            digest.add(header.seq(), event.bytes().getAsLong(), event.streamOffset(), event.digest());
            if (stopCopy) {
                stopCopyReads.add(header, event.bytes().getAsLong());
            }
        }
    }

    /// Takes a write.
    ///
    /// @param state the device's state at the time, if it is known
    void written(DataWritten event, Optional<DeviceState> state) {
        EventHeader header = event.header();
        if (event.result().isFailed()) {
            failed(header.seq(), false, event.result(), state);
        } else if (event.bytes().isEmpty()) {
            unsized();
        } else if (event.bytes().getAsLong() > 0) {
            moved(event.bytes().getAsLong(), header, returnNs(header));
            digest.add(header.seq(), event.bytes().getAsLong(), event.streamOffset(), event.digest());
            writes.add(header, event.bytes().getAsLong());
            writing.add(bytes, writes.busyNs().orElse(0));
        }
    }

    /// Takes several reads or writes that the recorder put together.
    ///
    /// @param state the device's state at the time, if it is known
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

    /// Data moved, and the source does not show how much.
    void unsized() {
        unsized = true;
        digest.lose();
        marks.loseCount();
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

    private void moved(long more, EventHeader header, long markNs) {
        bytes += more;
        if (header.hasTime()) {
            marks.add(bytes, markNs);
            lastMovedNs = returnNs(header);
        }
    }

    private void failed(long seq, boolean read, CallResult result, Optional<DeviceState> state) {
        if (failed == null) {
            failed = new FailedTransfer(seq, read, result, state, bytes);
        }
    }

    private static long returnNs(EventHeader header) {
        return header.hasDuration() ? header.endNs() : header.timeNs();
    }

    boolean isAny() {
        return bytes > 0;
    }

    /// The first transfer that failed.
    Optional<FailedTransfer> failed() {
        return Optional.ofNullable(failed);
    }

    MovedData build() {
        return new MovedData(
                bytes,
                preCopyBytes,
                unsized,
                new MovedData.When(lastReadSeq, lastMovedNs, firstStopCopyReadNs, lastStopCopyReadNs),
                marks.build(),
                digest.build(),
                stopCopyReads.build(),
                new MovedData.Writes(writes.busyNs(), writing.build()));
    }
}
