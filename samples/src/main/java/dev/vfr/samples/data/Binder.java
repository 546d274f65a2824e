package dev.vfr.samples.data;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.samples.data.Node.Entries;
import dev.vfr.samples.data.Node.Items;
import dev.vfr.samples.data.Node.Scalar;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Makes typed values of nodes. How a value is written follows from its type alone, so that a new record, a new
/// variant of a sealed interface or a new constant needs nothing here:
///
/// | type | is written as |
/// |---|---|
/// | record | keys, the components' names in kebab-case without the `Ns`, since the value says its unit |
/// | record of one component | also as that component's value alone |
/// | record that may lack all others | also as its first component's value alone, where that is a scalar |
/// | sealed interface | one key, the variant's name in kebab-case, and its value; a bare name where nothing is missing
/// |
/// | `long`, `int` | by its name, see [Quantity] |
/// | enum | the constant's name, that in kebab-case, or its `toString` |
/// | [Arc] | `PRE_COPY_P2P -> STOP_COPY` |
/// | [MigrationFlags] | `STOP_COPY\|P2P`, or `none` |
/// | `List`, `Map` of `String` | a list, keys; empty if the key is missing |
/// | `Optional`, [OptionalInt], [OptionalLong] | the value; empty if the key is missing |
/// | [Node] | anything, as it stands |
///
/// A key that is missing takes its component's [Default]; a missing record is one without keys.
public final class Binder {

    private Binder() {}

    /// The value of `node` as `type`.
    ///
    /// @throws DataException where it has another form, an unknown key or lacks one
    public static <T> T bind(Node node, Class<T> type) throws DataException {
        return Objects.requireNonNull(type.cast(value(node, type, type.getSimpleName())));
    }

    /// The keys of a record, in its order.
    public static List<String> keys(Class<? extends Record> type) {
        return Records.keys(type);
    }

    /// @param name of the component or, in a list, of the list's component
    static Object value(Node node, Type type, String name) throws DataException {
        if (type instanceof ParameterizedType generic) {
            return generic(node, generic, name);
        }
        if (!(type instanceof Class<?> known)) {
            throw new IllegalArgumentException(name + " is a " + type + ", which no data file can hold");
        }
        if (known == Node.class) {
            return node;
        }
        if (known.isEnum()) {
            return constant(scalar(node, expectedConstants(known)), known);
        }
        if (known == Arc.class) {
            return arc(scalar(node, "an arc such as RUNNING -> PRE_COPY"));
        }
        if (known == MigrationFlags.class) {
            return flags(scalar(node, "flags such as STOP_COPY|P2P|PRE_COPY"));
        }
        if (known.isRecord()) {
            return Records.bind(node, known);
        }
        return known.isSealed() ? variant(node, known) : simple(node, known, name);
    }

    private static Object simple(Node node, Class<?> type, String name) throws DataException {
        if (type == String.class) {
            return scalar(node, "a text").text();
        }
        if (type == boolean.class) {
            Scalar scalar = scalar(node, "true or false");
            if (!scalar.text().equals("true") && !scalar.text().equals("false")) {
                throw DataException.expected(node, "true or false");
            }
            return scalar.text().equals("true");
        }
        if (type == double.class) {
            Scalar scalar = scalar(node, "a number");
            if (!scalar.text().matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
                throw DataException.expected(node, "a number");
            }
            return Double.valueOf(scalar.text());
        }
        if (type == OptionalLong.class) {
            return OptionalLong.of(whole(node, name));
        }
        if (type == OptionalInt.class) {
            return OptionalInt.of(wholeInt(node, name));
        }
        if (type == long.class || type == Long.class) {
            return whole(node, name);
        }
        if (type == int.class || type == Integer.class) {
            return wholeInt(node, name);
        }
        throw new IllegalArgumentException(name + " is a " + type + ", which no data file can hold");
    }

