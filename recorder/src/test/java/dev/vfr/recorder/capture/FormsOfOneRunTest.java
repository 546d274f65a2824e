package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What was said over QMP gives the same diagnosis as a transcript, as the log of libvirt's daemon and as the output of
/// virt-launcher. The forms are made of the transcripts of all captures.
class FormsOfOneRunTest {

    private static final DateTimeFormatter LIBVIRT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    static List<String> captures() throws IOException {
        try (Stream<Path> all = Files.list(Captures.FOLDER)) {
            return all.filter(capture -> Files.exists(capture.resolve("src.qmp.jsonl")))
                    .map(capture -> capture.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theDiagnosisIsTheSame(String capture) throws Exception {
        List<List<String>> daemon = new ArrayList<>();
        List<Path> transcripts = new ArrayList<>();
        for (String side : List.of("src", "dst")) {
            Path transcript = Captures.FOLDER.resolve(capture).resolve(side + ".qmp.jsonl");
            if (Files.exists(transcript)) {
                transcripts.add(transcript);
                daemon.add(daemonLog(Files.readAllLines(transcript)));
            }
        }
        List<String> plain = diagnoses(transcripts);
        assertEquals(plain, diagnoses(write("libvirtd", daemon)), "the log of libvirt's daemon");
        List<List<String>> launcher = daemon.stream()
                .map(lines -> lines.stream().map(FormsOfOneRunTest::launcher).toList())
                .toList();
        assertEquals(plain, diagnoses(write("launcher", launcher)), "virt-launcher");
    }

    private List<Path> write(String form, List<List<String>> sides) throws IOException {
        List<Path> files = new ArrayList<>();
        for (List<String> lines : sides) {
            files.add(Files.write(folder.resolve(form + files.size() + ".log"), lines));
        }
        return files;
    }

    /// What a VMM and its client said, as libvirt logs it.
    private static List<String> daemonLog(List<String> transcript) {
        List<String> lines = new ArrayList<>();
        for (String each : transcript) {
            JsonNode object = JsonMapper.shared().readTree(each);
            JsonNode message = object.path("msg");
            if (!message.isObject() || message.has("QMP")) {
                continue;
            }
            long nanos = object.get("t").decimalValue().movePointRight(9).longValue();
            String time = LIBVIRT.format(Instant.ofEpochSecond(0, nanos));
            String text = message.toString();
            if (message.has("execute")) {
                lines.add(time + ": 217: info : qemuMonitorSend:836 : QEMU_MONITOR_SEND_MSG: mon=0x7f0734032e40 msg="
                        + withCommandFirst(message));
                lines.add(" fd=-1");
            } else if (message.has("event")) {
                lines.add(time + ": 297: info : qemuMonitorJSONIOProcessLine:208 : QEMU_MONITOR_RECV_EVENT:"
                        + " mon=0x7f0734032e40 event=" + text);
            } else {
                lines.add(time + ": 297: info : qemuMonitorJSONIOProcessLine:212 : QEMU_MONITOR_RECV_REPLY:"
                        + " mon=0x7f0734032e40 reply=" + withIdLast(message));
            }
        }
        return lines;
    }

    /// As libvirt writes a command: its name, its arguments, its id.
    private static String withCommandFirst(JsonNode message) {
        String arguments = message.has("arguments") ? ",\"arguments\":" + message.get("arguments") : "";
        return "{\"execute\":" + message.get("execute") + arguments + ",\"id\":\"libvirt-" + message.path("id") + "\"}";
    }

    private static String withIdLast(JsonNode message) {
        String name = message.has("return") ? "return" : "error";
        return "{\"" + name + "\": " + message.get(name) + ", \"id\": \"libvirt-" + message.path("id") + "\"}";
    }

    private static String launcher(String line) {
        TreeMap<String, String> members = new TreeMap<>();
        members.put("component", "virt-launcher");
        members.put("subcomponent", "libvirt");
        members.put("level", "info");
        int prefix = line.indexOf(": ");
        if (line.startsWith(" ")) {
            members.put("msg", line);
            members.put("timestamp", "2026-11-20T10:14:37.000000Z");
        } else {
            String[] parts = line.substring(prefix + 2).split(": | : ", 4);
            members.put("timestamp", line.substring(0, 10) + "T" + line.substring(11, 23) + "000Z");
            members.put("thread", parts[0]);
            members.put("level", parts[1]);
            members.put("pos", parts[2]);
            members.put("msg", parts[3]);
        }
        return JsonMapper.shared().writeValueAsString(members);
    }

    private static List<String> diagnoses(List<Path> files) throws Exception {
        List<TraceInput> traces = new ArrayList<>();
        for (Path file : files) {
            InMemoryEvents events = new InMemoryEvents();
            ImportSummary summary = TraceImport.run(List.of(ImportInput.of(file)), events, ImportProgress.NONE);
            assertEquals(1, summary.processes());
            traces.add(new TraceInput("side" + traces.size(), events));
        }
        Report report = Analysis.of(traces);
        assertTrue(report.migrations().size() <= 2);
        // libvirt's times have ms: two ends whose order shows in µs alone stay apart, with the same diagnosis each.
        return report.migrations().stream()
                .map(FormsOfOneRunTest::told)
                .distinct()
                .toList();
    }

    private static String told(MigrationSummary migration) {
        return migration.outcome() + " " + migration.kind() + " "
                + migration
                        .diagnosis()
                        .map(diagnosis -> diagnosis.at() + " " + diagnosis.responsible() + " "
                                + diagnosis.cause() + " " + diagnosis.failed().message()
                                + diagnosis.undecided().stream()
                                        .map(Diagnosis.Candidate::responsible)
                                        .toList())
                        .orElse("");
    }
}
