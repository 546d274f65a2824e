package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.trace.TraceReader;
import dev.vfr.recorder.trace.TraceVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// What a test wants to know of a trace that was recorded.
final class RecordedTrace {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private RecordedTrace() {}

    /// The events of a trace that was closed in order.
    static List<MigrationEvent> events(Path trace) throws Exception {
        assertTrue(TraceVerifier.verify(trace).isIntact());
        return recovered(trace);
    }

    /// The events that can be read of a trace that may not have been.
    static List<MigrationEvent> recovered(Path trace) throws Exception {
        List<MigrationEvent> all = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(trace);
                EventReader events = reader.readFrom(0)) {
            for (MigrationEvent event = events.next(); event != null; event = events.next()) {
                all.add(event);
            }
        }
        return all;
    }

    static <T extends MigrationEvent> List<T> only(Class<T> type, List<MigrationEvent> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// Waits until something has come true, which it does unless something is broken.
    static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), "it never came true");
            LockSupport.parkNanos(1_000_000);
        }
    }
}
