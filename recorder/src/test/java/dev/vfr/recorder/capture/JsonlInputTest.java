package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.json.EventJsonWriter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trace printed as JSON lines comes back as it was.
final class JsonlInputTest {

    @TempDir
    private Path folder;

    @Test
    void exportedEventsImportWithoutLoss() throws Exception {
        for (String capture : List.of("m-fail-stop-copy", "q11-m-reinit-ack", "i-multifd-transfer")) {
            for (String side : List.of("src", "dst")) {
                List<MigrationEvent> events = Captures.events(Captures.files(capture, side));
                Path file = folder.resolve(capture + "-" + side + ".jsonl");
                try (OutputStream out = Files.newOutputStream(file);
                        EventJsonWriter writer = new EventJsonWriter(out)) {
                    for (MigrationEvent event : events) {
                        writer.write(event);
                    }
                }
                assertEquals(events, Captures.events(file));
            }
        }
    }
}
