package dev.vfr.model.fold;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.DeviceStateAnnounced;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Folds what bears on a device's state.
final class StateFold {

    /// QMP announces the attempt under this name; no device is ever in such a state.
    private static final String PREPARE = "pre-copy-p2p-prepare";

    private StateFold() {}

    static DeviceTrack set(DeviceTrack device, DeviceStateSet set, Noted noted) {
        DeviceTrack asked = device.with(device.state().withSet(set));
        if (set.result().isOk()) {
            if (set.requested().isEmpty()) {
                noted.note(
                        Anomaly.Kind.WORD_UNKNOWN, "state " + set.requestedNumber() + " was accepted but is no state");
                return uncertain(asked, StateKnowledge.Unknown.ANY, set.header());
            }
            return moved(asked, set.header(), set.requested().get(), causeOf(set), noted);
        }
        if (set.requested().isEmpty()) {
            return asked;
        }
        return left(asked, set, set.requested().get());
    }

    /// A single arc, seen in the driver: where it was taken, nothing is left to infer of it.
    static DeviceTrack arc(DeviceTrack device, ArcTaken arc, Noted noted) {
        DeviceTrack seen = device.with(device.state().withArc(arc));
        if (!arc.result().isOk()) {
            return seen;
        }
        return moved(seen, arc.header(), arc.to(), StateChange.Cause.SET, noted);
    }

    static DeviceTrack reset(DeviceTrack device, DeviceReset reset, Noted noted) {
        if (reset.result().isOk()) {
            return moved(device, reset.header(), DeviceState.RUNNING, StateChange.Cause.RESET, noted);
        }
        return device;
    }

    static DeviceTrack got(DeviceTrack device, DeviceStateGot got, Noted noted) {
        if (!got.result().isOk() || got.state().isEmpty()) {
            return device;
        }
        DeviceState found = got.state().get();
        StateKnowledge before = device.state().now();
        boolean contradicts = switch (before) {
            case StateKnowledge.Observed o -> !o.is(found);
            case StateKnowledge.Inferred _ -> false;
            case StateKnowledge.Unknown u -> !u.possible().contains(found);
        };
        if (contradicts) {
            noted.note(Anomaly.Kind.STATE_CONTRADICTED, "the device says " + found + ", it was shown " + text(before));
        }
        if (before instanceof StateKnowledge.Observed && !contradicts) {
            return device;
        }
        return moved(device, got.header(), found, StateChange.Cause.FOUND, noted);
    }

    static DeviceTrack announced(DeviceTrack device, DeviceStateAnnounced announced, Noted noted) {
        if (announced.state().equals(PREPARE)) {
            return device;
        }
        Optional<DeviceState> state = stateNamed(announced.state());
        if (state.isEmpty()) {
            noted.note(Anomaly.Kind.WORD_UNKNOWN, "the VMM announced a state '" + announced.state() + "'");
            return device;
        }
        return moved(device, announced.header(), state.get(), StateChange.Cause.ANNOUNCED, noted);
    }

    /// The trace shows that the device was just opened or set up.
    static DeviceTrack opened(DeviceTrack device, long seq) {
        StateTrack state = device.state();
        return state.now().equals(StateKnowledge.Inferred.INITIAL)
                ? device.with(state.withNow(StateKnowledge.Inferred.OPENED, EventHeader.UNKNOWN_NS, seq))
                : device;
    }

    /// Data moved in a state that allows none: what was taken for the state was wrong.
    static DeviceTrack doubted(DeviceTrack device, Set<DeviceState> possible, EventHeader header) {
        return device.state().now() instanceof StateKnowledge.Inferred
                ? uncertain(device, new StateKnowledge.Unknown(possible), header)
                : device;
    }

    /// The migration stream shows that the device was in one of `possible`, where nothing shows its state itself.
    static DeviceTrack told(DeviceTrack device, Set<DeviceState> possible, EventHeader header) {
        return device.state().now() instanceof StateKnowledge.Observed
                ? device
                : uncertain(device, new StateKnowledge.Unknown(possible), header);
    }

