package dev.vfr.model.analysis.pass;

import java.util.Map;

/// What the watchers of one trace have noted, by kind: each kind is a record of its own.
public final class Facts {

    private final Map<Class<?>, Evidence<?>> byKind;

    /// @param byKind the evidence of each kind under its own class
    Facts(Map<Class<?>, Evidence<?>> byKind) {
        this.byKind = Map.copyOf(byKind);
    }

    /// The facts of a kind, none if there are none.
    @SuppressWarnings("unchecked")
    public <T extends Record> Evidence<T> of(Class<T> kind) {
        return (Evidence<T>) byKind.getOrDefault(kind, Evidence.none());
    }
}
