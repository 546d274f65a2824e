package dev.vfr.samples.scenario;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/// Records that are built again with one component changed, at random and to extremes, whatever the component means.
final class Alteration {

    private static final int TRIES = 10;

    private static final long[] LONGS = {0, 1, -1, 2, 42, 4096, 1L << 32, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE};

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "setup",
            "completed",
            "failed",
            "STOP",
            "vfio_save_iterate",
            "QEMU_VM_SECTION_END",
            "ü\n%s{}");

    private final Random random;

    Alteration(Random random) {
        this.random = random;
    }

    /// `of` with one component changed, unchanged where no change was accepted.
    <T extends Record> T altered(T of) {
        for (int i = 0; i < TRIES; i++) {
            Optional<T> rebuilt = rebuilt(of);
            if (rebuilt.isPresent()) {
                return rebuilt.get();
            }
        }
        return of;
    }

    @SuppressWarnings("unchecked")
    private <T extends Record> Optional<T> rebuilt(T of) {
        RecordComponent[] components = of.getClass().getRecordComponents();
        if (components.length == 0) {
            return Optional.of(of);
        }
        int which = random.nextInt(components.length);
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                var accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                Object value = accessor.invoke(of);
                values[i] = i == which ? other(value, components[i].getGenericType()) : value;
            }
            Constructor<?> constructor = of.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new));
            constructor.setAccessible(true);
            return Optional.of((T) constructor.newInstance(values));
        } catch (InvocationTargetException e) {
            // The record does not accept the value, so no event can have it.
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object other(Object value, Type type) {
        return switch (value) {
            case Long number -> aLong(number);
            case Integer number -> anInt(number);
            case Boolean flag -> !flag;
            case String text -> random.nextInt(3) == 0 ? text + text : TEXTS.get(random.nextInt(TEXTS.size()));
            case Enum<?> constant -> anyOf(constant.getDeclaringClass());
            case OptionalLong may ->
                random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(aLong(may.orElse(0)));
            case OptionalInt may -> random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(anInt(may.orElse(0)));
            case Optional<?> may -> optional(may, type);
            case List<?> list -> list(list);
            case Record part -> altered(part);
            default -> value;
        };
    }

    private Object optional(Optional<?> value, Type type) {
        if (value.isPresent()) {
            return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(other(value.get(), type));
        }
        Type inner = ((ParameterizedType) type).getActualTypeArguments()[0];
        if (inner instanceof Class<?> kind && kind.isEnum()) {
            return Optional.of(anyOf(kind));
        }
        if (inner == String.class) {
            return Optional.of(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        return inner == Boolean.class ? Optional.of(random.nextBoolean()) : value;
    }

    private Object list(List<?> list) {
        if (list.isEmpty() || random.nextInt(3) == 0) {
            return List.of();
        }
        List<Object> changed = new ArrayList<>(list);
        int at = random.nextInt(changed.size());
        if (random.nextBoolean()) {
            changed.add(changed.get(at));
        } else {
            changed.set(at, other(changed.get(at), Object.class));
        }
        return changed;
    }

    private long aLong(long now) {
        return switch (random.nextInt(4)) {
            case 0 -> now + random.nextInt(-3, 4);
            case 1 -> -now;
            case 2 -> random.nextLong();
            default -> LONGS[random.nextInt(LONGS.length)];
        };
    }

    private int anInt(int now) {
        return switch (random.nextInt(4)) {
            case 0 -> now + random.nextInt(-3, 4);
            case 1 -> random.nextInt(16);
            case 2 -> random.nextInt();
            default -> random.nextBoolean() ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        };
    }

    private Object anyOf(Class<?> constants) {
        Object[] all = constants.getEnumConstants();
        return all[random.nextInt(all.length)];
    }
}