    private static DeviceTrack left(DeviceTrack device, DeviceStateSet set, DeviceState requested) {
        Optional<DeviceState> from = device.state().now().state();
        if (from.isEmpty() || device.state().now().equals(StateKnowledge.Inferred.INITIAL)) {
            return uncertain(device, StateKnowledge.Unknown.ANY, set.header());
        }
        Optional<ArcTaken> last = device.state().arcOf(set);
        if (last.isPresent() && last.get().result().isFailed()) {
            // The arcs before it were seen, so that only the one that failed is in doubt.
            Set<DeviceState> possible = EnumSet.of(from.get(), DeviceState.ERROR);
            return uncertain(device, new StateKnowledge.Unknown(possible), set.header());
        }
        Walk walk = Walk.of(device.flags(), from.get(), requested);
        CallResult result = set.result();
        boolean mayHaveArrived = result.errno().isEmpty()
                || result.is(Errno.ENFILE)
                || result.is(Errno.EMFILE)
                || result.is(Errno.EFAULT);
        Set<DeviceState> possible = mayHaveArrived ? walk.onUnknown() : walk.onFailure();
        if (possible.equals(Set.of(from.get()))) {
            return device;
        }
        return uncertain(device, new StateKnowledge.Unknown(possible), set.header());
    }

    private static DeviceTrack uncertain(DeviceTrack device, StateKnowledge knowledge, EventHeader header) {
        return device.with(device.state().withNow(knowledge, shownAt(header), header.seq()));
    }

    private static DeviceTrack moved(
            DeviceTrack device, EventHeader header, DeviceState to, StateChange.Cause cause, Noted noted) {
        StateKnowledge before = device.state().now();
        Optional<DeviceState> from = before.state();
        if (from.isPresent() && from.get() == to && before instanceof StateKnowledge.Observed) {
            return device;
        }
        FlagsTrack flags = device.flags();
        if (flags.answered().isPresent()
                && to != DeviceState.ERROR
                && !flags.answered().get().allows(to)) {
            noted.note(
                    Anomaly.Kind.STATE_NOT_OFFERED,
                    "the device is in " + to + " but offers only "
                            + flags.answered().get());
        }
        ArcCounts arcs = device.state().arcs();
        List<DeviceState> middle = List.of();
        boolean requested = cause == StateChange.Cause.SET || cause == StateChange.Cause.RECOVER;
        if (requested && from.isPresent() && !before.equals(StateKnowledge.Inferred.INITIAL)) {
            Walk walk = Walk.of(flags.seenIn(to), from.get(), to);
            if (!walk.legal() && before instanceof StateKnowledge.Observed) {
                noted.note(Anomaly.Kind.ARC_ILLEGAL, "no way leads from " + from.get() + " to " + to);
            }
            middle = walk.middle();
            for (Arc arc : walk.arcs()) {
                arcs = arcs.plus(
                        arc.from(), arc.to(), middle.isEmpty() && walk.arcs().size() == 1);
            }
        }
        StateChange change = new StateChange(header.seq(), header.timeNs(), shownAt(header), from, middle, to, cause);
        return device.with(device.state().changed(change, arcs))
                .with(flags.seenIn(to))
                .with(DataFold.sessionAfter(device.data(), from, to, header.seq()));
    }

    /// When the state was surely reached: the return of the call, or its entry where the return is not shown.
    private static long shownAt(EventHeader header) {
        return header.hasDuration() ? header.endNs() : header.timeNs();
    }

    private static StateChange.Cause causeOf(DeviceStateSet set) {
        return switch (set.cause()) {
            case SET -> StateChange.Cause.SET;
            case RECOVER -> StateChange.Cause.RECOVER;
            case RESET -> StateChange.Cause.RESET;
        };
    }

    private static Optional<DeviceState> stateNamed(String qmpName) {
        String name = qmpName.toUpperCase(Locale.ROOT).replace('-', '_');
        for (DeviceState state : DeviceState.values()) {
            if (state.name().equals(name)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    private static String text(StateKnowledge knowledge) {
        return switch (knowledge) {
            case StateKnowledge.Observed o -> "in " + o.state().orElseThrow();
            case StateKnowledge.Inferred i -> "in " + i.state().orElseThrow();
            case StateKnowledge.Unknown u -> "in one of " + u.possible();
        };
    }
}
