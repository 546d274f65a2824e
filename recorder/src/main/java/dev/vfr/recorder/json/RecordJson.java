package dev.vfr.recorder.json;

import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.VmmEvent.StreamRecordSeen;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.TokenBuffer;

/// The JSON form of one record class: a field per component, in their order, named as they are. The components of an
/// [EventHeader] stand among those of its event.
///
/// Derived from the record itself, so that a new event needs no code here as long as it is made of known types.
final class RecordJson {

    /// Components whose form does not follow from their type alone.
    private static final Map<String, ValueJson> SPECIAL = Map.of(
            "EventHeader.timeNs",
            ValueJson.LONG.absentWhen(EventHeader.UNKNOWN_NS),
            "EventHeader.durationNs",
            ValueJson.LONG.absentWhen(EventHeader.UNKNOWN_NS),
            "EventHeader.process",
            ValueJson.of(int.class).absentWhen(EventHeader.NONE),
            "EventHeader.thread",
            ValueJson.of(int.class).absentWhen(EventHeader.NONE),
            "EventHeader.device",
            ValueJson.of(int.class).absentWhen(EventHeader.NONE),
            "EventHeader.session",
            ValueJson.of(int.class).absentWhen(EventHeader.NONE),
            field(StreamRecordSeen.class, "tag"),
            ValueJson.HEX,
            field(IoctlCalled.class, "request"),
            ValueJson.HEX,
            field(Digest.class, "value"),
            ValueJson.HEX,
            field(IovaRange.class, "iova"),
            ValueJson.HEX);

    private static final int HEADER_FIELDS = EventHeader.class.getRecordComponents().length;

    private final Class<?> type;
    private final String label;
    private final String expectedEnd;
    private final MethodHandle constructor;
    private final Component[] components;
    private final Map<String, Slot> slots = new HashMap<>();

    /// A component; of an [EventHeader], whose fields are not nested, the form is that of the header.
    private record Component(
            String name,
            MethodHandle accessor,
            @Nullable ValueJson value,
            @Nullable RecordJson inner) {}

    /// Where a field's value goes: the component's position, and the position inside the header or -1.
    private record Slot(ValueJson value, int position, int inner) {}

    private RecordJson(Class<?> type) {
        this.type = type;
        this.label = EventName.kebab(type.getSimpleName());
        this.expectedEnd = "the end of " + label;
        RecordComponent[] declared = type.getRecordComponents();
        this.constructor = constructor(type, declared);
        this.components = new Component[declared.length];
        for (int i = 0; i < declared.length; i++) {
            components[i] = component(declared[i]);
            addSlots(i);
        }
    }

    static RecordJson of(Class<?> type) {
        return new RecordJson(type);
    }

    private static String field(Class<?> type, String component) {
        return type.getSimpleName() + '.' + component;
    }

    private Component component(RecordComponent declared) {
        MethodHandle accessor = accessor(declared);
        if (declared.getType() == EventHeader.class) {
            return new Component(declared.getName(), accessor, null, of(EventHeader.class));
        }
        ValueJson special = SPECIAL.get(field(type, declared.getName()));
        ValueJson value = special == null ? ValueJson.of(declared.getGenericType()) : special;
        return new Component(declared.getName(), accessor, value, null);
    }

    private void addSlots(int position) {
        Component component = components[position];
        if (component.inner != null) {
            component.inner.slots.forEach((name, slot) -> addSlot(name, new Slot(slot.value, position, slot.position)));
        } else if (component.value != null) {
            addSlot(component.name, new Slot(component.value, position, -1));
        }
    }

    private void addSlot(String name, Slot slot) {
        if (slots.put(name, slot) != null || name.equals(EventJson.NAME_FIELD)) {
            throw new IllegalArgumentException(type.getName() + " has two fields called " + name);
        }
    }

