package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.VmmEvent.DeviceStateAnnounced;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.recorder.json.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// QMP transcripts, in the forms in which people keep them.
final class QmpInputTest {

    private static final Path SOURCE = Captures.FOLDER.resolve("a-precopy-ok-2/src.qmp.jsonl");
    private static final Path LOG = Captures.FOLDER.resolve("a-precopy-ok-2/src.trace.log");

    @TempDir
    private Path folder;

    @Test
    void aTranscriptAloneIsATrace() throws Exception {
        List<MigrationEvent> events = Captures.events(SOURCE);
        ProcessNamed process = first(events, ProcessNamed.class);
        assertEquals("10.0.13", process.vmmVersion().orElseThrow());
        assertEquals("src", process.label());
        DeviceNamed device = first(events, DeviceNamed.class);
        assertEquals("mt0", device.name());
        assertEquals(List.of("pre-copy", "pre-copy-p2p", "stop-copy", "stop"), announced(events));
        assertEquals(OptionalLong.of(20), last(events, MigrationQueried.class).downtimeMs());
    }

    @Test
    void bareArrowedAndPrettyPrintedTranscriptsSayTheSame() throws Exception {
        List<String> expected = withoutTimes(Captures.events(SOURCE));
        List<JsonNode> messages = new ArrayList<>();
        StringBuilder arrows = new StringBuilder();
        for (JsonNode line : lines()) {
            JsonNode message = line.get("msg");
            if (message != null) {
                messages.add(message);
                arrows.append(line.get("dir").asString())
                        .append(' ')
                        .append(message)
                        .append('\n');
            }
        }
        StringBuilder bare = new StringBuilder();
        StringBuilder pretty = new StringBuilder("(QEMU) \n");
        messages.forEach(message -> bare.append(message).append('\n'));
        messages.forEach(message -> pretty.append(message.toPrettyString()).append('\n'));
        for (String text : List.of(arrows.toString(), bare.toString(), pretty.toString())) {
            assertEquals(expected, withoutTimes(Captures.events(write("src.qmp", text))));
        }
    }

    @Test
    void eventsAreOrderedByQemusTimeWhateverTheClientsClockSays() throws Exception {
        List<MigrationEvent> expected = Captures.events(LOG, SOURCE);
        for (double offset : new double[] {-7200, 86_400}) {
            StringBuilder shifted = new StringBuilder();
            for (JsonNode line : lines()) {
                ((ObjectNode) line).put("t", line.get("t").asDouble() + offset);
                shifted.append(line).append('\n');
            }
            List<MigrationEvent> events = Captures.events(LOG, write("src.qmp.jsonl", shifted.toString()));
            assertEquals(expected.size(), events.size());
            assertEquals(announcedAfterTheirSets(expected), announcedAfterTheirSets(events));
        }
    }

    @Test
    void theDevicesOfQmpAreThoseOfTheLog() throws Exception {
        for (String side : List.of("src", "dst")) {
            List<MigrationEvent> events = Captures.events(Captures.files("h-two-devices", side));
            for (MigrationEvent event : events) {
                if (event instanceof DeviceNamed named && !named.aliases().isEmpty()) {
                    boolean first = named.name().startsWith("00000001");
                    assertEquals(first ? "mt0" : "mt1", named.aliases().getFirst());
                }
            }
            assertEquals(
                    2,
                    events.stream()
                            .filter(DeviceNamed.class::isInstance)
                            .map(event -> event.header().device())
                            .distinct()
                            .count());
        }
    }

    @Test
    void answersWithoutTheirCommandsAreKnownByTheirShape() throws Exception {
        Path file = write("src.qmp", """
                {"return": {"status": "running", "running": true}}
                {"return": {"status": "failed", "error-desc": "oops"}}
                {"return": {}}
                """);
        List<MigrationEvent> events = Captures.events(file);
        assertEquals("failed", first(events, MigrationQueried.class).status().orElseThrow());
        assertEquals(
                1, events.stream().filter(MigrationQueried.class::isInstance).count());
        assertTrue(events.stream().noneMatch(ClockAnchored.class::isInstance));
    }

    @Test
    void aTranscriptCutAnywhereIsReadUpToThere() throws Exception {
        String whole = Files.readString(SOURCE);
        for (int cut = whole.length() - 400; cut < whole.length() - 1; cut++) {
            List<MigrationEvent> events = Captures.events(write("src.qmp.jsonl", whole.substring(0, cut)));
            boolean betweenObjects = whole.charAt(cut - 1) == '\n' || whole.charAt(cut) == '\n';
            assertEquals(betweenObjects, events.stream().noneMatch(EventsLost.class::isInstance), "cut at " + cut);
        }
    }

    private List<JsonNode> lines() throws IOException {
        return Files.readAllLines(SOURCE).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<String> announced(List<MigrationEvent> events) {
        return events.stream()
                .filter(DeviceStateAnnounced.class::isInstance)
                .map(event -> ((DeviceStateAnnounced) event).state())
                .toList();
    }

    private static List<String> announcedAfterTheirSets(List<MigrationEvent> events) {
        List<String> order = new ArrayList<>();
        for (MigrationEvent event : events) {
            if (event instanceof DeviceStateSet set) {
                order.add(set.requested()
                        .orElseThrow()
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-'));
            } else if (event instanceof DeviceStateAnnounced told) {
                order.add("told " + told.state());
            }
        }
        return order;
    }

    private static List<String> withoutTimes(List<MigrationEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof ClockAnchored))
                .map(event -> {
                    EventHeader at = event.header();
                    EventHeader timeless = new EventHeader(
                            0,
                            EventHeader.UNKNOWN_NS,
                            EventHeader.UNKNOWN_NS,
                            at.process(),
                            at.thread(),
                            at.device(),
                            at.session());
                    return EventJson.toJson(event.withHeader(timeless));
                })
                .toList();
    }

    private static <T extends MigrationEvent> T first(List<MigrationEvent> events, Class<T> type) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static <T extends MigrationEvent> T last(List<MigrationEvent> events, Class<T> type) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((a, b) -> b)
                .orElseThrow();
    }
}
