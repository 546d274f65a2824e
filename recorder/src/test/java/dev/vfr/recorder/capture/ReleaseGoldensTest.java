package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.recorder.json.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The logs of each release, kept with the events they give: `golden/qemu-RELEASE-CASE/`.
///
/// `-Dgolden.update` writes both anew, for a reader of the difference.
final class ReleaseGoldensTest {

    private static final Map<String, Function<QemuRelease, ScriptedLog>> CASES = Map.of(
            "source", ScriptedMigrations::source,
            "failing-source", ScriptedMigrations::failingSource,
            "recovering-source", ScriptedMigrations::recoveringSource,
            "destination", ScriptedMigrations::destination,
            "refusing-destination", ScriptedMigrations::refusingDestination);

    static Stream<Arguments> cases() {
        return QemuRelease.versions().stream()
                .flatMap(version -> CASES.keySet().stream().sorted().map(name -> Arguments.of(version, name)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLogOfEachReleaseGivesItsEvents(String version, String name) throws Exception {
        ScriptedLog log = Objects.requireNonNull(CASES.get(name)).apply(new QemuRelease(version));
        Golden golden = new Golden("qemu-" + version + "-" + name);
        golden.check("qemu.trace.log", log.log());
        List<ImportInput> inputs = new ArrayList<>(List.of(ImportInput.of(golden.file("qemu.trace.log"))));
        if (!log.messages().isEmpty()) {
            golden.check("qemu.stderr", log.messages());
            inputs.add(ImportInput.of(golden.file("qemu.stderr")));
        }
        golden.check("events.jsonl", lines(Captures.events(inputs)));
    }

    /// One event a line; the producer, which carries the version, is left out.
    private static String lines(List<MigrationEvent> events) {
        StringBuilder text = new StringBuilder();
        for (MigrationEvent event : events) {
            MigrationEvent stable = event instanceof TraceOpened opened
                    ? new TraceOpened(opened.header(), opened.sources(), "vfr", opened.schemaVersion())
                    : event;
            text.append(EventJson.toJson(stable)).append('\n');
        }
        return text.toString();
    }

    /// One folder of golden files, in the sources where they are rewritten.
    private record Golden(String name) {
        private static final boolean UPDATE = System.getProperty("golden.update") != null;

        Path file(String file) {
            Path sources = Path.of("src/test/resources/golden");
            return sources.resolve(name).resolve(file);
        }

        void check(String file, String found) throws IOException {
            Path path = file(file);
            if (UPDATE) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, found);
            }
            assertEquals(Files.readString(path), found, path::toString);
        }
    }
}
