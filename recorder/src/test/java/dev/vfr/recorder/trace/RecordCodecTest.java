package dev.vfr.recorder.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.testing.RandomEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    private final RecordCodec codec = new RecordCodec();

    @Test
    void every_event_survives_the_way_to_bytes_and_back() {
        List<MigrationEvent> events = new RandomEvents(2).everyKind(200);
        for (MigrationEvent event : events) {
            ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            int end = codec.encode(event, buffer, 12);
            UnsafeBuffer exact = new UnsafeBuffer(buffer.byteArray(), 12, end - 12);
            assertEquals(event, codec.decode(event.header().seq(), exact, 0), () -> EventName.of(event));
        }
    }

    @Test
    void every_event_has_a_message_of_its_own() {
        Set<Integer> ids = new HashSet<>();
        for (MigrationEvent event : new RandomEvents(3).everyKind(1)) {
            ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            codec.encode(event, buffer, 0);
            ids.add((int) buffer.getShort(2));
        }
        assertEquals(EventName.types().size(), ids.size());
    }

    @Test
    void a_message_that_is_cut_never_reads_past_its_end() {
        for (MigrationEvent event : new RandomEvents(4).everyKind(3)) {
            ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            int end = codec.encode(event, buffer, 0);
            UnsafeBuffer cut = new UnsafeBuffer(buffer.byteArray(), 0, end - 1);
            assertThrows(IndexOutOfBoundsException.class, () -> codec.decode(0, cut, 0), () -> EventName.of(event));
        }
    }

    @Test
    void an_unknown_message_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> codec.decode(0, new UnsafeBuffer(new byte[64]), 0));
    }
}
