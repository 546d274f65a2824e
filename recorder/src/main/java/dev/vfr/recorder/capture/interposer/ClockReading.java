package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import java.time.Instant;

/// The host's monotonic clock, which gives the events their times, and its real time, read together.
///
/// @param monotonicNs CLOCK_MONOTONIC, which is what `System.nanoTime` gives on Linux
/// @param realtimeNs ns since 1970
/// @param uncertaintyNs ns between the two readings of the one that are around the reading of the other
record ClockReading(long monotonicNs, long realtimeNs, long uncertaintyNs) {

    private static final int TRIES = 8;
    private static final int HOST_CLOCK = 0;

    /// The best of several: a thread that is interrupted between two readings says little.
    static ClockReading take() {
        ClockReading best = once();
        for (int i = 1; i < TRIES; i++) {
            ClockReading next = once();
            best = next.uncertaintyNs < best.uncertaintyNs ? next : best;
        }
        return best;
    }

    private static ClockReading once() {
        long before = System.nanoTime();
        Instant now = Instant.now();
        long after = System.nanoTime();
        long realtimeNs = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        return new ClockReading(before + (after - before) / 2, realtimeNs, after - before);
    }

    ClockAnchored event() {
        EventHeader header = new EventHeader(
                0,
                monotonicNs,
                EventHeader.UNKNOWN_NS,
                EventHeader.NONE,
                EventHeader.NONE,
                EventHeader.NONE,
                EventHeader.NONE);
        return new ClockAnchored(header, HOST_CLOCK, monotonicNs, realtimeNs, uncertaintyNs);
    }
}
