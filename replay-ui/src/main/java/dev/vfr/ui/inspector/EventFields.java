package dev.vfr.ui.inspector;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.report.Figures;
import dev.vfr.ui.inspector.Field.Tone;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// All fields of an event by name, in the order of their declaration, in units that suit them. Works on the records'
/// components, so that a new event needs nothing here.
final class EventFields {

    private static final String NOT_SHOWN = "not shown by the source";

    private EventFields() {}

    static List<Field> of(MigrationEvent event) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            Object value = read(component, event);
            if (!(value instanceof EventHeader)) {
                fields.add(field(component.getName(), value));
            }
        }
        return fields;
    }

    private static Object read(RecordComponent component, MigrationEvent event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("events are public records", e);
        }
    }

    private static Field field(String name, Object value) {
        return switch (value) {
            case OptionalLong v -> v.isPresent() ? number(name, v.getAsLong()) : unknown(name);
            case OptionalInt v -> v.isPresent() ? number(name, v.getAsInt()) : unknown(name);
            case Optional<?> v -> v.isPresent() ? field(name, v.get()) : unknown(name);
            case CallResult v -> result(name, v);
            case Long v -> number(name, v);
            case Integer v -> number(name, v);
            case Boolean v -> Field.of(words(name), v ? "yes" : "no");
            case Digest v -> Field.of(words(name), v.algorithm() + " " + Long.toHexString(v.value()));
            case IovaRange v -> Field.of(words(name), range(v));
            case List<?> v -> list(name, v);
            default -> Field.of(words(name), value.toString().isEmpty() ? "–" : value.toString());
        };
    }

    private static Field unknown(String name) {
        return new Field(words(name), NOT_SHOWN, Tone.UNKNOWN);
    }

    private static Field result(String name, CallResult result) {
        if (result.isOk()) {
            return new Field(words(name), "OK", Tone.GOOD);
        }
        if (result.isUnknown()) {
            return unknown(name);
        }
        String text = result.errno().isPresent() ? result.text() : "failed, errno " + NOT_SHOWN;
        return new Field(words(name), text, Tone.BAD);
    }

    private static Field number(String name, long value) {
        String text;
        if (name.toLowerCase(Locale.ROOT).endsWith("bytes") || name.endsWith("Length")) {
            text = value < 1024 ? Figures.bytes(value) : Figures.bytes(value) + "  (" + Figures.count(value) + ")";
        } else if (name.endsWith("Ns") && !name.startsWith("realtime") && !name.startsWith("monotonic")) {
            text = Figures.time(value);
        } else if (name.endsWith("Ms")) {
            text = Figures.count(value) + " ms";
        } else if (name.startsWith("flags") || name.equals("tag") || name.endsWith("Events")) {
            text = Figures.hex(value);
        } else {
            text = Figures.count(value);
        }
        return Field.of(words(name), text);
    }

    private static Field list(String name, List<?> values) {
        String text = values.stream()
                .map(value -> value instanceof IovaRange range ? range(range) : value.toString())
                .collect(Collectors.joining(name.equals("commandLine") ? " " : ", "));
        return Field.of(words(name), text.isEmpty() ? "–" : text);
    }

    private static String range(IovaRange range) {
        return Figures.hex(range.iova()) + " + " + Figures.bytes(range.lengthBytes());
    }

    /// `stopCopyLength` as `stop copy length`.
    private static String words(String name) {
        return name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
