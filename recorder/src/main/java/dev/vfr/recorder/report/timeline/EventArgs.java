package dev.vfr.recorder.report.timeline;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.json.EventJson;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The details of an event for its reader in another program.
final class EventArgs {

    private static final Set<String> HEADER = Arrays.stream(EventHeader.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());

    private EventArgs() {}

    /// Every field that the event has, named as in its JSON form.
    static List<Arg> of(MigrationEvent event) {
        List<Arg> args = new ArrayList<>();
        args.add(Arg.of("seq", event.header().seq()));
        for (String name : EventJson.fieldNames(event.getClass())) {
            JsonNode value = HEADER.contains(name) ? null : EventJson.value(event, name);
            if (value != null) {
                args.add(
                        value.isIntegralNumber()
                                ? Arg.of(name, value.asLong())
                                : Arg.of(name, value.isString() ? value.asString() : value.toString()));
            }
        }
        return args;
    }

    /// Those of a chunk, of which there may be millions.
    static List<Arg> ofChunk(EventHeader header, OptionalLong bytes, OptionalLong streamOffset) {
        List<Arg> args = new ArrayList<>(3);
        args.add(Arg.of("seq", header.seq()));
        bytes.ifPresent(count -> args.add(Arg.of("bytes", count)));
        streamOffset.ifPresent(offset -> args.add(Arg.of("streamOffset", offset)));
        return args;
    }

    /// The name of an errno, or that a call failed; empty if it did not.
    static String failure(CallResult result) {
        if (!result.isFailed()) {
            return "";
        }
        return result.errno().isEmpty() ? "failed" : result.name();
    }
}
