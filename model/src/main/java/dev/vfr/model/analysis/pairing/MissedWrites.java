package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.Watcher;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the guest wrote to a device in pre-copy while its driver could not see it, so that the destination lacks it.
public final class MissedWrites {

    private MissedWrites() {}

    /// What gathers the evidence of them in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new TrapWatcher(facts));
    }

    /// Where the guest was seen to write as soon as its writes could be seen; otherwise nobody knows whether it wrote.
    public static Optional<LateTrap> of(@Nullable MigrationSide source) {
        if (source == null) {
            return Optional.empty();
        }
        return source.trace().facts().of(LateTrap.class).first().stream()
                .filter(LateTrap::guestWrites)
                .filter(trap -> trap.saving().header().process() == source.process())
                .filter(trap -> source.startSeq() <= trap.saving().header().seq()
                        && trap.unmapped().header().seq() <= source.lastSeq())
                .findFirst();
    }
}
