package dev.vfr.recorder.capture.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.VmmEvent.StreamRecordSeen;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.capture.ImportFormat;
import dev.vfr.recorder.capture.ImportInput;
import dev.vfr.recorder.capture.ImportProgress;
import dev.vfr.recorder.capture.TraceImport;
import dev.vfr.recorder.json.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a migration stream as a trace, alone and beside the other captures of its process.
class ImportOfStreamTest {

    private static final byte[] MIGRATION = StreamBytes.migration().bytes();

    @TempDir
    private Path folder;

    private static InMemoryEvents imported(Path... files) throws EventSourceException {
        InMemoryEvents events = new InMemoryEvents();
        TraceImport.run(Arrays.stream(files).map(ImportInput::of).toList(), events, ImportProgress.NONE);
        return events;
    }

    private Path stream(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("mig.bin"), bytes);
    }

    private static Report report(InMemoryEvents... traces) throws EventSourceException {
        List<TraceInput> inputs = new ArrayList<>();
        for (InMemoryEvents events : traces) {
            inputs.add(new TraceInput("trace" + inputs.size(), events));
        }
        return Analysis.of(inputs);
    }

    private static Report.DeviceSummary device(Report report) {
        assertEquals(1, report.devices().size());
        return report.devices().getFirst();
    }

    private static <E extends MigrationEvent> List<E> all(InMemoryEvents events, Class<E> kind) {
        return events.toList().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void showsTheRecordsAndTheirBytesButNoCallAndNoTime() throws Exception {
        InMemoryEvents events = imported(stream(MIGRATION));
        assertEquals(
                """
                {"event":"stream-record-seen","saving":true,"tag":"0xffffffffef100003"}
                {"event":"stream-record-seen","saving":true,"tag":"0xffffffffef100001"}
                {"event":"stream-record-seen","saving":true,"tag":"0xffffffffef100004","lengthBytes":14}
                {"event":"data-read","result":"ok","bytes":14,"streamOffset":0}
                {"event":"stream-record-seen","saving":true,"tag":"0xffffffffef100005"}
                {"event":"stream-record-seen","saving":true,"tag":"0xffffffffef100004","lengthBytes":4}
                {"event":"data-read","result":"ok","bytes":4,"streamOffset":14}
                {"event":"stream-record-seen","saving":true,"tag":"0xffffffffef100004","lengthBytes":5}
                {"event":"data-read","result":"ok","bytes":5,"streamOffset":18}
                {"event":"stream-record-seen","saving":true,"tag":"0xffffffffef100001"}
                {"event":"stream-record-seen","saving":true,"tag":"0xffffffffef100002"}
                {"event":"stream-record-seen","saving":true,"tag":"0xffffffffef100001"}""",
                String.join(
                        "\n",
                        events.toList().stream()
                                .filter(e -> e instanceof StreamRecordSeen || e instanceof DataRead)
                                .map(EventJson::toJson)
                                .map(json -> json.replaceAll("\"(seq|process|device)\":\\d+,", "")
                                        .replaceAll(",\"digest\":\\{[^}]*}", ""))
                                .toList()));
        assertTrue(events.toList().stream().noneMatch(e -> e.header().hasTime()));
        Report report = report(events);
        Report.DeviceSummary device = device(report);
        assertEquals("0000:00:02.0/vfio", device.name());
        assertEquals(Report.Role.SOURCE, device.role());
        assertEquals(
                new Report.Amounts(OptionalLong.of(14), OptionalLong.of(9), OptionalLong.empty(), true),
                device.bytes());
        assertEquals(
                new Report.Amounts(OptionalLong.of(1), OptionalLong.of(2), OptionalLong.empty(), true),
                device.chunks());
        assertEquals(OptionalLong.empty(), device.enomsg());
        assertEquals(1, report.migrations().size());
        assertEquals(Report.Outcome.INCOMPLETE, report.migrations().getFirst().outcome());
        assertEquals(
                List.of("a trace of the destination"),
                report.migrations().getFirst().diagnosis().orElseThrow().unknown().stream()
                        .map(Diagnosis.Unknown::wouldBeShownBy)
                        .toList());
        assertEquals(
                List.of("migration-open"),
                report.findings().stream().map(f -> f.rule()).toList());
    }

    @Test
    void keepsWhatIsIntactAndSaysWhereACutIs() throws Exception {
        for (int length = 8; length < MIGRATION.length; length++) {
            InMemoryEvents events = imported(stream(Arrays.copyOf(MIGRATION, length)));
            List<EventsLost> lost = all(events, EventsLost.class);
            if (length == 4514) {
                assertEquals(List.of(), lost);
                continue;
            }
            assertEquals(1, lost.size(), "cut at " + length);
            assertTrue(lost.getFirst().reason().startsWith("the migration stream ends at byte "), lost.toString());
            long bytes = all(events, DataRead.class).stream()
                    .mapToLong(read -> read.bytes().orElseThrow())
                    .sum();
            int shown = Math.clamp(length - 4303, 0, 14)
                    + Math.clamp(length - 4374, 0, 4)
                    + Math.clamp(length - 4394, 0, 5);
            assertEquals(shown, bytes, "cut at " + length);
            if (length % 50 == 0) {
                report(events).devices().forEach(device -> {
                    assertEquals(false, device.bytes().complete());
                    assertTrue(device.bytes().stopCopy().isEmpty()
                            || device.bytes().stopCopy().getAsLong() > 0);
                });
            }
        }
    }

    @Test
    void refusesWhatIsNoStreamInOneLine() throws Exception {
        for (byte[] bad : List.of(
                new byte[3],
                new StreamBytes().u32(0x5145564d).u32(2).bytes(),
                new StreamBytes().text("hello, world").bytes())) {
            Path file = stream(bad);
            String message = String.valueOf(assertThrows(
                            EventSourceException.class,
                            () -> TraceImport.run(
                                    List.of(new ImportInput(file, Optional.of(ImportFormat.QEMU_STREAM))),
                                    new InMemoryEvents(),
                                    ImportProgress.NONE))
                    .getMessage());
            assertTrue(message.startsWith(file + ": at byte 0: expected "), message);
            assertEquals(1, message.lines().count());
        }
    }

    @Test
    void answersEveryFlippedByteWithAReport() throws Exception {
        for (int seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            byte[] bad = MIGRATION.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                int at = random.nextInt(5) == 0 ? 8 + random.nextInt(4252) : 4260 + random.nextInt(bad.length - 4260);
                bad[at] = (byte) random.nextInt(256);
            }
            InMemoryEvents events = imported(stream(bad));
            assertTrue(report(events).devices().size() <= 3, "seed " + seed);
        }
    }

    @Test
    void readsTheStreamsThatRealQemuWrote() throws Exception {
        for (String name : List.of("b-file", "j-short-state")) {
            Path file = real(name);
            List<String> lines = StreamText.of(
                    unpacked(file), 1 << 16, new StreamParser(StreamDescription.sizesOf(description(unpacked(file)))));
            assertTrue(lines.stream().noneMatch(line -> line.contains("FOOTER") || line.contains("damage")), name);
            assertTrue(
                    lines.stream()
                                    .filter(line -> line.contains("by DESCRIPTION"))
                                    .count()
                            > 20,
                    name);
            assertEquals(
                    lines.size(),
                    StreamText.of(unpacked(file)).size(),
                    name + ": the same elements where the description is not known before");
        }
    }

    /// What the source wrote is whole: it was cut on its way to the destination.
    @Test
    void aStreamThatWasCutLaterIsWhole() throws Exception {
        InMemoryEvents events = imported(real("j-truncated"));
        assertEquals(List.of(), all(events, EventsLost.class));
        assertEquals(
                List.of(OptionalLong.of(24), OptionalLong.of(36)),
                all(events, DataRead.class).stream().map(DataRead::bytes).toList());
    }

    @Test
    void countsNothingTwiceBesideTheLogOfItsProcess() throws Exception {
        Path captures = captures();
        Path log = captures.resolve("b-file/src.trace.log");
        Path qmp = captures.resolve("b-file/src.qmp.jsonl");
        InMemoryEvents alone = imported(log);
        InMemoryEvents both = imported(log, real("b-file"));
        assertEquals(device(report(alone)).bytes(), device(report(both)).bytes());
        assertEquals(device(report(alone)).chunks(), device(report(both)).chunks());
        assertEquals(1, report(both).migrations().size());
        assertEquals(
                report(alone).findings().stream().map(f -> f.rule()).toList(),
                report(both).findings().stream().map(f -> f.rule()).toList());
        assertEquals(8, all(both, StreamRecordSeen.class).size());
        Report withQmp = report(imported(qmp, real("b-file")));
        assertEquals(1, withQmp.migrations().size());
        assertEquals(Report.Outcome.COMPLETED, withQmp.migrations().getFirst().outcome());
    }

    @Test
    void agreesWithTheLogOfTheSameMigration() throws Exception {
        for (String name : List.of("b-file", "j-short-state")) {
            Report.DeviceSummary logged = device(report(imported(captures().resolve(name + "/src.trace.log"))));
            Report.DeviceSummary streamed = device(report(imported(real(name))));
            assertEquals(OptionalLong.of(24), streamed.bytes().preCopy(), name);
            assertEquals(logged.bytes().preCopy(), streamed.bytes().preCopy(), name);
            assertEquals(logged.bytes().stopCopy(), streamed.bytes().stopCopy(), name);
            assertEquals(logged.chunks().stopCopy(), streamed.chunks().stopCopy(), name);
            assertTrue(streamed.bytes().complete(), name);
        }
    }

    private static Path captures() throws Exception {
        return Path.of(java.util.Objects.requireNonNull(ImportOfStreamTest.class.getResource("/captures"))
                .toURI());
    }

    private static Path real(String capture) throws Exception {
        return captures().resolve(capture + "/mig.bin.gz");
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private static String description(byte[] stream) {
        StreamParser parser = new StreamParser();
        parser.feed(java.nio.ByteBuffer.wrap(stream));
        return Stream.generate(parser::next)
                .takeWhile(Optional::isPresent)
                .map(Optional::get)
                .filter(StreamElement.Description.class::isInstance)
                .map(e -> ((StreamElement.Description) e).json())
                .findFirst()
                .orElseThrow();
    }
}
