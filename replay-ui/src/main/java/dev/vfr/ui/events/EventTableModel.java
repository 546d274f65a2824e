package dev.vfr.ui.events;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.report.Figures;
import dev.vfr.ui.session.ReplayModel;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The rows of the table and the filter that chooses them. A filter reads the trace in the background; matches appear
/// as they are found, and those of a filter that was changed meanwhile are dropped.
public final class EventTableModel {

    private static final int BATCH = 2048;
    private static final long REPORT_EVERY = 100_000;

    private final ReplayModel replay;
    private final EventList rows;
    private final Executor background;
    private final Executor ui;
    private final AtomicLong generation = new AtomicLong();
    private final StringProperty filter = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");

    /// @param background runs what takes long
    /// @param ui runs on the application thread
    public EventTableModel(ReplayModel replay, Executor background, Executor ui) {
        this.replay = replay;
        this.background = background;
        this.ui = ui;
        this.rows = new EventList(replay);
        status.set(Figures.count(replay.picture().count()) + " events");
        filter.subscribe(this::apply);
    }

    EventList rows() {
        return rows;
    }

    /// The text of the filter, see [EventFilter].
    public StringProperty filter() {
        return filter;
    }

    /// How many rows there are.
    public ReadOnlyStringProperty status() {
        return status.getReadOnlyProperty();
    }

    ReplayModel replay() {
        return replay;
    }

    private void apply(String text) {
        long mine = generation.incrementAndGet();
        EventFilter wanted = EventFilter.parse(text);
        if (wanted.isEmpty()) {
            if (rows.isFiltered()) {
                rows.showAll();
            }
            status.set(Figures.count(replay.picture().count()) + " events");
            return;
        }
        rows.showMatches();
        background.execute(() -> search(wanted, mine));
    }

    private void search(EventFilter wanted, long mine) {
        long[] batch = new long[BATCH];
        int found = 0;
        long searched = 0;
        try (EventSource.EventReader reader = replay.source().readFrom(0)) {
            MigrationEvent event = reader.next();
            while (event != null && generation.get() == mine) {
                if (wanted.matches(event)) {
                    batch[found++] = event.header().seq();
                }
                searched++;
                if (found == BATCH || searched % REPORT_EVERY == 0) {
                    publish(Arrays.copyOf(batch, found), mine, searched);
                    found = 0;
                }
                event = reader.next();
            }
            publish(Arrays.copyOf(batch, found), mine, replay.picture().count());
        } catch (EventSourceException e) {
            String problem = String.valueOf(e.getMessage());
            ui.execute(() -> status.set(problem));
        }
    }

    private void publish(long[] seqs, long mine, long searched) {
        ui.execute(() -> {
            if (generation.get() != mine) {
                return;
            }
            if (seqs.length > 0) {
                rows.append(seqs);
            }
            long count = replay.picture().count();
            String progress = searched < count ? ", searching " + 100 * searched / count + " %" : "";
            status.set(Figures.count(rows.size()) + " of " + Figures.count(count) + " events" + progress);
        });
    }
}
