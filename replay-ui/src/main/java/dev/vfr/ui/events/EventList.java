package dev.vfr.ui.events;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.ui.picture.LongColumn;
import dev.vfr.ui.session.ReplayModel;
import java.util.Optional;
import javafx.collections.ObservableListBase;

/// The rows of the table: all events, or those that a filter left. Holds numbers only; events are read when a row
/// comes into sight.
final class EventList extends ObservableListBase<EventRow> {

    private final ReplayModel replay;
    private final EventPages pages;
    /// Numbers of the rows, empty where every event is a row.
    private Optional<LongColumn> matches = Optional.empty();

    EventList(ReplayModel replay) {
        this.replay = replay;
        this.pages = new EventPages(replay.source());
    }

    @Override
    public int size() {
        long size = matches.map(LongColumn::size).orElse(replay.picture().count());
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    @Override
    public EventRow get(int row) {
        long seq = seqOf(row);
        Optional<MigrationEvent> event = pages.get(seq);
        long position =
                event.map(read -> replay.picture().positionOf(seq, read)).orElse(0L);
        return new EventRow(seq, position, event);
    }

    /// The row of an event, or of the last one before it; -1 where there is none.
    int rowOf(long seq) {
        return (int) (matches.isPresent() ? matches.get().floorIndex(seq) : seq);
    }

    long seqOf(int row) {
        return matches.isPresent() ? matches.get().get(row) : row;
    }

    boolean isFiltered() {
        return matches.isPresent();
    }

    void showAll() {
        int before = size();
        matches = Optional.empty();
        announce(before);
    }

    /// Starts with no rows; [#append] adds them.
    void showMatches() {
        int before = size();
        matches = Optional.of(new LongColumn());
        announce(before);
    }

    void append(long[] seqs) {
        LongColumn column = matches.orElseThrow();
        int before = size();
        for (long seq : seqs) {
            column.add(seq);
        }
        beginChange();
        nextAdd(before, size());
        endChange();
    }

    private void announce(int before) {
        beginChange();
        nextReplace(0, size(), new Unread(before));
        endChange();
    }

    /// Stands for rows that were there before, without reading them again.
    private static final class Unread extends java.util.AbstractList<EventRow> {
        private final int size;

        Unread(int size) {
            this.size = size;
        }

        @Override
        public EventRow get(int index) {
            return new EventRow(index, 0, Optional.empty());
        }

        @Override
        public int size() {
            return size;
        }
    }
}