    private static long whole(Node node, String name) throws DataException {
        Quantity quantity = Quantity.of(name);
        Scalar scalar = scalar(node, quantity.expected());
        return quantity.parse(scalar.text()).orElseThrow(() -> DataException.expected(node, quantity.expected()));
    }

    private static int wholeInt(Node node, String name) throws DataException {
        long value = whole(node, name);
        if (value != (int) value) {
            throw DataException.expected(node, "at most " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    private static Object generic(Node node, ParameterizedType type, String name) throws DataException {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return Optional.of(value(node, of[0], name));
        }
        if (type.getRawType() == List.class) {
            if (!(node instanceof Items list)) {
                throw DataException.expected(node, "a list");
            }
            List<Object> values = new ArrayList<>();
            for (Node item : list.items()) {
                values.add(value(item, of[0], name));
            }
            return List.copyOf(values);
        }
        if (type.getRawType() == Map.class && of[0] == String.class) {
            if (!(node instanceof Entries entries)) {
                throw DataException.expected(node, "keys");
            }
            Map<String, Object> values = new LinkedHashMap<>();
            for (Map.Entry<String, Node> entry : entries.values().entrySet()) {
                values.put(entry.getKey(), value(entry.getValue(), of[1], name));
            }
            return values;
        }
        throw new IllegalArgumentException(name + " is a " + type + ", which no data file can hold");
    }

    private static Object variant(Node node, Class<?> sealed) throws DataException {
        Map<String, Class<?>> variants = new LinkedHashMap<>();
        collect(sealed, variants);
        String expected = "one of " + String.join(", ", variants.keySet());
        String name;
        Node value;
        if (node instanceof Entries entries && entries.values().size() == 1) {
            name = entries.values().keySet().iterator().next();
            value = entries.values().values().iterator().next();
        } else if (node instanceof Scalar scalar) {
            name = scalar.text();
            value = new Entries(node.place(), Map.of());
        } else {
            throw DataException.expected(node, expected);
        }
        Class<?> chosen = variants.get(name);
        if (chosen == null) {
            throw DataException.expected(
                    node.place(), Nearest.first(name, variants.keySet(), expected), "'" + name + "'");
        }
        return value(value, chosen, chosen.getSimpleName());
    }

    private static void collect(Class<?> sealed, Map<String, Class<?>> into) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, into);
            } else {
                into.put(Records.kebab(permitted.getSimpleName()), permitted);
            }
        }
    }

    private static Scalar scalar(Node node, String expected) throws DataException {
        if (node instanceof Scalar scalar) {
            return scalar;
        }
        throw DataException.expected(node, expected);
    }

    private static Object constant(Scalar scalar, Class<?> type) throws DataException {
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (List.of(name, Records.kebab(name), constant.toString()).contains(scalar.text())) {
                return constant;
            }
        }
        throw DataException.expected(scalar, expectedConstants(type));
    }

    private static String expectedConstants(Class<?> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        return names.size() > 12
                ? type.getSimpleName().toLowerCase(java.util.Locale.ROOT) + " such as " + names.getFirst()
                : "one of " + String.join(", ", names);
    }

    private static Arc arc(Scalar scalar) throws DataException {
        String[] ends = scalar.text().split("->", -1);
        if (ends.length != 2) {
            throw DataException.expected(scalar, "an arc such as RUNNING -> PRE_COPY");
        }
        return new Arc(state(scalar, ends[0]), state(scalar, ends[1]));
    }

    private static DeviceState state(Scalar scalar, String name) throws DataException {
        return (DeviceState) constant(new Scalar(scalar.place(), name.strip()), DeviceState.class);
    }

    private static MigrationFlags flags(Scalar scalar) throws DataException {
        for (long bits = 0; bits < 8; bits++) {
            MigrationFlags flags = new MigrationFlags(bits);
            if (flags.toString().equals(scalar.text().replaceAll("\\s", ""))) {
                return flags;
            }
        }
        throw DataException.expected(scalar, "flags in the kernel's order, such as STOP_COPY|P2P|PRE_COPY");
    }
}
