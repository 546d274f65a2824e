package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.vfio.ArcTable;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Watches the requests for a device state that fail, are not answered or ask for what is no state, and what the VMM
/// tries after them.
final class RequestWatcher implements Watcher {

    private final FactCollector facts;
    private final Map<Integer, Chain> chains = new HashMap<>();

    RequestWatcher(FactCollector facts) {
        this.facts = facts;
    }

    /// A failed request, and the further ones since which the device neither moved nor was reset.
    private static final class Chain {
        private final DeviceStateSet first;
        /// Where the first request may have left the device, but for ERROR.
        private final Set<DeviceState> left;

        private boolean inError;
        private long retries;
        private long firstRetrySeq = -1;
        private long lastRetrySeq = -1;
        private @Nullable DeviceStateSet firstRetry;

        private Chain(DeviceStateSet first, Set<DeviceState> left, boolean inError) {
            this.first = first;
            this.left = left;
            this.inError = inError;
        }

        private void retried(DeviceStateSet set) {
            if (firstRetry == null) {
                firstRetry = set;
                firstRetrySeq = set.header().seq();
            }
            lastRetrySeq = set.header().seq();
            retries++;
        }
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(DeviceStateSet.class, DeviceReset.class, DeviceStateGot.class, DeviceClosed.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        int device = event.header().device();
        switch (event) {
            case DeviceStateSet set -> requested(set, before, after);
            case DeviceReset reset -> {
                if (reset.result().isOk()) {
                    end(device);
                }
            }
            case DeviceStateGot got -> found(got);
            case DeviceClosed ignored -> end(device);
            default -> {
                // Nothing else is watched.
            }
        }
    }

    @Override
    public void finish(MigrationState end) {
        Set.copyOf(chains.keySet()).forEach(this::end);
    }

    private void requested(DeviceStateSet set, MigrationState before, MigrationState after) {
        Optional<DeviceTrack> device = before.device(set.header().device());
        Optional<DeviceState> from = device.map(DeviceTrack::state).flatMap(state -> observed(state.now()));
        boolean odd = set.requested().isEmpty() || set.requested().equals(Optional.of(DeviceState.ERROR));
        if (!set.result().isOk() || odd) {
            facts.add(new OddRequest(
                    set,
                    from,
                    device.flatMap(track -> track.flags().answered()),
                    othersInSession(set.header(), before)));
        }
        if (set.result().isOk()) {
            end(set.header().device());
        } else if (set.result().isFailed() && set.cause() == SetCause.SET) {
            failed(set, device, after);
        }
    }

    private void failed(DeviceStateSet set, Optional<DeviceTrack> before, MigrationState after) {
        Chain chain = chains.get(set.header().device());
        Optional<MigrationFlags> flags = before.flatMap(track -> track.flags().answered());
        if (chain == null) {
            StateKnowledge left = after.device(set.header().device())
                    .map(track -> track.state().now())
                    .orElse(StateKnowledge.Unknown.ANY);
            boolean inError = left instanceof StateKnowledge.Observed && left.is(DeviceState.ERROR);
            Set<DeviceState> possible = EnumSet.noneOf(DeviceState.class);
            if (left instanceof StateKnowledge.Unknown unknown) {
                possible.addAll(unknown.possible());
            }
            if (inError || possible.remove(DeviceState.ERROR)) {
                chains.put(set.header().device(), new Chain(set, possible, inError));
            }
        } else if (chain.inError || (set.result().is(Errno.EINVAL) && wasLegal(chain, set, flags))) {
            chain.retried(set);
        }
    }

    /// From wherever the first request may have left the device, but for ERROR, there is a way.
    private static boolean wasLegal(Chain chain, DeviceStateSet set, Optional<MigrationFlags> flags) {
        return flags.isPresent()
                && set.requested().isPresent()
                && chain.left.stream()
                        .allMatch(from -> ArcTable.path(from, set.requested().get(), flags.get())
                                .isPresent());
    }

    private void found(DeviceStateGot got) {
        Chain chain = chains.get(got.header().device());
        if (chain != null && got.result().isOk() && got.state().isPresent()) {
            if (got.state().get() == DeviceState.ERROR) {
                chain.inError = true;
            } else {
                end(got.header().device());
            }
        }
    }

    private void end(int device) {
        Chain chain = chains.remove(device);
        if (chain != null && chain.firstRetry != null && (chain.retries > 1 || chain.inError)) {
            facts.add(new RetriedInError(
                    chain.first,
                    chain.firstRetry,
                    chain.firstRetrySeq,
                    chain.lastRetrySeq,
                    chain.retries,
                    chain.inError));
        }
    }

    private static Optional<DeviceState> observed(StateKnowledge now) {
        return now instanceof StateKnowledge.Observed ? now.state() : Optional.empty();
    }

    private static int othersInSession(EventHeader header, MigrationState state) {
        return (int) state.devices().stream()
                .filter(other -> other.process() == header.process() && other.number() != header.device())
                .filter(other -> observed(other.state().now())
                        .filter(now -> now.isSaving() || now == DeviceState.RESUMING)
                        .isPresent())
                .count();
    }
}
