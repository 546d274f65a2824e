package dev.vfr.recorder.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.MarkerSet;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.event.VmmEvent.StreamRecordSeen;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.testing.RandomEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonTest {

    private static final EventHeader HEADER = new EventHeader(3, 1203, 77, 0, 4711, 1, 2);
    private static final EventHeader BARE = new EventHeader(
            0,
            EventHeader.UNKNOWN_NS,
            EventHeader.UNKNOWN_NS,
            EventHeader.NONE,
            EventHeader.NONE,
            EventHeader.NONE,
            EventHeader.NONE);

    @Test
    void every_event_survives_the_way_to_json_and_back() throws Exception {
        List<MigrationEvent> events = new RandomEvents(1).everyKind(200);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EventJsonWriter writer = new EventJsonWriter(bytes)) {
            for (MigrationEvent event : events) {
                writer.write(event);
            }
        }
        assertEquals(
                events.stream().map(EventJson::toJson).toList(),
                bytes.toString(UTF_8).lines().toList());
        assertEquals(events, readAll(bytes.toString(UTF_8)));
    }

    @Test
    void a_line_reads_like_the_event_it_is() {
        assertEquals(
                "{\"event\":\"device-state-set\",\"seq\":3,\"timeNs\":1203,\"durationNs\":77,\"process\":0,"
                        + "\"thread\":4711,\"device\":1,\"session\":2,\"requested\":\"PRE_COPY\","
                        + "\"requestedNumber\":6,\"result\":{\"errno\":5},\"dataFd\":33,\"cause\":\"set\"}",
                EventJson.toJson(DeviceStateSet.of(
                        HEADER,
                        DeviceState.PRE_COPY,
                        CallResult.of(5),
                        OptionalInt.of(33),
                        SetCause.SET,
                        Optional.empty())));
        assertEquals(
                "{\"event\":\"trace-opened\",\"seq\":0,\"sources\":[\"qemu-log\",\"qmp\"],\"producer\":\"vfr 1\","
                        + "\"schemaVersion\":1}",
                EventJson.toJson(
                        new TraceOpened(BARE, List.of(CaptureSource.QEMU_LOG, CaptureSource.QMP), "vfr 1", 1)));
        assertEquals(
                "{\"event\":\"stream-record-seen\",\"seq\":0,\"saving\":true,\"tag\":\"0xffffffffef100001\"}",
                EventJson.toJson(new StreamRecordSeen(BARE, true, 0xffffffffef100001L, OptionalLong.empty())));
    }

    @Test
    void half_a_surrogate_pair_becomes_the_replacement_character() throws Exception {
        String json = EventJson.toJson(new MarkerSet(BARE, "a\ud800b\udc00 𝄞"));
        assertEquals(List.of(new MarkerSet(BARE, "a\ufffdb\ufffd 𝄞")), readAll(json));
    }

    @Test
    void the_order_of_the_fields_does_not_matter() throws Exception {
        assertEquals(List.of(new MarkerSet(BARE, "x"), new MarkerSet(BARE, "y")), readAll("""
                        {"seq":0,"text":"x","event":"marker-set"}

                        {"event":"marker-set","text":"y","device":null,"seq":0}
                        """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                      | expected one JSON object a line, found a list
            {}                                      | expected a field "event" with the event's name, found none
            {"seq":1,"event":7}                     | expected a field "event" with the event's name, found 7
            {"event":"migrated"}                    | expected the name of an event, found "migrated"
            {"event":"device-closed"}               | expected a field "seq" in event-header, found none
            {"event":"device-closed","seq":"1"}     | expected a whole number for "seq", found "1"
            {"event":"device-closed","seq":1.5}     | expected a whole number for "seq", found 1.5
            {"event":"device-closed","seq":-1}      | expected legal values in event-header, found seq -1
            {"event":"device-closed","seq":99999999999999999999} | expected a whole number of 64 bits for "seq", found 99999999999999999999
            {"event":"device-closed","seq":1,"device":4294967296} | expected a whole number of 32 bits for "device", found 4294967296
            {"event":"device-closed","seq":1,"x":1} | expected a field of device-closed, found "x"
            {"event":"device-opened","seq":1}       | expected a field "result" in device-opened, found none
            {"event":"device-opened","seq":1,"result":"EIO?"} | expected ok, failed, unknown or {"errno":N} for "result", found "EIO?"
            {"event":"device-opened","seq":1,"result":{"errno":0}} | expected an errno above 0 for "result", found 0
            {"event":"device-state-got","seq":1,"result":"ok","state":"MOVING"} | expected one of ERROR, STOP, RUNNING, STOP_COPY, RESUMING, RUNNING_P2P, PRE_COPY, PRE_COPY_P2P for "state", found "MOVING"
            {"event":"stream-record-seen","seq":1,"saving":0} | expected true or false for "saving", found 0
            {"event":"stream-record-seen","seq":1,"saving":true,"tag":"ef"} | expected a number as "0x…" of 64 bits for "tag", found "ef"
            {"event":"device-named","seq":1,"name":"a","aliases":"b"} | expected a list for "aliases", found "b"
            """)
    void what_is_no_event_is_told_with_file_and_line(String json, String problem) {
        String first = EventJson.toJson(new MarkerSet(BARE, "before")) + "\n";
        EventSourceException e = assertThrows(EventSourceException.class, () -> readAll(first + json + "\n"));
        assertEquals("a.jsonl:2: " + problem, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"event":"marker-set","seq":1,"te
            {"event":"marker-set","seq":1,"seq":2,"text":""}
            {"event":"marker-set","seq":1}}
            hello
            {"event":"marker-set","seq":1,"text":["a"]
            {"seq":1,"event
            """)
    void what_is_no_json_is_told_on_one_line(String json) {
        EventSourceException e = assertThrows(EventSourceException.class, () -> readAll(json));
        String message = Objects.requireNonNull(e.getMessage());
        assertEquals(1, message.lines().count());
        assertEquals("a.jsonl:1: expected ", message.substring(0, 20));
    }

    @Test
    void the_stream_is_not_flushed_for_every_event() throws Exception {
        List<Integer> writes = new ArrayList<>();
        OutputStream counting = new FilterOutputStream(OutputStream.nullOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) {
                writes.add(length);
            }

            @Override
            public void flush() {
                writes.add(0);
            }
        };
        try (EventJsonWriter writer = new EventJsonWriter(counting)) {
            for (int i = 0; i < 50; i++) {
                writer.write(new MarkerSet(BARE, ""));
            }
            assertEquals(List.of(), writes);
        }
    }

    @Test
    void a_stream_that_fails_is_an_io_exception() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        EventJsonWriter writer = new EventJsonWriter(full);
        IOException e = assertThrows(IOException.class, () -> {
            for (int i = 0; i < 10; i++) {
                writer.write(new MarkerSet(BARE, "x".repeat(4000)));
            }
        });
        assertEquals("No space left on device", e.getMessage());
    }

    private static List<MigrationEvent> readAll(String json) throws EventSourceException {
        List<MigrationEvent> events = new ArrayList<>();
        try (EventJsonReader reader = new EventJsonReader(new ByteArrayInputStream(json.getBytes(UTF_8)), "a.jsonl")) {
            for (MigrationEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
            assertNull(reader.next());
        }
        return events;
    }
}
