package dev.vfr.model.replay;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several traces read as one, such as those of the source and the destination of a migration.
///
/// The introductions of all traces come first, then all events by real time, and the ends of the traces last. The
/// order of each trace is kept; an event whose real time is not known goes with the event before it in its trace.
/// Processes, devices and host clocks are renumbered so that no two traces share a number. Closing this closes the
/// traces.
public final class JoinedEvents implements EventSource {

    private static final int DEFAULT_INTERVAL = 1024;
    private static final int MARKS_MAX = 65_536;

    private final List<EventSource> sources;
    private final List<Alignment> alignments;

    private long count;
    private long interval;
    private List<Mark> marks = new ArrayList<>();

    /// Where each source stands at a position of the joined sequence: the next event of each, and the latest real
    /// time seen in each.
    private static final class Mark {
        private final long[] positions;
        private final long[] latest;

        Mark(long[] positions, long[] latest) {
            this.positions = positions.clone();
            this.latest = latest.clone();
        }
    }

    private JoinedEvents(List<EventSource> sources, List<Alignment> alignments, long interval) {
        this.sources = List.copyOf(sources);
        this.alignments = List.copyOf(alignments);
        this.interval = interval;
    }

    /// The traces as one; reads each of them once.
    public static JoinedEvents of(List<? extends EventSource> sources) throws EventSourceException {
        return of(sources, DEFAULT_INTERVAL);
    }

    static JoinedEvents of(List<? extends EventSource> sources, int interval) throws EventSourceException {
        List<Alignment> alignments = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            alignments.add(Alignment.of(sources.get(i), i, sources.size()));
        }
        JoinedEvents joined = new JoinedEvents(List.copyOf(sources), alignments, interval);
        joined.index();
        return joined;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public EventReader readFrom(long index) throws EventSourceException {
        if (index < 0 || index > count) {
            throw new IndexOutOfBoundsException("event " + index + " of " + count);
        }
        int mark = (int) Math.min(marks.size() - 1L, index / interval);
        Merge merge = new Merge(marks.get(mark), mark * interval);
        try {
            for (long i = mark * interval; i < index; i++) {
                merge.advance();
            }
        } catch (EventSourceException | RuntimeException e) {
            merge.close();
            throw e;
        }
        return merge;
    }

    /// Where an event of one trace stands in the joined sequence, which has no holes.
    ///
    /// @param source the trace, counted from 0 in the order given
    /// @param seq the event's number in that trace
    public long seqOf(int source, long seq) throws EventSourceException {
        if (seq < 0 || seq >= sources.get(source).count()) {
            throw new IndexOutOfBoundsException("event " + seq + " of trace " + source);
        }
        int mark = lastMarkBefore(source, seq);
        try (Merge merge = new Merge(marks.get(mark), mark * interval)) {
            boolean more = true;
            while (more && merge.positions[source] <= seq) {
                more = merge.advance() != null;
            }
            return merge.seq - 1;
        }
    }

    private int lastMarkBefore(int source, long seq) {
        int low = 0;
        int high = marks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (marks.get(middle).positions[source] <= seq) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public void close() throws EventSourceException {
        for (EventSource source : sources) {
            source.close();
        }
    }

    private void index() throws EventSourceException {
        long[] latest = new long[sources.size()];
        Arrays.fill(latest, Alignment.UNKNOWN);
        Mark start = new Mark(new long[sources.size()], latest);
        marks.add(start);
        try (Merge merge = new Merge(start, 0)) {
            while (merge.advance() != null) {
                if (merge.seq == marks.size() * interval) {
                    keep(merge.mark());
                }
            }
            count = merge.seq;
        }
    }

    private void keep(Mark mark) {
        marks.add(mark);
        if (marks.size() > MARKS_MAX) {
            List<Mark> half = new ArrayList<>();
            for (int i = 0; i < marks.size(); i += 2) {
                half.add(marks.get(i));
            }
            marks = half;
            interval *= 2;
        }
    }

    /// One reader per source; always gives the event that is due first.
    private final class Merge implements EventReader {
        private final List<EventReader> readers = new ArrayList<>();
        private final @Nullable MigrationEvent[] heads = new MigrationEvent[sources.size()];
        private final long[] dueNs = new long[sources.size()];
        private final long[] positions;
        private final long[] latest;
        private long seq;

        Merge(Mark mark, long seq) throws EventSourceException {
            this.positions = mark.positions.clone();
            this.latest = mark.latest.clone();
            this.seq = seq;
            try {
                for (int i = 0; i < sources.size(); i++) {
                    readers.add(sources.get(i).readFrom(positions[i]));
                    pull(i);
                }
            } catch (EventSourceException | RuntimeException e) {
                close();
                throw e;
            }
        }

        Mark mark() {
            return new Mark(positions, latest);
        }

        /// Takes the event that is due, as it is in its own trace; null at the end.
        @Nullable
        Due advance() throws EventSourceException {
            int first = -1;
            for (int i = 0; i < heads.length; i++) {
                if (heads[i] != null && (first < 0 || dueNs[i] < dueNs[first])) {
                    first = i;
                }
            }
            if (first < 0) {
                return null;
            }
            MigrationEvent event = heads[first];
            positions[first] = event == null ? positions[first] : event.header().seq() + 1;
            seq++;
            pull(first);
            return event == null ? null : new Due(event, first);
        }

        @Override
        public @Nullable MigrationEvent next() throws EventSourceException {
            long position = seq;
            Due due = advance();
            return due == null ? null : alignments.get(due.source).joined(due.event, position);
        }

        private void pull(int i) throws EventSourceException {
            MigrationEvent event = readers.get(i).next();
            heads[i] = event;
            if (event == null) {
                return;
            }
            if (event.header().seq() < alignments.get(i).introductions()) {
                dueNs[i] = Long.MIN_VALUE;
            } else if (event instanceof TraceClosed) {
                dueNs[i] = Long.MAX_VALUE;
            } else {
                latest[i] = Math.max(latest[i], alignments.get(i).realtimeNs(event.header()));
                dueNs[i] = latest[i];
            }
        }

        @Override
        public void close() {
            readers.forEach(EventReader::close);
        }
    }

    /// An event and the source that it is from.
    private record Due(MigrationEvent event, int source) {}
}
