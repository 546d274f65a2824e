package dev.vfr.recorder.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.recorder.testing.RandomEvents;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is left of a damaged trace is read, with a loss in the place of each gap.
class DamagedTraceTest {

    private static final int MUTATIONS = 300;
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final List<MigrationEvent> events = new RandomEvents(20).everyKind(60);

    @TempDir
    private Path folder;

    private Path trace = Path.of("");

    @BeforeEach
    void write() throws TraceException {
        trace = folder.resolve("a.vfr");
        write(events, false);
    }

    private void write(List<MigrationEvent> written, boolean batch) throws TraceException {
        try (TraceWriter writer = TraceWriter.create(trace)) {
            for (int i = 0; i < written.size(); i++) {
                if (batch && i % 100 == 0) {
                    writer.endBatch();
                    writer.beginBatch();
                }
                writer.append(written.get(i));
            }
        }
    }

    enum Hit {
        FIRST_EVENT(1),
        EVENT_IN_THE_MIDDLE(1),
        LAST_EVENT(1),
        LENGTH_OF_AN_EVENT(1),
        LENGTH_OF_THE_LAST(1),
        TWO_NEIGHBOURS(2),
        SEVERAL(4),
        NOISE(100),
        TAKEN_OUT(1500),
        ZEROED_TAIL(300),
        ZEROED_PAGE(-1),
        CUT_IN_THE_LAST(1),
        CUT_IN_THE_MIDDLE(-1);

        /// How many events it costs, -1 where that depends on their lengths.
        private final int lost;

        Hit(int lost) {
            this.lost = lost;
        }

        void on(TraceDamage trace) throws IOException {
            int last = trace.events() - 1;
            int middle = last / 2;
            switch (this) {
                case FIRST_EVENT -> trace.flip(0);
                case EVENT_IN_THE_MIDDLE -> trace.flip(middle);
                case LAST_EVENT -> trace.flip(last);
                case LENGTH_OF_AN_EVENT -> trace.flipLength(middle);
                case LENGTH_OF_THE_LAST -> trace.flipLength(last);
                case TWO_NEIGHBOURS -> trace.flip(middle).flip(middle + 1);
                case SEVERAL -> trace.flip(3).flipLength(700).flip(1024).flip(last);
                case NOISE -> trace.noise(1000, 1100);
                case TAKEN_OUT -> trace.cutOut(500, 2000);
                case ZEROED_TAIL -> trace.zeroFrom(trace.events() - 300);
                case ZEROED_PAGE -> trace.zeroPageOf(middle);
                case CUT_IN_THE_LAST -> trace.cutIn(last);
                case CUT_IN_THE_MIDDLE -> trace.cutIn(middle);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_left_is_read_from_anywhere(Hit hit) throws Exception {
        assertTrue(events.size() > 2 * PositionIndex.STRIDE);
        hit.on(TraceDamage.of(trace));
        long lost = assertReadAround(events);
        assertTrue(hit.lost < 0 ? lost > 0 : lost == hit.lost, "lost " + lost);
        Files.delete(trace.resolve("index"));
        assertEquals(lost, assertReadAround(events));
    }

    @ParameterizedTest
    @EnumSource
    void what_is_left_of_batches_is_read(Hit hit) throws Exception {
        trace = folder.resolve("batch.vfr");
        write(events, true);
        hit.on(TraceDamage.of(trace));
        assertTrue(assertReadAround(events) > 0);
    }

    @Test
    void a_gap_says_where_it_is_and_what_is_wrong_there() throws Exception {
        TraceDamage damage = TraceDamage.of(trace).flip(700);
        EventsLost loss = losses().getFirst();
        assertEquals(700, loss.header().seq());
        assertEquals(OptionalLong.of(1), loss.count());
        String byteOf = String.format(java.util.Locale.ROOT, "%,d", damage.placeOf(700));
        assertTrue(
                loss.reason()
                        .matches("damaged on disk: event 700 at byte " + byteOf
                                + " of queue/[0-9]+L.cq4: expected checksum [0-9a-f]{8}, found [0-9a-f]{8}"),
                loss.reason());
        try (TraceReader reader = TraceReader.open(trace);
                EventReader from = reader.readFrom(701)) {
            assertEquals(events.get(701), from.next());
            assertFalse(from.isGap());
        }
    }

    @Test
    void a_reader_in_a_gap_begins_behind_it() throws Exception {
        TraceDamage.of(trace).noise(1000, 1100);
        try (TraceReader reader = TraceReader.open(trace);
                EventReader at = reader.readFrom(1000);
                EventReader inside = reader.readFrom(1001)) {
            assertTrue(at.next() instanceof EventsLost);
            assertTrue(at.isGap());
            assertEquals(events.get(1100), at.next());
            assertEquals(events.get(1100), inside.next());
        }
    }

    @Test
    void a_damaged_trace_that_was_not_closed_is_read_around_as_well() throws Exception {
        Files.writeString(
                trace.resolve("manifest.json"),
                "{\"format\":\"vfr.trace\",\"version\":2,\"producer\":\"vfr\",\"closedCleanly\":false,"
                        + "\"eventCounts\":{},\"sources\":[],\"processes\":[],\"clocks\":[],\"imports\":[]}");
        TraceDamage.of(trace).flip(10).noise(1000, 1100);
        try (TraceReader reader = TraceReader.open(trace)) {
            assertEquals(events.size(), reader.count());
            String shortfall = reader.shortfall().orElseThrow();
            assertTrue(
                    shortfall.startsWith("not closed by its writer: " + (events.size() - 101) + " events recovered, "),
                    shortfall);
        }
        assertEquals(
                101,
                losses().stream().mapToLong(loss -> loss.count().orElseThrow()).sum());
        TraceDamage.of(trace).flip(9);
        assertEquals(
                102,
                losses().stream().mapToLong(loss -> loss.count().orElseThrow()).sum());
    }

    @Test
    void how_many_follow_the_damage_at_the_end_of_an_open_trace_is_not_known() throws Exception {
        Path manifest = trace.resolve("manifest.json");
        TraceDamage.of(trace).noise(events.size() - 5, events.size() - 1).flip(events.size() - 1);
        Files.writeString(
                manifest, Files.readString(manifest).replace("\"closedCleanly\" : true", "\"closedCleanly\" : false"));
        List<EventsLost> losses = losses();
        assertEquals(1, losses.size());
        assertEquals(OptionalLong.empty(), losses.getFirst().count());
        assertEquals(events.size() - 5L, losses.getFirst().header().seq());
    }

    @Test
    void a_trace_of_which_nothing_can_be_read_is_refused() throws Exception {
        TraceDamage damage = TraceDamage.of(trace).zeroFrom(0);
        assertRefused(Kind.CORRUPT, ": no event can be read: ");
        damage.cutAt(damage.placeOf(0));
        assertRefused(Kind.CORRUPT, ": no event can be read: ");
        damage.cutAt(60);
        assertRefused(Kind.TRUNCATED, ": expected a header of ");
    }

    private void assertRefused(Kind kind, String problem) {
        TraceException e = assertThrows(TraceException.class, this::readAll);
        assertEquals(kind, e.kind());
        String message = Objects.requireNonNull(e.getMessage());
        assertTrue(message.contains(problem), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void damage_anywhere_costs_no_more_than_what_it_hit() throws Exception {
        List<MigrationEvent> few = new RandomEvents(22).everyKind(4);
        trace = folder.resolve("b.vfr");
        write(few, false);
        Path file = new TraceFiles(trace).queueFile();
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(23);
        for (int round = 0; round < MUTATIONS; round++) {
            Files.write(file, mutate(whole, random));
            String what = "round " + round;
            assertTimeoutPreemptively(SHORT, () -> assertReadAroundIfAtAll(few), what);
        }
    }

    private void assertReadAroundIfAtAll(List<MigrationEvent> written) throws Exception {
        TraceVerification verified;
        try {
            verified = TraceVerifier.verify(trace);
        } catch (TraceException e) {
            assertThrows(TraceException.class, this::readAll);
            return;
        }
        if (verified.intactRecords() == 0) {
            assertThrows(TraceException.class, this::readAll);
        } else {
            assertReadAround(written);
        }
    }

    private static byte[] mutate(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 << random.nextInt(14));
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0);
            case 2 -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, length);
            }
            default -> bytes = Arrays.copyOf(bytes, at);
        }
        return bytes;
    }

