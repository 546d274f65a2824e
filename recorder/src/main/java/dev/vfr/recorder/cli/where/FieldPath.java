package dev.vfr.recorder.cli.where;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.json.EventJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a value stands in an event's JSON form.
///
/// @param field a field of the event
/// @param part the name of a part of it, empty for the whole
record FieldPath(String field, String part) {

    /// The value, null if the event does not have it.
    @Nullable
    JsonNode of(MigrationEvent event) {
        JsonNode value = EventJson.value(event, field);
        return value == null || part.isEmpty() ? value : value.get(part);
    }
}
