package dev.vfr.model.analysis.watch;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All watchers of one trace. Each event is shown to those only that asked for its kind.
public final class Watchers {

    private final List<Watcher> all;
    private final Map<Class<? extends MigrationEvent>, List<Watcher>> byEvent = new HashMap<>();

    private Watchers(List<Watcher> all) {
        this.all = all;
        for (Watcher watcher : all) {
            watcher.watched()
                    .forEach(kind -> byEvent.computeIfAbsent(kind, ignored -> new ArrayList<>())
                            .add(watcher));
        }
    }

    /// New watchers, which note what they see in `facts`.
    public static Watchers noting(Facts facts) {
        return new Watchers(List.of(
                new RequestWatcher(facts),
                new DataFdWatcher(facts),
                new SessionWatcher(facts),
                new LoggingWatcher(facts),
                new AnswerWatcher(facts),
                new TrapWatcher(facts),
                new EstimateWatcher(facts),
                new GuestMemoryWatcher(facts),
                new BufferWatcher(facts),
                new ExpectationWatcher(facts),
                new CapabilityWatcher(facts),
                new PollWatcher(facts),
                new EmptyReadWatcher(facts),
                new CancelWatcher(facts),
                new ArcTimes(facts),
                new ClockSteps(facts),
                new MixedSides(facts)));
    }

    /// Shows the next event to those that asked for it.
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        List<Watcher> interested = byEvent.get(event.getClass());
        if (interested != null) {
            for (Watcher watcher : interested) {
                watcher.observe(event, before, after);
            }
        }
    }

    /// The trace is at its end.
    public void finish(MigrationState end) {
        all.forEach(watcher -> watcher.finish(end));
    }
}
