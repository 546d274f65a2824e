package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads the intact events of a damaged trace forward. In the place of those that are missing comes one [EventsLost],
/// with the number of the first of them. For one thread.
final class GapReader implements EventReader {

    private final RecordWalk<MigrationEvent> walk;
    private final String file;
    private final OptionalLong total;
    private final QueueFile queue;
    private final long from;
    private @Nullable MigrationEvent pending;
    private boolean gap;
    private boolean ended;

    /// @param walk that has not come to `from` yet
    /// @param file the queue file as the trace names it
    /// @param total how many events there are to be, empty if the writer did not close the trace
    /// @param from number of the first event to be read
    GapReader(RecordWalk<MigrationEvent> walk, QueueFile queue, String file, OptionalLong total, long from) {
        this.walk = walk;
        this.queue = queue;
        this.file = file;
        this.total = total;
        this.from = from;
    }

    @Override
    public @Nullable MigrationEvent next() throws TraceException {
        MigrationEvent event = pending;
        gap = false;
        if (event != null) {
            pending = null;
            return event;
        }
        try {
            while (!ended) {
                event = step();
                if (event != null && event.header().seq() >= from) {
                    return event;
                }
            }
        } catch (InternalError e) {
            throw RecordReader.vanished(queue.path(), e);
        }
        return null;
    }

    /// The next event or gap. A gap that begins before the first event to be read is not told.
    private @Nullable MigrationEvent step() {
        long first = walk.expected();
        boolean found = walk.advance() && (total.isEmpty() || walk.record().seq() < total.getAsLong());
        ended = !found;
        MigrationEvent event = found ? walk.content() : null;
        OptionalLong next = found ? OptionalLong.of(walk.record().seq()) : total;
        RecordWalk.Damage damage = walk.damage().orElse(null);
        boolean missing = next.isEmpty() || next.getAsLong() > first;
        if (damage == null || !missing || first < from) {
            return event;
        }
        pending = event;
        gap = true;
        return lost(first, next, damage);
    }

    private EventsLost lost(long first, OptionalLong next, RecordWalk.Damage damage) {
        int none = EventHeader.NONE;
        EventHeader header =
                new EventHeader(first, EventHeader.UNKNOWN_NS, EventHeader.UNKNOWN_NS, none, none, none, none);
        String which;
        OptionalLong count = OptionalLong.empty();
        if (next.isEmpty()) {
            which = "event " + first + " and what follows";
        } else {
            long missing = next.getAsLong() - first;
            count = OptionalLong.of(missing);
            which = missing == 1 ? "event " + first : "events " + first + " to " + (next.getAsLong() - 1);
        }
        return new EventsLost(
                header,
                count,
                String.format(
                        Locale.ROOT,
                        "damaged on disk: %s at byte %,d of %s: %s",
                        which,
                        damage.at(),
                        file,
                        damage.problem()));
    }

    @Override
    public boolean isGap() {
        return gap;
    }

    @Override
    public void close() {}
}
