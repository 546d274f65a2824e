package dev.vfr.recorder.capture.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.TraceEvent.MarkerSet;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcessRecorderTest {

    @Test
    void aCallIsTimedOnTheGivenClock() throws EventSourceException {
        long[] now = {100};
        InMemoryEvents events = new InMemoryEvents();
        ProcessRecorder recorder = new ProcessRecorder(events, () -> now[0], 3, () -> 7);
        now[0] = 150;
        recorder.append(new MarkerSet(recorder.ofCall(1, 2, 100), "call"));
        recorder.append(new MarkerSet(recorder.ofMoment(EventHeader.NONE), "moment"));
        recorder.throwIfFailed();
        assertEquals(
                new EventHeader(0, 100, 50, 3, 7, 1, 2), events.toList().get(0).header());
        assertEquals(
                new EventHeader(1, 150, EventHeader.UNKNOWN_NS, 3, 7, -1, -1),
                events.toList().get(1).header());
        assertEquals(OptionalLong.empty(), recorder.dropped());
    }

    @Test
    void afterTheSinkFailedEventsAreCountedAndTheCallerGoesOn() {
        EventSourceException full = new EventSourceException("trace: no space left");
        ProcessRecorder recorder = new ProcessRecorder(
                event -> {
                    throw full;
                },
                () -> 0,
                0,
                () -> 1);
        recorder.append(new MarkerSet(recorder.ofMoment(EventHeader.NONE), "first"));
        recorder.append(new MarkerSet(recorder.ofMoment(EventHeader.NONE), "second"));
        assertEquals(OptionalLong.of(2), recorder.dropped());
        assertSame(full, assertThrows(EventSourceException.class, recorder::throwIfFailed));
    }
}
