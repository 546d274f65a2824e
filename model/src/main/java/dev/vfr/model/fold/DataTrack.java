package dev.vfr.model.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A device's data transfer sessions.
///
/// @param forgotten what was moved in sessions that are no longer listed
/// @param count how many sessions there were
/// @param earlier the sessions before the last, oldest first; few, so that the state does not grow with the trace
/// @param last the last session, which may still be open; kept apart because nearly every event changes it alone
public record DataTrack(DataTotals forgotten, int count, List<SessionTrack> earlier, Optional<SessionTrack> last) {

    /// How many sessions are kept apart.
    public static final int RECENT = 8;

    static final DataTrack NONE = new DataTrack(DataTotals.NONE, 0, List.of(), Optional.empty());

    public DataTrack {
        earlier = List.copyOf(earlier);
    }

    /// The last sessions, oldest first, at most [#RECENT].
    public List<SessionTrack> recent() {
        List<SessionTrack> recent = new ArrayList<>(earlier);
        last.ifPresent(recent::add);
        return List.copyOf(recent);
    }

    /// Everything that was moved in all sessions.
    public DataTotals totals() {
        DataTotals sum = forgotten;
        for (SessionTrack session : recent()) {
            sum = sum.plus(session.totals());
        }
        return sum;
    }

    /// The session that is open.
    public Optional<SessionTrack> current() {
        return last.isPresent() && last.get().open() ? last : Optional.empty();
    }

    DataTrack withLast(SessionTrack session) {
        return new DataTrack(forgotten, count, earlier, Optional.of(session));
    }

    DataTrack opening(SessionTrack.Direction direction, long seq) {
        List<SessionTrack> before = new ArrayList<>(closing().recent());
        DataTotals gone = forgotten;
        if (before.size() == RECENT) {
            gone = gone.plus(before.removeFirst().totals());
        }
        return new DataTrack(gone, count + 1, before, Optional.of(SessionTrack.opened(count, direction, seq)));
    }

    DataTrack closing() {
        Optional<SessionTrack> open = current();
        return open.isPresent() ? withLast(open.get().closed()) : this;
    }
}
