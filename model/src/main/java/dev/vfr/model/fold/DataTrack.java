package dev.vfr.model.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A device's data transfer sessions.
///
/// @param forgotten what was moved in sessions that are no longer listed
/// @param count how many sessions there were
/// @param recent the last sessions, oldest first, at most [#RECENT]; the last one may still be open
public record DataTrack(DataTotals forgotten, int count, List<SessionTrack> recent) {

    /// How many sessions are kept apart, so that the state does not grow with the trace.
    public static final int RECENT = 8;

    static final DataTrack NONE = new DataTrack(DataTotals.NONE, 0, List.of());

    public DataTrack {
        recent = List.copyOf(recent);
    }

    /// Everything that was moved in all sessions.
    public DataTotals totals() {
        DataTotals sum = forgotten;
        for (SessionTrack session : recent) {
            sum = sum.plus(session.totals());
        }
        return sum;
    }

    /// The session that is open.
    public Optional<SessionTrack> current() {
        return last().filter(SessionTrack::open);
    }

    /// The last session, open or not.
    public Optional<SessionTrack> last() {
        return recent.isEmpty() ? Optional.empty() : Optional.of(recent.getLast());
    }

    DataTrack withLast(SessionTrack session) {
        if (recent.size() == 1) {
            return new DataTrack(forgotten, count, List.of(session));
        }
        List<SessionTrack> changed = new ArrayList<>(recent);
        changed.set(changed.size() - 1, session);
        return new DataTrack(forgotten, count, changed);
    }

    DataTrack opening(SessionTrack.Direction direction, long seq) {
        DataTrack ended = closing();
        List<SessionTrack> changed = new ArrayList<>(ended.recent);
        DataTotals gone = forgotten;
        if (changed.size() == RECENT) {
            gone = gone.plus(changed.removeFirst().totals());
        }
        changed.add(SessionTrack.opened(count, direction, seq));
        return new DataTrack(gone, count + 1, changed);
    }

    DataTrack closing() {
        Optional<SessionTrack> open = current();
        return open.isPresent() ? withLast(open.get().closed()) : this;
    }
}
