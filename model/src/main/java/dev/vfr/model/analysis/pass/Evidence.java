package dev.vfr.model.analysis.pass;

import java.util.ArrayList;
import java.util.List;

/// What was found of one sort: the first few, and how many there are.
///
/// @param <T> what is found
/// @param first the first that were found, in their order
/// @param count how many were found
public record Evidence<T>(List<T> first, long count) {

    private static final int KEPT_MAX = 256;

    public Evidence {
        first = List.copyOf(first);
    }

    static <T> Evidence<T> none() {
        return new Evidence<>(List.of(), 0);
    }

    /// Gathers evidence of one sort.
    static final class Collector<T> {

        private final List<T> first = new ArrayList<>();
        private long count;

        void add(T found) {
            count++;
            if (first.size() < KEPT_MAX) {
                first.add(found);
            }
        }

        Evidence<T> evidence() {
            return new Evidence<>(first, count);
        }
    }
}
