package dev.vfr.model.fold;

import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import java.util.Optional;

/// A device's state, since when, and how it came there.
///
/// @param now what is known of the state
/// @param sinceNs time on the host clock since when `now` holds, [EventHeader#UNKNOWN_NS] where unknown
/// @param sinceSeq the event since which `now` holds
/// @param lastSet the last request, whatever became of it
/// @param lastChange the last move that was shown
/// @param arcs how often each arc was walked
/// @param lastArc the last single arc that the driver was seen to take or to fail in, whatever became of it
public record StateTrack(
        StateKnowledge now,
        long sinceNs,
        long sinceSeq,
        Optional<DeviceStateSet> lastSet,
        Optional<StateChange> lastChange,
        ArcCounts arcs,
        Optional<ArcTaken> lastArc) {

    static StateTrack initial(long seq) {
        return new StateTrack(
                StateKnowledge.Inferred.INITIAL,
                EventHeader.UNKNOWN_NS,
                seq,
                Optional.empty(),
                Optional.empty(),
                ArcCounts.NONE,
                Optional.empty());
    }

    StateTrack withSet(DeviceStateSet set) {
        return new StateTrack(now, sinceNs, sinceSeq, Optional.of(set), lastChange, arcs, lastArc);
    }

    /// With other knowledge that no move explains.
    StateTrack withNow(StateKnowledge knowledge, long ns, long seq) {
        return new StateTrack(knowledge, ns, seq, lastSet, lastChange, arcs, lastArc);
    }

    StateTrack changed(StateChange change, ArcCounts newArcs) {
        return new StateTrack(
                StateKnowledge.Observed.of(change.to()),
                change.enteredNs(),
                change.seq(),
                lastSet,
                Optional.of(change),
                newArcs,
                lastArc);
    }

    StateTrack withArc(ArcTaken arc) {
        return new StateTrack(now, sinceNs, sinceSeq, lastSet, lastChange, arcs, Optional.of(arc));
    }

    /// The arc of a request that was seen last; empty if no arc was seen since the request was made. The
    /// arcs of a request come before it in the trace, since they return first.
    Optional<ArcTaken> arcOf(DeviceStateSet set) {
        EventHeader made = set.header();
        return lastArc.filter(arc -> made.hasTime()
                && arc.header().hasTime()
                && arc.header().timeNs() >= made.timeNs()
                && arc.header().thread() == made.thread());
    }
}
