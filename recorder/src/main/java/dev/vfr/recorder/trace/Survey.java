package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.recorder.trace.FrameCursor.Step;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Where the intact records of a trace are whose queue is damaged, or was not closed: one pass over the whole file,
/// which nothing but checksums is believed in. Memory grows with one in [PositionIndex#STRIDE] records.
final class Survey {

    private final QueueFile queue;
    private final String file;
    private final OptionalLong total;

    /// Numbers of records, ascending, and places from where a walk reaches them.
    private long[] seqs = new long[16];

    private long[] places = new long[16];
    private int marks;
    private long intact;
    private long gaps;
    private long count;
    private String firstGap = "";
    private Step ending = Step.END;
    private long endingAt;

    private Survey(TraceFiles files, QueueFile queue, OptionalLong total) {
        this.queue = queue;
        this.file = files.root().relativize(queue.path()).toString();
        this.total = total;
    }

    /// Looks at every record.
    ///
    /// @param start the place behind the queue's header
    /// @param total how many events there are to be, empty if the writer did not close the trace
    /// @throws TraceException if there should be events and not one can be read
    static Survey of(TraceFiles files, QueueFile queue, long start, OptionalLong total) throws TraceException {
        Survey survey = new Survey(files, queue, total);
        survey.run(start);
        if (survey.intact == 0 && survey.gaps > 0) {
            throw new TraceException(Kind.CORRUPT, files.root() + ": no event can be read: " + survey.firstGap);
        }
        return survey;
    }

    private void run(long start) throws TraceException {
        RecordWalk<MigrationEvent> walk = walk(start, 0);
        GapReader reader = new GapReader(walk, queue, file, total, 0);
        long place = start;
        long expected = 0;
        long nextMark = 0;
        for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
            long seq = event.header().seq();
            if (seq >= nextMark) {
                mark(expected, place);
                nextMark = seq - seq % PositionIndex.STRIDE + PositionIndex.STRIDE;
            }
            if (reader.isGap()) {
                gaps++;
                firstGap = gaps == 1 && event instanceof EventsLost lost ? lost.reason() : firstGap;
            } else {
                intact++;
                place = walk.end();
                expected = walk.expected();
            }
            count = seq + 1;
        }
        ending = walk.ending();
        endingAt = walk.endingAt();
    }

    private void mark(long seq, long place) {
        if (marks == seqs.length) {
            seqs = Arrays.copyOf(seqs, marks * 2);
            places = Arrays.copyOf(places, marks * 2);
        }
        seqs[marks] = seq;
        places[marks++] = place;
    }

    private RecordWalk<MigrationEvent> walk(long place, long seq) {
        return new RecordWalk<>(queue, RecordBytes::event, total, place, seq);
    }

    /// A reader whose first event is the first that is there from number `index` on.
    EventReader readFrom(long index) {
        int found = Arrays.binarySearch(seqs, 0, marks, index);
        int mark = found >= 0 ? found : Math.max(0, -found - 2);
        RecordWalk<MigrationEvent> walk = walk(places[mark], seqs[mark]);
        return new GapReader(walk, queue, file, total, index);
    }

    /// One more than the number of the last event; that of a gap at the end is its first.
    long count() {
        return count;
    }

    /// How many events can be read.
    long intact() {
        return intact;
    }

    /// What is missing, on one line; empty if nothing is.
    Optional<String> loss() {
        if (gaps == 0) {
            return Optional.empty();
        }
        String of = total.isPresent() ? String.format(Locale.ROOT, " of %,d", total.getAsLong()) : "";
        String more =
                gaps == 1 ? "" : String.format(Locale.ROOT, "; %,d more %s", gaps - 1, gaps == 2 ? "gap" : "gaps");
        return Optional.of(String.format(Locale.ROOT, "%,d%s events can be read; %s%s", intact, of, firstGap, more));
    }

    /// What follows the last event of a trace that was not closed.
    String rest() {
        return switch (ending) {
            case INCOMPLETE -> "one more was being written";
            case RECORD, DAMAGED -> "what follows at byte " + endingAt + " is damaged";
            case END ->
                queue.firstNonZero(endingAt) < queue.size()
                        ? "after a gap at byte " + endingAt + " there is more that cannot be read"
                        : "nothing follows";
        };
    }
}
