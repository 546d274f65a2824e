package dev.vfr.samples.vmm;

import dev.vfr.samples.host.SimulatedHost;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Which of the things that are to happen in a migration are due.
final class Happenings {

    private final SimulatedHost host;
    private final List<Happening> left;
    private final Map<MigrationPhase, Long> begunNs = new EnumMap<>(MigrationPhase.class);

    /// @param host the source's, whose true time counts
    Happenings(List<Happening> happenings, SimulatedHost host) {
        this.host = host;
        this.left = new ArrayList<>(happenings);
    }

    /// A phase begins now.
    void enter(MigrationPhase phase) {
        begunNs.put(phase, host.trueNs());
    }

    /// Whether a phase has begun.
    boolean has(MigrationPhase phase) {
        return begunNs.containsKey(phase);
    }

    private OptionalLong dueNs(Happening happening) {
        Long begun = begunNs.get(happening.at().phase());
        return begun == null
                ? OptionalLong.empty()
                : OptionalLong.of(begun + happening.at().afterNs());
    }

    /// Takes the first thing that is due, of those that have a time the earliest.
    Optional<Happening> take() {
        Happening first = null;
        for (Happening happening : left) {
            if (dueNs(happening).orElse(Long.MAX_VALUE) <= host.trueNs()
                    && (first == null
                            || dueNs(happening).getAsLong() < dueNs(first).getAsLong())) {
                first = happening;
            }
        }
        if (first != null) {
            left.remove(first);
        }
        return Optional.ofNullable(first);
    }

    /// The true time of the next thing of which that is known, [Long#MAX_VALUE] where there is none.
    long nextNs() {
        return left.stream()
                .map(this::dueNs)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
