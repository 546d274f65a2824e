package dev.vfr.recorder.capture;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The real captures among the test resources and what a separate reading of them gave.
final class Captures {

    static final Path FOLDER = resource("/captures");

    private Captures() {}

    static Path resource(String name) {
        try {
            URL url = Objects.requireNonNull(Captures.class.getResource(name), name);
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode expected() {
        return JsonMapper.shared().readTree(FOLDER.resolve("expected.json").toFile());
    }

    /// The trace log, transcript and messages of one side.
    static List<ImportInput> files(String capture, String side) {
        try (Stream<Path> all = Files.list(FOLDER.resolve(capture))) {
            return all.filter(file -> file.getFileName().toString().startsWith(side + "."))
                    .sorted()
                    .map(ImportInput::of)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<MigrationEvent> events(Path... files) throws EventSourceException {
        return events(Arrays.stream(files).map(ImportInput::of).toList());
    }

    static List<MigrationEvent> events(List<ImportInput> files) throws EventSourceException {
        InMemoryEvents events = new InMemoryEvents();
        TraceImport.run(files, events, ImportProgress.NONE);
        return events.toList();
    }
}
