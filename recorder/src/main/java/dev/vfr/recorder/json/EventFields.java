package dev.vfr.recorder.json;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.vfio.Errno;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What an event says beyond its header, as `name=value` for people: `requested=STOP_COPY result=EINVAL`.
public final class EventFields {

    private static final Set<String> OF_HEADER =
            Set.of("seq", "timeNs", "durationNs", "process", "thread", "device", "session");

    private static final Pattern SIMPLE = Pattern.compile("[\\p{Graph}&&[^\"]]+");

    private static final Map<Class<?>, List<String>> NAMES = new ConcurrentHashMap<>();

    private EventFields() {}

    /// The fields in the order of their declaration; those that are unknown are left out.
    public static String of(MigrationEvent event) {
        StringJoiner fields = new StringJoiner(" ");
        for (String field : NAMES.computeIfAbsent(event.getClass(), _ -> ownFields(event.getClass()))) {
            JsonNode value = EventJson.value(event, field);
            if (value != null) {
                fields.add(field + '=' + text(value));
            }
        }
        return fields.toString();
    }

    private static List<String> ownFields(Class<? extends MigrationEvent> type) {
        return EventJson.fieldNames(type).stream()
                .filter(name -> !OF_HEADER.contains(name))
                .toList();
    }

    private static String text(JsonNode value) {
        if (value.isString()) {
            return SIMPLE.matcher(value.asString()).matches() ? value.asString() : value.toString();
        }
        if (value.isArray()) {
            return value.values().stream().map(EventFields::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (!value.isObject()) {
            return value.toString();
        }
        JsonNode errno = value.get("errno");
        return errno != null
                ? errno(errno.intValue())
                : value.properties().stream()
                        .map(part -> part.getKey() + '=' + text(part.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String errno(int number) {
        return Errno.nameOf(number);
    }
}
