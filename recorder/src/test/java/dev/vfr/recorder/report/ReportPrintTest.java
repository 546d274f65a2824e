package dev.vfr.recorder.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.MigrationEstimates;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.report.StreamComparison;
import dev.vfr.model.report.Verdict;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportPrintTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/text-report/report.txt");

    private static final EventHeader COST_HEADER = new EventHeader(
            0, 0, EventHeader.UNKNOWN_NS, EventHeader.NONE, EventHeader.NONE, EventHeader.NONE, EventHeader.NONE);

    private static final DowntimeAnatomy ANATOMY = new DowntimeAnatomy(
            OptionalLong.of(900_000),
            "The wall clocks agree with the facts.",
            List.of(new DowntimeAnatomy.Part(
                    "stop-copy-set",
                    DowntimeAnatomy.Owner.DEVICE,
                    Report.Side.SOURCE,
                    Optional.of("mt0"),
                    9,
                    Optional.of(new Interval(0, 0)),
                    new Interval(1_500, 1_500))),
            List.of(new DowntimeAnatomy.DeviceShare(
                    Optional.of("mt0"),
                    Optional.empty(),
                    OptionalLong.of(1_500),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    true)),
            "It counts until the stream is closed.",
            List.of());

    private static final Diagnosis DIAGNOSIS = new Diagnosis(
            Diagnosis.At.SOURCE,
            Responsible.DRIVER,
            Optional.of("read-failed"),
            new Diagnosis.Failed(
                    Optional.of("mt0"),
                    Optional.of("SET STOP"),
                    Optional.of(DeviceState.STOP_COPY),
                    Optional.of(DeviceState.STOP),
                    Optional.of("EIO"),
                    Optional.empty(),
                    true),
            List.of(new Diagnosis.EventRef("src.vfr", OptionalLong.of(4))),
            List.of(new Diagnosis.Contradiction(
                    new Diagnosis.EventRef("src.vfr", OptionalLong.of(6)),
                    Optional.of(Report.Side.SOURCE),
                    "QEMU at the source reports completed")),
            List.of(new Diagnosis.Excluded("network", "the same bytes arrived")),
            List.of(new Diagnosis.Candidate(Responsible.VMM, "its log")),
            List.of(new Diagnosis.Unknown("what the destination did", "a trace of the destination")),
            "Do that.",
            "data_fd");

    /// One of each part of a report.
    static final Report REPORT = new Report(
            List.of(new Report.TraceSummary(
                    "src.vfr",
                    List.of("qemu-log", "qmp"),
                    7,
                    0,
                    false,
                    true,
                    false,
                    OptionalLong.of(5),
                    OptionalLong.empty(),
                    Optional.of(new CaptureCostMeasured(COST_HEADER, 48, OptionalLong.of(40_000))))),
            List.of(new Report.MigrationSummary(
                    Report.Kind.VFIO,
                    Report.Outcome.COMPLETED,
                    new Verdict(
                            "COMPLETED, downtime 1–2 ms.",
                            List.of(
                                    new Verdict.Line("responsible", "driver"),
                                    new Verdict.Line("evidence", "src.vfr, event 4"))),
                    Optional.of(DIAGNOSIS),
                    Optional.of(new Interval(1_000_000, 2_000_000)),
                    OptionalLong.of(1_200),
                    OptionalLong.of(3_000_000),
                    OptionalLong.empty(),
                    List.of(new Report.Phase("stop-copy-set", Report.Side.SOURCE, "mt0", 9, 1_500)),
                    Optional.empty(),
                    Optional.of(Report.ClockBasis.WALL_CLOCK),
                    OptionalLong.empty(),
                    Optional.of(ANATOMY),
                    Optional.of(Report.DirtyTracking.IOMMU),
                    List.of(new StreamComparison(
                            "mt0",
                            "mt1",
                            StreamComparison.Result.DIFFERS,
                            24,
                            Optional.of(new Interval(24, 59)),
                            "The digests of these bytes differ.")),
                    MigrationEstimates.NONE,
                    Optional.of("src.vfr"),
                    Optional.empty())),
            List.of(new Report.DeviceSummary(
                    "mt0",
                    "src.vfr",
                    "source",
                    Report.Role.SOURCE,
                    Optional.of(MigrationFlags.STOP_COPY_P2P),
                    List.of("0000:00:02.0/vfio"),
                    List.of(new Report.PathEntry(
                            DeviceState.RUNNING,
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            false,
                            Report.Cause.INITIAL,
                            OptionalInt.empty())),
                    new Report.Amounts(OptionalLong.of(0), OptionalLong.empty(), OptionalLong.of(2048), false),
                    new Report.Amounts(OptionalLong.of(0), OptionalLong.empty(), OptionalLong.of(2), false),
                    OptionalLong.empty(),
                    new Report.Estimates(
                            OptionalLong.of(24),
                            OptionalLong.of(0),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            Optional.of(true)))),
            List.of(new Finding(
                    "bytes-differ",
                    Finding.Severity.ERROR,
                    new Finding.Place(
                            Optional.of("mt0"),
                            Optional.empty(),
                            OptionalLong.empty(),
                            Optional.of(Report.Side.DESTINATION)),
                    Sentence.of("{readBytes} were read, {stopNs} after {state}")
                            .bytes("readBytes", 2_048)
                            .time("stopNs", 1_234_567)
                            .state("state", DeviceState.STOP_COPY),
                    new Finding.Guide("t", "an explanation", "a remedy", "a clause", Responsible.NETWORK),
                    Finding.Reasons.NONE)));

    private static JsonNode json() {
        return JsonMapper.shared().readTree(ReportJson.toJson(REPORT));
    }

    @Test
    void jsonHasTheSchemasFields() {
        assertEquals("vfr.report/1", json().get("schema").asString());
        assertEquals("qemu-log+qmp", json().at("/traces/0/source").asString());
        assertEquals(48, json().at("/traces/0/captureCost/callNs").asLong());
        assertEquals(40_000, json().at("/traces/0/captureCost/digestNsPerMib").asLong());
        assertEquals(1_200, json().at("/migrations/0/captureCostNs").asLong());
        assertEquals("completed", json().at("/migrations/0/outcome").asString());
        assertEquals("vfio", json().at("/migrations/0/kind").asString());
        assertEquals(
                "COMPLETED, downtime 1–2 ms.",
                json().at("/migrations/0/headline").asString());
        assertEquals(
                "COMPLETED, downtime 1–2 ms. responsible: driver. evidence: src.vfr, event 4.",
                json().at("/migrations/0/verdict").asString());
        assertEquals("network", json().at("/findings/0/responsible").asString());
        assertEquals("destination", json().at("/findings/0/side").asString());
        assertEquals(
                "{\"readBytes\":2048,\"stopNs\":1234567,\"state\":\"STOP_COPY\"}",
                json().at("/findings/0/facts").toString());
        assertEquals(
                "2 KiB were read, 1.23 ms after STOP_COPY",
                json().at("/findings/0/summary").asString());
        assertEquals(1_000_000, json().at("/migrations/0/downtimeNs/min").asLong());
        assertEquals("wall-clock", json().at("/migrations/0/clockBasis").asString());
        JsonNode anatomy = json().at("/migrations/0/downtimeAnatomy");
        assertEquals(900_000, anatomy.get("atLeastNs").asLong());
        assertEquals("device", anatomy.at("/parts/0/owner").asString());
        assertEquals(1_500, anatomy.at("/parts/0/ns/max").asLong());
        assertTrue(anatomy.at("/devices/0/readNs").isNull());
        assertTrue(anatomy.at("/devices/0/critical").asBoolean());
        assertEquals("differs", json().at("/migrations/0/streams/0/result").asString());
        assertEquals(
                24, json().at("/migrations/0/streams/0/firstDifference/min").asLong());
        assertEquals("source", json().at("/migrations/0/downtimePhases/0/side").asString());
        assertEquals("[\"STOP_COPY\",\"P2P\"]", json().at("/devices/0/flags").toString());
        assertEquals("initial", json().at("/devices/0/path/0/cause").asString());
        assertEquals("vmm", json().at("/devices/0/estimates/source").asString());
        assertEquals("error", json().at("/findings/0/severity").asString());
    }

    @Test
    void aDiagnosisIsWrittenAsItsFacts() {
        JsonNode diagnosis = json().at("/migrations/0/diagnosis");
        assertEquals("source", diagnosis.get("side").asString());
        assertEquals("driver", diagnosis.get("responsible").asString());
        assertEquals("read-failed", diagnosis.get("cause").asString());
        assertEquals("mt0", diagnosis.get("device").asString());
        assertEquals("SET STOP", diagnosis.get("call").asString());
        assertEquals("STOP_COPY", diagnosis.get("fromState").asString());
        assertEquals("STOP", diagnosis.get("toState").asString());
        assertEquals("EIO", diagnosis.get("errno").asString());
        assertTrue(diagnosis.get("message").isNull());
        assertTrue(diagnosis.get("stateLost").asBoolean());
        assertEquals(
                "[{\"trace\":\"src.vfr\",\"seq\":4,\"atNs\":null,\"realtimeNs\":null}]",
                diagnosis.get("evidence").toString());
        assertEquals(
                "QEMU at the source reports completed",
                diagnosis.at("/contradictedBy/0/what").asString());
        assertEquals("network", diagnosis.at("/excluded/0/cause").asString());
        assertEquals("vmm", diagnosis.at("/undecided/0/responsible").asString());
        assertEquals(
                "a trace of the destination",
                diagnosis.at("/unknown/0/wouldBeShownBy").asString());
        assertEquals("Do that.", diagnosis.get("nextStep").asString());
        assertEquals("data_fd", diagnosis.get("clause").asString());
    }

    @Test
    void whatIsNotKnownIsNullAndWhatIsNoneIsZero() {
        assertTrue(json().at("/traces/0/durationNs").isNull());
        assertTrue(json().at("/migrations/0/clockOffsetNs").isNull());
        assertTrue(json().at("/devices/0/bytes/stopCopy").isNull());
        assertTrue(json().at("/devices/0/enomsg").isNull());
        assertTrue(json().at("/devices/0/path/0/migration").isNull());
        assertTrue(json().at("/findings/0/seq").isNull());
        assertEquals(0, json().at("/devices/0/bytes/preCopy").asLong(-1));
    }

    @Test
    void theFirstLineTellsTheVerdict() {
        assertEquals(
                "COMPLETED, downtime 1–2 ms.",
                ReportText.of(REPORT, false, false).lines().findFirst().orElseThrow());
    }

    @Test
    void textSaysUnknownAndMarksWhatWasInferred() {
        String text = ReportText.of(REPORT, false, false);
        assertTrue(text.contains("stop-copy unknown"), text);
        assertTrue(text.contains("(RUNNING)"), text);
        assertTrue(text.contains("some may be missing"), text);
        assertTrue(text.contains("2 KiB"), text);
        assertTrue(text.contains("1–2 ms"), text);
        assertTrue(text.contains("at most 1.2 µs by recording"), text);
        assertTrue(text.contains("responsible   driver"), text);
        assertTrue(text.contains("src.vfr, event 4"), text);
    }

    @Test
    void whatARuleMeansAndRestsOnIsPrintedWhereItIsAskedFor() {
        String brief = ReportText.of(REPORT, false, false);
        String explained = ReportText.of(REPORT, false, true);
        assertTrue(brief.contains("-> a remedy"), brief);
        for (String word : List.of("an explanation", "by a clause", "by            data_fd")) {
            assertFalse(brief.contains(word), brief);
            assertTrue(explained.contains(word), explained);
        }
    }

    /// The one place that holds the wording of the text.
    @Test
    void theWholeTextIsTheGolden() throws Exception {
        String text = ReportText.of(REPORT, false, true);
        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text);
        }
        assertEquals(Files.readString(GOLDEN), text);
    }

    @Test
    void colourIsOnlyWhereItIsAskedFor() {
        assertFalse(ReportText.of(REPORT, false, false).contains("\u001b"));
        assertTrue(ReportText.of(REPORT, true, false).contains("\u001b["));
    }
}
