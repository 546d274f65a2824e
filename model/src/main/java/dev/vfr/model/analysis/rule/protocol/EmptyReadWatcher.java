package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.vfio.Errno;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Counts the reads in a row that found a data_fd at its temporary end: [EmptyReads].
///
/// Whatever else the process does with any of its devices ends the row: it had something to do, or it asked.
final class EmptyReadWatcher implements Watcher {

    /// A VMM that leaves a data_fd alone for longer waits, or has other work.
    private static final long PAUSE_NS = 100_000;

    /// Fewer may be the last rounds of a loop that does other work too.
    private static final long READS_MIN = 200;

    private final FactCollector facts;
    private final Map<Integer, EmptyReads> rows = new HashMap<>();

    EmptyReadWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(
                DataRead.class,
                DataMerged.class,
                DataFdPolled.class,
                DataFdClosed.class,
                DeviceStateSet.class,
                DeviceStateGot.class,
                DeviceReset.class,
                MigDataSizeQueried.class,
                PrecopyInfoQueried.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        if (event instanceof DataRead read && read.result().is(Errno.ENOMSG) && header.hasTime()) {
            rows.merge(header.device(), new EmptyReads(header, 1, 0), (row, again) -> longer(row, again.first()));
        } else {
            endAll(header.process());
        }
    }

    /// The row with one more read, or a new one if the VMM paused before it.
    private EmptyReads longer(EmptyReads row, EventHeader read) {
        long ns = read.timeNs() - row.first().timeNs();
        long pause = ns - row.ns();
        if (pause < 0 || pause > PAUSE_NS) {
            note(row);
            return new EmptyReads(read, 1, 0);
        }
        return new EmptyReads(row.first(), row.reads() + 1, ns);
    }

    private void endAll(int process) {
        rows.values().removeIf(row -> {
            boolean ends = row.first().process() == process;
            if (ends) {
                note(row);
            }
            return ends;
        });
    }

    private void note(EmptyReads row) {
        if (row.reads() >= READS_MIN) {
            facts.add(row);
        }
    }

    @Override
    public void finish(MigrationState end) {
        rows.values().forEach(this::note);
    }
}
