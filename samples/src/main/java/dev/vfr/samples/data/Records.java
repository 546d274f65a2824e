package dev.vfr.samples.data;

import dev.vfr.samples.data.Node.Entries;
import dev.vfr.samples.data.Node.Scalar;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Makes records of keys and values.
final class Records {

    private Records() {}

    /// `preCopyP2p` and `PreCopyP2p` are `pre-copy-p2p`, `STATE_LOST` is `state-lost`.
    static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /// The key of a component: without `Ns`, since the value says its unit.
    private static String key(RecordComponent component) {
        return kebab(component.getName().replaceFirst("(?<=[a-z])Ns(?=[A-Z]|$)", ""));
    }

    /// The keys of a record, in its order.
    static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(Records::key).toList();
    }

    static Object bind(Node node, Class<?> type) throws DataException {
        RecordComponent[] components = type.getRecordComponents();
        Map<String, Node> given = given(node, components);
        Map<String, RecordComponent> known = new LinkedHashMap<>();
        for (RecordComponent component : components) {
            known.put(key(component), component);
        }
        for (Map.Entry<String, Node> entry : given.entrySet()) {
            if (!known.containsKey(entry.getKey())) {
                String all = known.isEmpty() ? "no keys" : "one of the keys " + String.join(", ", known.keySet());
                throw DataException.expected(
                        entry.getValue().place(),
                        Nearest.first(entry.getKey(), known.keySet(), all),
                        "the key '" + entry.getKey() + "'");
            }
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Node value = given.get(key(components[i]));
            values[i] = value == null
                    ? missing(components[i], node)
                    : Binder.value(value, components[i].getGenericType(), components[i].getName());
        }
        return construct(node, type, components, values);
    }

    /// What is given by key: the keys themselves, or the first component's value alone.
    private static Map<String, Node> given(Node node, RecordComponent[] components) throws DataException {
        boolean one = components.length == 1;
        if (node instanceof Entries entries) {
            boolean byKey =
                    !one || entries.values().isEmpty() || entries.values().containsKey(key(components[0]));
            return byKey ? entries.values() : Map.of(key(components[0]), node);
        }
        boolean othersMayLack =
                components.length > 1 && Arrays.stream(components).skip(1).allMatch(Records::mayLack);
        if (one || (othersMayLack && node instanceof Scalar)) {
            return Map.of(key(components[0]), node);
        }
        String keys = Arrays.stream(components).map(Records::key).collect(Collectors.joining(", "));
        throw DataException.expected(node, "the keys " + keys);
    }

    private static boolean mayLack(RecordComponent component) {
        Class<?> type = component.getType();
        return component.isAnnotationPresent(Default.class)
                || List.of(Optional.class, OptionalLong.class, OptionalInt.class, List.class, Map.class, Node.class)
                        .contains(type);
    }

    private static Object missing(RecordComponent component, Node in) throws DataException {
        Default fallback = component.getAnnotation(Default.class);
        Type type = component.getGenericType();
        if (fallback != null) {
            return Binder.value(new Scalar(in.place(), fallback.value()), type, component.getName());
        }
        if (type == OptionalLong.class) {
            return OptionalLong.empty();
        }
        if (type == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Optional.class) {
                return Optional.empty();
            }
            return generic.getRawType() == List.class ? List.of() : Map.of();
        }
        boolean manyKeys = component.getType().isRecord() && component.getType().getRecordComponents().length > 1;
        if (type == Node.class || manyKeys) {
            return Binder.value(new Entries(in.place(), Map.of()), type, component.getName());
        }
        throw DataException.expected(in.place(), "the key '" + key(component) + "'", in.told());
    }

    private static Object construct(Node node, Class<?> type, RecordComponent[] components, Object[] values)
            throws DataException {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw DataException.because(node.place(), String.valueOf(refused.getMessage()));
            }
            throw new IllegalStateException("the constructor of " + type, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the constructor of " + type, e);
        }
    }
}
