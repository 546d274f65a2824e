package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Watches the life of each data_fd: which request brought it, and whether it was closed.
final class DataFdWatcher implements Watcher {

    private static final int HELD_MAX = 1024;
    private static final String OUT_OF_SYNC = "data_fd out of sync";

    private final FactCollector facts;
    private final List<Held> held = new ArrayList<>();
    private final List<UnexpectedDataFd> missing = new ArrayList<>();
    /// Processes whose trace shows the numbers of data_fds.
    private final Set<Integer> showing = new HashSet<>();
    private final Map<Integer, DeviceStateSet> lastSets = new HashMap<>();
    private @Nullable Held disputed;
    private boolean unexpected;

    DataFdWatcher(FactCollector facts) {
        this.facts = facts;
    }

    /// A data_fd that is open as far as the trace shows.
    private static final class Held {
        private final DeviceStateSet opened;
        private boolean used;
        /// A later data_fd of the device was closed while this one was not.
        private boolean outlived;

        private Held(DeviceStateSet opened) {
            this.opened = opened;
        }

        private EventHeader header() {
            return opened.header();
        }

        private boolean is(EventHeader other) {
            return header().device() == other.device() && header().session() == other.session();
        }
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(
                DeviceStateSet.class, DataRead.class, DataWritten.class, DataFdClosed.class, ErrorLinePrinted.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        switch (event) {
            case DeviceStateSet set -> requested(set, before);
            case DataRead _, DataWritten _ -> {
                held.stream().filter(fd -> fd.is(header)).forEach(fd -> fd.used = true);
            }
            case DataFdClosed _ -> closed(header);
            case ErrorLinePrinted line -> printed(line);
            default -> {
                // Nothing else is watched.
            }
        }
    }

    @Override
    public void finish(MigrationState end) {
        for (Held fd : held) {
            if (fd.outlived) {
                facts.add(new LeakedDataFd(fd.opened));
            }
        }
        missing.stream()
                .filter(fd -> showing.contains(fd.set().header().process()))
                .forEach(facts::add);
    }

    private void requested(DeviceStateSet set, MigrationState before) {
        lastSets.put(set.header().process(), set);
        disputed = null;
        unexpected = false;
        if (!set.result().isOk() || set.requested().isEmpty()) {
            return;
        }
        DeviceState to = set.requested().get();
        Optional<DeviceState> from = before.device(set.header().device())
                .map(DeviceTrack::state)
                .map(state -> state.now())
                .filter(StateKnowledge.Observed.class::isInstance)
                .flatMap(StateKnowledge::state);
        boolean opens = from.isPresent() && opens(from.get(), to);
        // Only the state before it shows who is responsible for a second data_fd.
        unexpected = from.isEmpty();
        if (set.dataFd().isPresent()) {
            showing.add(set.header().process());
            came(set, from, opens);
        } else if (opens && missing.size() < HELD_MAX) {
            missing.add(new UnexpectedDataFd(set, from.get(), false));
        }
    }

    private void came(DeviceStateSet set, Optional<DeviceState> from, boolean opens) {
        EventHeader header = set.header();
        // The number would not come again if the one before were still open.
        held.removeIf(fd ->
                fd.header().process() == header.process() && fd.opened.dataFd().equals(set.dataFd()));
        boolean another = held.stream().anyMatch(fd -> fd.header().device() == header.device());
        Held fd = new Held(set);
        if (held.size() < HELD_MAX) {
            held.add(fd);
        }
        if (from.isPresent() && !opens) {
            unexpected = true;
            facts.add(new UnexpectedDataFd(set, from.get(), true));
        } else if (opens && another) {
            disputed = fd;
        }
    }

    /// Whether the last arc of every way opens a session.
    private static boolean opens(DeviceState from, DeviceState to) {
        return to.isSaving() ? !from.isSaving() : to == DeviceState.RESUMING && from != DeviceState.RESUMING;
    }

    private void closed(EventHeader header) {
        for (Iterator<Held> i = held.iterator(); i.hasNext(); ) {
            Held fd = i.next();
            if (fd.is(header)) {
                i.remove();
                if (fd == disputed && !fd.used) {
                    outOfSync(fd.opened, header.seq());
                    return;
                }
                held.stream()
                        .filter(other -> other.header().device() == header.device()
                                && other.header().seq() < fd.header().seq())
                        .forEach(other -> other.outlived = true);
                return;
            }
        }
    }

    private void printed(ErrorLinePrinted line) {
        if (line.text().contains(OUT_OF_SYNC) && !unexpected) {
            DeviceStateSet set = lastSets.get(line.header().process());
            if (set != null) {
                outOfSync(set, line.header().seq());
            }
        }
    }

    private void outOfSync(DeviceStateSet set, long seq) {
        boolean known = facts.of(DataFdOutOfSync.class).first().stream()
                .anyMatch(other -> other.set().header().seq() == set.header().seq());
        if (!known) {
            facts.add(new DataFdOutOfSync(set, seq));
        }
    }
}
