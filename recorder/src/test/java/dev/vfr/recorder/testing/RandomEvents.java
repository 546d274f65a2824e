package dev.vfr.recorder.testing;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
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

/// Events of every kind with values made up from a seed: extremes, absent values and awkward texts are frequent.
///
/// Knows no event by name: a new record is made up as soon as it is declared.
public final class RandomEvents {

    private static final List<String> TEXTS = List.of(
            "",
            "mt0",
            "0000:00:02.0/vfio",
            "Größe \"quoted\" \\ back\tslash\n",
            "\u0000\u001f\u2028",
            "𝄞 clef",
            "x".repeat(5000));
    private static final long[] LONGS = {0, 1, -1, 127, 4096, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE};

    private final Random random;

    public RandomEvents(long seed) {
        random = new Random(seed);
    }

    /// `rounds` events of each record, numbered from 0.
    public List<MigrationEvent> everyKind(int rounds) {
        List<MigrationEvent> events = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Class<? extends MigrationEvent> type : EventName.types()) {
                MigrationEvent event = type.cast(record(type));
                events.add(event.withHeader(event.header().withSeq(events.size())));
            }
        }
        return events;
    }

    private Object record(Class<?> type) {
        if (type == EventHeader.class) {
            return header();
        } else if (type == ClockAnchored.class) {
            return new ClockAnchored(
                    header(), (int) number(), time(), random.nextLong(EventHeader.FARTHEST_NS), random.nextLong(1000));
        } else if (type == CallResult.class) {
            return CallResult.of(random.nextInt(CallResult.UNKNOWN_CODE, 135));
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getGenericType()))
                .toArray();
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot make up a " + type.getName() + " of " + Arrays.toString(values), e);
        }
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            return generic.getRawType() == List.class ? list(element) : optional(element);
        } else if (type == OptionalInt.class) {
            return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of((int) number());
        } else if (type == OptionalLong.class) {
            return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(number());
        } else if (type == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        } else if (type == int.class) {
            return (int) number();
        } else if (type == long.class) {
            return number();
        } else if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type instanceof Class<?> plain && plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            return record(plain);
        }
        throw new AssertionError("cannot make up a value of " + type);
    }

    private List<Object> list(Type element) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(element));
        }
        return values;
    }

    private Optional<Object> optional(Type element) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(value(element));
    }

    private EventHeader header() {
        return new EventHeader(
                random.nextLong(Long.MAX_VALUE),
                random.nextInt(4) == 0 ? EventHeader.UNKNOWN_NS : time(),
                random.nextInt(4) == 0 ? EventHeader.UNKNOWN_NS : Math.abs(time()),
                numberOrNone(),
                numberOrNone(),
                numberOrNone(),
                numberOrNone());
    }

    private int numberOrNone() {
        return switch (random.nextInt(4)) {
            case 0 -> EventHeader.NONE;
            case 1 -> 0;
            case 2 -> Integer.MAX_VALUE;
            default -> random.nextInt(1 << 20);
        };
    }

    /// Any time that a header takes.
    private long time() {
        return Math.clamp(number(), -EventHeader.FARTHEST_NS, EventHeader.FARTHEST_NS);
    }

    private long number() {
        return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
    }
}
