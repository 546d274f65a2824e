package dev.vfr.model.analysis.rule.kernel;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import java.util.Set;
import java.util.regex.Pattern;

/// Gathers what the kernel said, and apart from it what says that something is wrong.
final class KernelWatcher implements Watcher {

    private static final Pattern COMPLAINT = Pattern.compile(
            "fail|\\berr(?:or|no|=)|timed? ?out|invalid|unable|cannot|can't|disabled|mismatch|fault|not ready"
                    + "|denied|refus|giving up|killed|oom-kill|blocked for|abort|unsupported|not supported",
            Pattern.CASE_INSENSITIVE);
    /// Printed of every module that is built outside of the kernel.
    private static final String UNSIGNED = "module verification failed";

    private final FactCollector facts;

    KernelWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(KernelMessagePrinted.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        if (event instanceof KernelMessagePrinted message) {
            if (message.header().hasDevice()) {
                facts.add(new KernelHeard(message));
            }
            if (COMPLAINT.matcher(message.text()).find() && !message.text().contains(UNSIGNED)) {
                facts.add(new KernelSaid(message));
            }
        }
    }

    @Override
    public void finish(MigrationState end) {
        // All that counts was noted on the way.
    }
}
