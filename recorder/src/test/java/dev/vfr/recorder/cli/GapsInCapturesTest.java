package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.Outcome;
import dev.vfr.recorder.trace.TraceReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Wherever a gap is in a real capture: what is missing makes no failure of a success, and no success of a failure.
class GapsInCapturesTest {

    private static final Path CAPTURES = Path.of("src/test/resources/captures");

    @TempDir
    private Path folder;

    /// Events of which those from one number on are missing.
    private record Torn(List<MigrationEvent> events, long count, long gap) implements EventSource {

        static Torn of(List<MigrationEvent> whole, int from, int length) {
            List<MigrationEvent> left = new ArrayList<>(whole.subList(0, from));
            int end = Math.min(whole.size(), from + length);
            if (end > from) {
                long unknown = EventHeader.UNKNOWN_NS;
                EventHeader header = new EventHeader(from, unknown, unknown, -1, -1, -1, -1);
                left.add(new EventsLost(header, OptionalLong.of(end - from), "damaged on disk"));
            }
            left.addAll(whole.subList(end, whole.size()));
            return new Torn(left, whole.size(), end > from ? from : -1);
        }

        @Override
        public EventReader readFrom(long index) {
            List<MigrationEvent> rest = events.stream()
                    .filter(event -> event.header().seq() >= index)
                    .toList();
            return new EventReader() {
                private int next;

                @Override
                public @Nullable MigrationEvent next() {
                    return next < rest.size() ? rest.get(next++) : null;
                }

                @Override
                public boolean isGap() {
                    return next > 0 && rest.get(next - 1).header().seq() == gap;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @CsvSource({
        "a-precopy-ok-2, COMPLETED",
        "h-two-devices, COMPLETED",
        "i-multifd-transfer, COMPLETED",
        "q11-a-precopy-ok, COMPLETED",
        "m-fail-load, FAILED",
        "q11-m-fail-load, FAILED",
        "c-cancel, CANCELLED"
    })
    void a_gap_leaves_the_outcome_or_makes_it_unknown(String capture, Outcome outcome) throws Exception {
        List<List<MigrationEvent>> sides = List.of(events(capture, "src"), events(capture, "dst"));
        assertEquals(outcome, report(sides, 0, 0, 0).migrations().getFirst().outcome());
        for (int side = 0; side < 2; side++) {
            for (int length : new int[] {1, 5, 30}) {
                for (int from = 0; from < sides.get(side).size(); from += length < 30 ? 1 : 3) {
                    Report report = report(sides, side, from, length);
                    String what = "side " + side + ": " + length + " missing from event " + from;
                    assertFalse(report.traces().get(side).intact(), what);
                    for (Report.MigrationSummary migration : report.migrations()) {
                        assertTrue(Set.of(outcome, Outcome.INCOMPLETE).contains(migration.outcome()), what);
                    }
                    if (outcome == Outcome.COMPLETED) {
                        assertEquals(List.of(), errors(report), what);
                    }
                }
            }
        }
    }

    private static List<String> errors(Report report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(Finding::rule)
                .toList();
    }

    private static Report report(List<List<MigrationEvent>> sides, int torn, int from, int length)
            throws EventSourceException {
        List<TraceInput> inputs = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++) {
            inputs.add(new TraceInput(
                    i == 0 ? "src" : "dst", Torn.of(sides.get(i), i == torn ? from : 0, i == torn ? length : 0)));
        }
        return Analysis.of(inputs);
    }

    private List<MigrationEvent> events(String capture, String side) throws Exception {
        Path trace = folder.resolve(side + ".vfr");
        List<String> words = new ArrayList<>(List.of("import"));
        try (Stream<Path> files = Files.list(CAPTURES.resolve(capture))) {
            files.filter(file -> file.getFileName().toString().startsWith(side + "."))
                    .map(Path::toString)
                    .sorted()
                    .forEach(words::add);
        }
        words.addAll(List.of("-o", trace.toString()));
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        assertEquals(ExitStatus.OK, Vfr.run(nowhere, nowhere, words.toArray(String[]::new)));
        List<MigrationEvent> events = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(trace);
                EventSource.EventReader from = reader.readFrom(0)) {
            for (MigrationEvent event = from.next(); event != null; event = from.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
