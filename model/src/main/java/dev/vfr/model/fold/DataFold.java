package dev.vfr.model.fold;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Folds what moved over the data_fd, and the estimates that belong to a session.
final class DataFold {

    /// VFIO_PRECOPY_INFO_REINIT, include/uapi/linux/vfio.h (Linux 7.1).
    private static final int REINIT = 1;

    private static final Set<DeviceState> SAVING =
            EnumSet.of(DeviceState.PRE_COPY, DeviceState.PRE_COPY_P2P, DeviceState.STOP_COPY);

    private static final Set<DeviceState> PRE_COPY = EnumSet.of(DeviceState.PRE_COPY, DeviceState.PRE_COPY_P2P);

    private static final Set<DeviceState> STOP_COPY = EnumSet.of(DeviceState.STOP_COPY);

    private DataFold() {}

    /// The sessions after a move: entering the saving group or RESUMING opens one, leaving closes it.
    static DataTrack sessionAfter(DataTrack data, Optional<DeviceState> from, DeviceState to, long seq) {
        SessionTrack.Direction wanted = directionIn(to);
        if (wanted == SessionTrack.Direction.UNKNOWN) {
            return data.closing();
        }
        boolean cameFromElsewhere = from.isPresent() && directionIn(from.get()) != wanted;
        Optional<SessionTrack> open = data.current();
        if (open.isEmpty() || cameFromElsewhere) {
            return data.opening(wanted, seq);
        }
        return open.get().direction() == wanted ? data : data.opening(wanted, seq);
    }

    static DeviceTrack read(DeviceTrack device, DataRead read, Noted noted) {
        DeviceState state = device.state().now().state().orElse(null);
        CallResult result = read.result();
        if (result.isFailed()) {
            return result.is(Errno.ENOMSG) ? enomsg(device, read, noted) : device;
        }
        if (read.bytes().isEmpty()) {
            return unsized(device, read.header(), SessionTrack.Direction.SAVING);
        }
        long bytes = read.bytes().getAsLong();
        if (bytes < 0) {
            return impossible(device, read.header(), bytes, SessionTrack.Direction.SAVING, noted);
        }
        if (bytes == 0) {
            return state == DeviceState.STOP_COPY ? ended(device) : device;
        }
        return saved(device, read.header(), Moved.of(bytes), noted);
    }

    static DeviceTrack written(DeviceTrack device, DataWritten written, Noted noted) {
        if (written.result().isFailed()) {
            return device;
        }
        if (written.bytes().isEmpty()) {
            return unsized(device, written.header(), SessionTrack.Direction.RESUMING);
        }
        long bytes = written.bytes().getAsLong();
        if (bytes < 0) {
            return impossible(device, written.header(), bytes, SessionTrack.Direction.RESUMING, noted);
        }
        return bytes == 0 ? device : resumed(device, written.header(), Moved.of(bytes), noted);
    }

    static DeviceTrack merged(DeviceTrack device, DataMerged merged, Noted noted) {
        if (merged.bytes() < 0 || merged.calls() < 0) {
            SessionTrack.Direction direction =
                    merged.saving() ? SessionTrack.Direction.SAVING : SessionTrack.Direction.RESUMING;
            return impossible(device, merged.header(), Math.min(merged.bytes(), merged.calls()), direction, noted);
        }
        Moved moved = new Moved(merged.bytes(), merged.calls());
        return merged.saving()
                ? saved(device, merged.header(), moved, noted)
                : resumed(device, merged.header(), moved, noted);
    }

    private static DeviceTrack saved(DeviceTrack device, EventHeader header, Moved moved, Noted noted) {
        DeviceState state = device.state().now().state().orElse(null);
        DataTrack data = openFor(device, header, SessionTrack.Direction.SAVING);
        SessionTrack session = data.last().orElseThrow();
        if (session.ended() && state == DeviceState.STOP_COPY) {
            noted.note(
                    Anomaly.Kind.DATA_AFTER_END,
                    moved.bytes() + " bytes were read after the end of the data in STOP_COPY");
        }
        DataTotals totals = session.totals();
        if (device.state().now().isAmong(STOP_COPY)) {
            return device.with(data.withLast(session.withTotals(totals.plusStopCopy(moved))));
        }
        if (device.state().now().isAmong(PRE_COPY)) {
            return device.with(data.withLast(session.withTotals(totals.plusPreCopy(moved))));
        }
        return misplaced(device, data, moved, SAVING, header, noted);
    }

    private static DeviceTrack resumed(DeviceTrack device, EventHeader header, Moved moved, Noted noted) {
        DataTrack data = openFor(device, header, SessionTrack.Direction.RESUMING);
        if (!device.state().now().is(DeviceState.RESUMING)) {
            return misplaced(device, data, moved, EnumSet.of(DeviceState.RESUMING), header, noted);
        }
        SessionTrack session = data.last().orElseThrow();
        return device.with(data.withLast(session.withTotals(session.totals().plusResumed(moved))));
    }

