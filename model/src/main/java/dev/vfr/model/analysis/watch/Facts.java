package dev.vfr.model.analysis.watch;

import java.util.HashMap;
import java.util.Map;

/// What the watchers of one trace have noted, by kind: each kind is a record of its own.
public final class Facts {

    private final Map<Class<?>, Evidence<?>> byKind = new HashMap<>();

    /// Notes one fact under its own class.
    public <T extends Record> void add(T fact) {
        evidence(kindOf(fact)).add(fact);
    }

    /// The facts of a kind, none where there are none.
    public <T extends Record> Evidence<T> of(Class<T> kind) {
        return evidence(kind);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record> Class<T> kindOf(T fact) {
        return (Class<T>) fact.getClass();
    }

    /// A kind's evidence holds that kind alone, since only [#add] puts anything in.
    @SuppressWarnings("unchecked")
    private <T extends Record> Evidence<T> evidence(Class<T> kind) {
        return (Evidence<T>) byKind.computeIfAbsent(kind, ignored -> new Evidence<T>());
    }
}
