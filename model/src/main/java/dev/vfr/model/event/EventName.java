package dev.vfr.model.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The names of the events in machine formats, filters and on the command line: the record's name in lower case with
/// hyphens, such as `device-state-set`.
public final class EventName {

    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return kebab(type.getSimpleName());
        }
    };

    private static final Map<String, Class<? extends MigrationEvent>> TYPES =
            types().stream().collect(Collectors.toUnmodifiableMap(EventName::of, Function.identity()));

    private EventName() {}

    public static String of(MigrationEvent event) {
        return NAMES.get(event.getClass());
    }

    public static String of(Class<? extends MigrationEvent> type) {
        return NAMES.get(type);
    }

    /// The record with this name, empty if no event has it.
    public static Optional<Class<? extends MigrationEvent>> toType(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }

    /// Every event record, family by family, in the order of their declaration.
    public static List<Class<? extends MigrationEvent>> types() {
        return Arrays.stream(MigrationEvent.class.getPermittedSubclasses())
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                .<Class<? extends MigrationEvent>>map(type -> type.asSubclass(MigrationEvent.class))
                .toList();
    }

    /// `name`, a Java class name, in lower case with hyphens.
    public static String kebab(String name) {
        return name.replaceAll("(?<=.)(?=\\p{Lu})", "-").toLowerCase(Locale.ROOT);
    }
}
