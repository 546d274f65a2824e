package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.DataTotals;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.SessionTrack;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Watches how data transfer sessions end: by a request, by a reset, or by themselves.
final class SessionWatcher implements Watcher {

    /// Nothing to move for now: the session goes on.
    private static final Set<Errno> PASSING = EnumSet.of(Errno.EINTR, Errno.EAGAIN, Errno.ENOMSG);

    private final FactCollector facts;
    private final Map<Integer, Device> devices = new HashMap<>();

    SessionWatcher(FactCollector facts) {
        this.facts = facts;
    }

    /// What happened to the session that a device had last.
    private static final class Device {
        /// The request that failed since the device last moved by a request.
        private long failedSeq = -1;
        /// The reset after the session began.
        private long resetSeq = -1;
        /// A read or write failed since the session began.
        private boolean broken;
        private boolean found;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(DeviceStateSet.class, DeviceReset.class, DataRead.class, DataWritten.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        switch (event) {
            case DeviceStateSet set -> requested(set, before);
            case DeviceReset reset -> {
                if (reset.result().isOk()) {
                    reset(reset, before);
                }
            }
            case DataRead read -> moved(read.header(), read.result(), true, before);
            case DataWritten written -> moved(written.header(), written.result(), false, before);
            default -> {
                // Nothing else is watched.
            }
        }
    }

    @Override
    public void finish(MigrationState end) {
        // What a session lacks at the end of the trace says nothing.
    }

    private Device device(EventHeader header) {
        return devices.computeIfAbsent(header.device(), _ -> new Device());
    }

    private static Optional<DeviceState> observed(EventHeader header, MigrationState state) {
        return state.device(header.device())
                .map(DeviceTrack::state)
                .map(track -> track.now())
                .filter(StateKnowledge.Observed.class::isInstance)
                .flatMap(StateKnowledge::state);
    }

    private void requested(DeviceStateSet set, MigrationState before) {
        Device device = device(set.header());
        if (set.result().isFailed()) {
            device.failedSeq = set.header().seq();
            return;
        }
        if (!set.result().isOk() || set.requested().isEmpty()) {
            return;
        }
        Optional<DeviceState> from = observed(set.header(), before);
        DeviceState to = set.requested().get();
        if (to.isSaving() || to == DeviceState.RESUMING) {
            device.failedSeq = -1;
            boolean sameSession = from.isPresent() && from.get().isSaving() && to.isSaving();
            if (!sameSession) {
                devices.put(set.header().device(), new Device());
            }
        }
        if (from.equals(Optional.of(DeviceState.STOP_COPY)) && !to.isSaving()) {
            left(set, device, before);
        }
    }

    private void left(DeviceStateSet set, Device device, MigrationState before) {
        Optional<SessionTrack> session = before.device(set.header().device())
                .flatMap(track -> track.data().current());
        if (session.isEmpty() || session.get().ended() || device.broken) {
            return;
        }
        DataTotals totals = session.get().totals();
        boolean wholly = totals.unsizedRead() == 0 && totals.unplaced().bytes() == 0;
        long bytes = totals.preCopy().bytes() + totals.stopCopy().bytes();
        if (wholly && bytes > 0 && totals.enomsg() == 0) {
            facts.add(new LeftUndrained(set, bytes));
        }
    }

    private void reset(DeviceReset reset, MigrationState before) {
        Device device = device(reset.header());
        Optional<DeviceState> in = observed(reset.header(), before);
        device.resetSeq = reset.header().seq();
        if (device.failedSeq < 0 && in.isPresent() && in.get().isSaving()) {
            facts.add(new ResetInSession(reset, in.get()));
        }
    }

    private void moved(EventHeader header, CallResult result, boolean read, MigrationState before) {
        if (result.isOk()) {
            // The session has survived whatever failed before.
            device(header).failedSeq = -1;
        }
        if (!result.isFailed() || PASSING.stream().anyMatch(result::is)) {
            return;
        }
        Device device = device(header);
        Optional<DeviceState> state = observed(header, before);
        if (result.is(Errno.EBADF) || result.is(Errno.ESPIPE)) {
            facts.add(new MisusedDataFd(header, result, read, state));
        } else if (result.is(Errno.ENODEV) && !device.found && !device.broken) {
            dead(header, device, read, state);
        }
        device.broken = true;
    }

    /// The data_fd is dead: the first of the reasons that the trace shows is the one.
    private void dead(EventHeader header, Device device, boolean read, Optional<DeviceState> state) {
        boolean inSession = state.isPresent() && (read ? state.get().isSaving() : state.get() == DeviceState.RESUMING);
        DeadDataFd.Reason reason;
        long by;
        if (device.failedSeq >= 0) {
            reason = DeadDataFd.Reason.REQUEST_FAILED;
            by = device.failedSeq;
        } else if (device.resetSeq >= 0) {
            reason = DeadDataFd.Reason.RESET;
            by = device.resetSeq;
        } else if (inSession) {
            reason = DeadDataFd.Reason.NOT_SHOWN;
            by = -1;
        } else if (state.isPresent()) {
            reason = DeadDataFd.Reason.STATE_LEFT;
            by = -1;
        } else {
            return;
        }
        device.found = true;
        facts.add(new DeadDataFd(header, read, state, reason, by));
    }
}
