package dev.vfr.recorder.trace;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.testing.RandomEvents;
import java.nio.file.Path;
import java.util.List;

/// Writes the same events again and again, every other time in a batch, and tells how many, until it is killed.
final class EndlessWriter {

    static final List<MigrationEvent> EVENTS = new RandomEvents(30).everyKind(5);

    private EndlessWriter() {}

    public static void main(String[] arguments) throws Exception {
        try (TraceWriter writer = TraceWriter.create(Path.of(arguments[0]))) {
            for (boolean batch = false; ; batch = !batch) {
                if (batch) {
                    writer.beginBatch();
                }
                for (MigrationEvent event : EVENTS) {
                    writer.append(event);
                }
                writer.endBatch();
                System.out.println(writer.count());
            }
        }
    }
}