    /// Everything that is read is as it was written, everything else is in a gap, and the check counts the same.
    ///
    /// @return how many events are missing
    private long assertReadAround(List<MigrationEvent> written) throws Exception {
        TraceVerification verified = TraceVerifier.verify(trace);
        List<MigrationEvent> read = new ArrayList<>();
        long lost = 0;
        long there = 0;
        try (TraceReader reader = TraceReader.open(trace)) {
            long next = 0;
            try (EventReader from = reader.readFrom(0)) {
                for (MigrationEvent event = from.next(); event != null; event = from.next()) {
                    read.add(event);
                    assertEquals(next, event.header().seq());
                    if (from.isGap() && event instanceof EventsLost loss) {
                        next += loss.count().orElseThrow();
                        lost += loss.count().orElseThrow();
                    } else {
                        assertEquals(written.get((int) next), event);
                        next++;
                        there++;
                    }
                }
            }
            assertEquals(written.size(), next);
            assertEquals(verified.intactRecords(), there);
            assertEquals(verified.missingRecords(), OptionalLong.of(lost));
            assertEquals(lost > 0, reader.shortfall().isPresent());
            assertFalse(verified.isIntact() && lost > 0);
            for (int from = 0; from <= reader.count(); from += 1 + written.size() / 60) {
                assertSuffix(read, reader, from);
            }
        }
        try (TraceReader fresh = TraceReader.open(trace)) {
            assertSuffix(read, fresh, fresh.count() * 2 / 3);
        }
        return lost;
    }

    private static void assertSuffix(List<MigrationEvent> read, TraceReader reader, long from) throws Exception {
        List<MigrationEvent> expected =
                read.stream().filter(event -> event.header().seq() >= from).toList();
        List<MigrationEvent> found = new ArrayList<>();
        try (EventReader events = reader.readFrom(from)) {
            for (MigrationEvent event = events.next(); event != null; event = events.next()) {
                found.add(event);
            }
        }
        assertEquals(expected, found, () -> "from " + from);
    }

    private List<EventsLost> losses() throws Exception {
        List<EventsLost> losses = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(trace);
                EventReader from = reader.readFrom(0)) {
            for (MigrationEvent event = from.next(); event != null; event = from.next()) {
                if (from.isGap()) {
                    losses.add((EventsLost) event);
                }
            }
        }
        return losses;
    }

    private List<MigrationEvent> readAll() throws Exception {
        List<MigrationEvent> read = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(trace);
                EventReader from = reader.readFrom(0)) {
            for (MigrationEvent event = from.next(); event != null; event = from.next()) {
                read.add(event);
            }
        }
        return read;
    }
}
