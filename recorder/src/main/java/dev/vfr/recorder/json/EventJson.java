package dev.vfr.recorder.json;

import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An event as one JSON object, lossless both ways.
///
///     {"event":"device-state-set","seq":17,"timeNs":1203,"process":0,"device":0,"requested":"STOP_COPY",…}
///
/// | field | value |
/// |---|---|
/// | `event` | the event's name, see [EventName]; always first when printed, anywhere when read |
/// | `seq`, `timeNs`, `durationNs`, `process`, `thread`, `device`, `session` | the header; absent if unknown or none
/// |
/// | the rest | the record's components in their order; absent if empty |
///
/// Device states have the kernel's names, other words are lower case with hyphens. Results: see [CallResultJson].
/// Stream tags, digests and IO virtual addresses are text, `"0x…"`, since they use all 64 bits. Everything else is
/// what its Java type suggests. [EventJsonWriter] and [EventJsonReader] do files of them, one object a line.
public final class EventJson {

    static final String NAME_FIELD = "event";

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .rootValueSeparator("")
                    .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Map<String, RecordJson> FORMS =
            EventName.types().stream().collect(Collectors.toUnmodifiableMap(EventName::of, RecordJson::of));
    private static final Map<Class<?>, RecordJson> FORMS_BY_TYPE = EventName.types().stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), type -> FORMS.get(EventName.of(type))));

    private EventJson() {}

    /// The event as one line of JSON, without a line end.
    public static String toJson(MigrationEvent event) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = MAPPER.createGenerator(text)) {
            print(out, event);
        }
        return text.toString();
    }

    /// The names of all fields of an event of this type in the order in which they are printed, without `event`.
    public static List<String> fieldNames(Class<? extends MigrationEvent> type) {
        return form(type).names();
    }

    /// The value of the field `name` of the event's JSON form, null if it is absent or the event has no such field.
    public static @Nullable JsonNode value(MigrationEvent event, String name) {
        return name.equals(NAME_FIELD)
                ? MAPPER.getNodeFactory().stringNode(EventName.of(event))
                : form(event.getClass()).value(event, name);
    }

    static void print(JsonGenerator out, MigrationEvent event) {
        out.writeStartObject();
        out.writeName(NAME_FIELD);
        out.writeString(EventName.of(event));
        form(event.getClass()).printFields(out, event);
        out.writeEndObject();
    }

    /// Reads the object whose opening brace is the current token.
    static MigrationEvent parse(JsonParser in) throws UnexpectedJson {
        ValueJson.require(in, JsonToken.START_OBJECT, "one JSON object a line");
        if (NAME_FIELD.equals(in.nextName())) {
            in.nextToken();
            String name = ValueJson.text(in);
            in.nextToken();
            return (MigrationEvent) form(name).parseFields(in);
        }
        return parseUnordered(in);
    }

    /// The slow way, for objects that other programs have sorted.
    private static MigrationEvent parseUnordered(JsonParser in) throws UnexpectedJson {
        ObjectNode fields = MAPPER.createObjectNode();
        for (; in.currentToken() == JsonToken.PROPERTY_NAME; in.nextToken()) {
            String name = in.currentName();
            in.nextToken();
            if (fields.has(name)) {
                throw new UnexpectedJson("each field once", '"' + ValueJson.shortened(name) + "\" twice");
            }
            fields.set(name, MAPPER.readTree(in));
        }
        JsonNode name = fields.remove(NAME_FIELD);
        if (name == null || !name.isString()) {
            throw new UnexpectedJson(
                    "a field \"event\" with the event's name", name == null ? "none" : name.toString());
        }
        try (JsonParser sorted = fields.traverse(ObjectReadContext.empty())) {
            sorted.nextToken();
            return (MigrationEvent) form(name.asString()).parseObject(sorted);
        }
    }

    private static RecordJson form(String name) throws UnexpectedJson {
        RecordJson form = FORMS.get(name);
        if (form == null) {
            throw new UnexpectedJson("the name of an event", '"' + ValueJson.shortened(name) + '"');
        }
        return form;
    }

    private static RecordJson form(Class<?> type) {
        return Objects.requireNonNull(FORMS_BY_TYPE.get(type), "the events are sealed");
    }
}