    static DeviceTrack multifd(DeviceTrack device, MultifdBufferSeen seen, Noted noted) {
        return unsized(device, seen.header(), SessionTrack.Direction.RESUMING);
    }

    static DeviceTrack precopyInfo(DeviceTrack device, PrecopyInfoQueried query, Noted noted) {
        if (!query.result().isOk()) {
            return device;
        }
        DeviceState state = device.state().now().state().orElse(null);
        boolean surelyOutside =
                device.state().now() instanceof StateKnowledge.Observed && state != null && !state.isPreCopy();
        if (surelyOutside) {
            noted.note(Anomaly.Kind.PRECOPY_QUERY_OUTSIDE, "the precopy query was answered in " + state);
        }
        DeviceTrack answered = device.with(device.estimates().with(query));
        Optional<SessionTrack> open = device.data().current();
        if (open.isEmpty() || query.initialBytes().isEmpty()) {
            return answered;
        }
        OptionalLong last = open.get().lastInitialBytes();
        long now = query.initialBytes().getAsLong();
        boolean reinit = device.estimates().reinitEnabled() && (query.flagsOut().orElse(0) & REINIT) != 0;
        if (last.isPresent() && now > last.getAsLong() && !reinit) {
            noted.note(
                    Anomaly.Kind.INITIAL_BYTES_ROSE,
                    "initial_bytes rose from " + last.getAsLong() + " to " + now + " without REINIT");
        }
        return answered.with(device.data().withLast(open.get().withInitialBytes(query.initialBytes())));
    }

    private static DeviceTrack enomsg(DeviceTrack device, DataRead read, Noted noted) {
        if (device.state().now() instanceof StateKnowledge.Observed o && o.is(DeviceState.STOP_COPY)) {
            noted.note(Anomaly.Kind.ENOMSG_IN_STOP_COPY, "a read in STOP_COPY failed with ENOMSG");
        }
        DataTrack data = openFor(device, read.header(), SessionTrack.Direction.SAVING);
        SessionTrack session = data.last().orElseThrow();
        return device.with(data.withLast(session.withTotals(session.totals().plusEnomsg())));
    }

    private static DeviceTrack ended(DeviceTrack device) {
        Optional<SessionTrack> open = device.data().current();
        return open.isEmpty() || open.get().ended()
                ? device
                : device.with(device.data().withLast(open.get().withEnd()));
    }

    /// A size that nothing can have says no more than that something moved.
    private static DeviceTrack impossible(
            DeviceTrack device, EventHeader header, long size, SessionTrack.Direction direction, Noted noted) {
        noted.note(Anomaly.Kind.WORD_UNKNOWN, "a size of " + size);
        return unsized(device, header, direction);
    }

    static DeviceTrack unsized(DeviceTrack device, EventHeader header, SessionTrack.Direction direction) {
        DataTrack data = openFor(device, header, direction);
        SessionTrack session = data.last().orElseThrow();
        DataTotals totals = direction == SessionTrack.Direction.RESUMING
                ? session.totals().plusUnsizedWritten()
                : session.totals().plusUnsizedRead();
        return device.with(data.withLast(session.withTotals(totals)));
    }

    /// Data that moved in a state which allows none. Where the state was only inferred, the inference was wrong.
    private static DeviceTrack misplaced(
            DeviceTrack device,
            DataTrack data,
            Moved moved,
            Set<DeviceState> possible,
            EventHeader header,
            Noted noted) {
        if (device.state().now() instanceof StateKnowledge.Observed o) {
            noted.note(
                    Anomaly.Kind.DATA_OUTSIDE_SESSION,
                    moved.bytes() + " bytes of device data moved in "
                            + o.state().orElseThrow());
        }
        SessionTrack session = data.last().orElseThrow();
        DataTrack counted = data.withLast(session.withTotals(session.totals().plusUnplaced(moved)));
        return StateFold.doubted(device.with(counted), possible, header);
    }

    /// The sessions with one that takes the data: the open one, or one whose opening was not shown.
    private static DataTrack openFor(DeviceTrack device, EventHeader header, SessionTrack.Direction direction) {
        DataTrack data = device.data();
        Optional<SessionTrack> last = data.last();
        boolean observed = device.state().now() instanceof StateKnowledge.Observed;
        if (last.isPresent() && (last.get().open() || observed)) {
            return data;
        }
        return data.opening(direction, header.seq());
    }

    private static SessionTrack.Direction directionIn(DeviceState state) {
        if (state.isSaving()) {
            return SessionTrack.Direction.SAVING;
        }
        return state == DeviceState.RESUMING ? SessionTrack.Direction.RESUMING : SessionTrack.Direction.UNKNOWN;
    }
}
