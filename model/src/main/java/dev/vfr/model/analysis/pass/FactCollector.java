package dev.vfr.model.analysis.pass;

import java.util.HashMap;
import java.util.Map;

/// Takes the facts that the watchers of one trace note while the pass goes on: [Facts].
public final class FactCollector {

    private final Map<Class<?>, Evidence.Collector<?>> byKind = new HashMap<>();

    FactCollector() {}

    /// Notes one fact under its own class.
    public <T extends Record> void add(T fact) {
        collector(kindOf(fact)).add(fact);
    }

    /// The facts of a kind so far.
    public <T extends Record> Evidence<T> of(Class<T> kind) {
        return collector(kind).evidence();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record> Class<T> kindOf(T fact) {
        return (Class<T>) fact.getClass();
    }

    /// A kind's collector holds that kind alone, since only [#add] puts anything in.
    @SuppressWarnings("unchecked")
    private <T extends Record> Evidence.Collector<T> collector(Class<T> kind) {
        return (Evidence.Collector<T>) byKind.computeIfAbsent(kind, ignored -> new Evidence.Collector<T>());
    }

    Facts facts() {
        Map<Class<?>, Evidence<?>> all = new HashMap<>();
        byKind.forEach((kind, collector) -> all.put(kind, collector.evidence()));
        return new Facts(all);
    }
}
