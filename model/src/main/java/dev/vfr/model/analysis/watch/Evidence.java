package dev.vfr.model.analysis.watch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What was found of one sort: the first few, and how many there are.
///
/// @param <T> what is found
public final class Evidence<T> {

    private static final int KEPT_MAX = 256;

    private final List<T> first = new ArrayList<>();
    private long count;

    public void add(T found) {
        count++;
        if (first.size() < KEPT_MAX) {
            first.add(found);
        }
    }

    public List<T> first() {
        return Collections.unmodifiableList(first);
    }

    public long count() {
        return count;
    }
}