    /// The names of the fields in the order of their components.
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Component component : components) {
            names.addAll(component.inner == null ? List.of(component.name) : component.inner.names());
        }
        return names;
    }

    /// The value of one field as it would be printed, null if it is absent or there is no such field.
    @Nullable
    JsonNode value(Object value, String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            return null;
        }
        Component component = components[slot.position];
        Object part = get(component.accessor, value);
        if (component.inner != null) {
            return component.inner.value(part, name);
        }
        if (part.equals(slot.value.absent())) {
            return null;
        }
        TokenBuffer tokens = TokenBuffer.forGeneration();
        slot.value.printer().print(tokens, part);
        try (JsonParser in = tokens.asParser()) {
            return EventJson.MAPPER.readTree(in);
        }
    }

    /// Prints the record as an object.
    void printObject(JsonGenerator out, Object value) {
        out.writeStartObject();
        printFields(out, value);
        out.writeEndObject();
    }

    /// Prints the fields of the record into an object that has been begun.
    void printFields(JsonGenerator out, Object value) {
        for (Component component : components) {
            Object part = get(component.accessor, value);
            if (component.inner != null) {
                component.inner.printFields(out, part);
            } else if (component.value != null && !part.equals(component.value.absent())) {
                out.writeName(component.name);
                component.value.printer().print(out, part);
            }
        }
    }

    /// Reads an object whose opening brace is the current token.
    Object parseObject(JsonParser in) throws UnexpectedJson {
        ValueJson.require(in, JsonToken.START_OBJECT, "an object");
        in.nextToken();
        return parseFields(in);
    }

    /// Reads fields up to the end of the object; the current token is the first field's name or the end.
    Object parseFields(JsonParser in) throws UnexpectedJson {
        @Nullable Object[] values = new @Nullable Object[components.length];
        @Nullable Object[] header = new @Nullable Object[HEADER_FIELDS];
        for (; in.currentToken() == JsonToken.PROPERTY_NAME; in.nextToken()) {
            String name = in.currentName();
            Slot slot = slots.get(name);
            if (slot == null) {
                throw new UnexpectedJson("a field of " + label, '"' + name + '"');
            }
            in.nextToken();
            Object value = in.currentToken() == JsonToken.VALUE_NULL ? null : parse(in, name, slot);
            @Nullable Object[] target = slot.inner < 0 ? values : header;
            int position = slot.inner < 0 ? slot.position : slot.inner;
            if (target[position] != null) {
                throw new UnexpectedJson("each field once", '"' + name + "\" twice");
            }
            target[position] = value;
        }
        ValueJson.require(in, JsonToken.END_OBJECT, expectedEnd);
        return construct(values, header);
    }

    private static Object parse(JsonParser in, String name, Slot slot) throws UnexpectedJson {
        try {
            return slot.value.parser().parse(in);
        } catch (UnexpectedJson e) {
            throw e.in(name);
        }
    }

    private Object construct(@Nullable Object[] values, @Nullable Object[] header) throws UnexpectedJson {
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Component component = components[i];
            Object value = values[i];
            if (component.inner != null) {
                arguments[i] = component.inner.construct(header, header);
            } else if (value != null) {
                arguments[i] = value;
            } else if (component.value != null && component.value.absent() != null) {
                arguments[i] = component.value.absent();
            } else {
                throw new UnexpectedJson("a field \"" + component.name + "\" in " + label, "none");
            }
        }
        try {
            return (Object) constructor.invokeExact(arguments);
        } catch (IllegalArgumentException e) {
            throw new UnexpectedJson("legal values in " + label, String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            throw new AssertionError("constructor of " + type.getName(), e);
        }
    }

    private static Object get(MethodHandle accessor, Object value) {
        try {
            return (Object) accessor.invokeExact(value);
        } catch (Throwable e) {
            throw new AssertionError("accessor of " + value.getClass().getName(), e);
        }
    }

    private static MethodHandle accessor(RecordComponent component) {
        try {
            return MethodHandles.lookup()
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException e) {
            throw new LinkageError(component + " is not public", e);
        }
    }

    private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return MethodHandles.lookup()
                    .findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new LinkageError(type + " has no public canonical constructor", e);
        }
    }
}
