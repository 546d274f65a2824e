package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All watchers of one trace. Each event is shown to those only that asked for its kind.
final class Watchers {

    private final List<Watcher> all;
    private final Map<Class<? extends MigrationEvent>, List<Watcher>> byEvent = new HashMap<>();

    Watchers(List<Watcher> all) {
        this.all = List.copyOf(all);
        for (Watcher watcher : all) {
            watcher.watched()
                    .forEach(kind -> byEvent.computeIfAbsent(kind, ignored -> new ArrayList<>())
                            .add(watcher));
        }
    }

    /// Shows the next event to those that asked for it.
    void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        List<Watcher> interested = byEvent.get(event.getClass());
        if (interested != null) {
            for (Watcher watcher : interested) {
                watcher.observe(event, before, after);
            }
        }
    }

    /// The trace is at its end.
    void finish(MigrationState end) {
        all.forEach(watcher -> watcher.finish(end));
    }
}
