package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.MigrationEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// A log gives the same events whatever stands around its lines.
class PeeledTextTest {

    private static final List<String> CAPTURES = List.of("m-fail-load", "q11-c-cancel");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// What a person or a program does to the lines of a log.
    record Layer(String name, UnaryOperator<List<String>> around) {
        static Layer each(String name, UnaryOperator<String> around) {
            return new Layer(name, lines -> lines.stream().map(around).toList());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Layer> layers() {
        return List.of(
                Layer.each("quoted", line -> "> " + line),
                Layer.each("quoted twice", line -> ">> " + line),
                Layer.each("quoted by two clients", line -> "> > " + line),
                Layer.each("CR LF", line -> line + "\r"),
                Layer.each("colours", line -> "\u001b[32m" + line + "\u001b[0m"),
                Layer.each("indented", line -> "        " + line),
                Layer.each("syslog", line -> "Nov 20 10:14:37 hv12 qemu-vm-a[4123]: " + line),
                Layer.each("syslog with priority", line -> "<30>Nov 20 10:14:37 hv12 qemu-vm-a[4123]: " + line),
                Layer.each("short-iso", line -> "2026-11-20T10:14:37+0000 hv12 qemu-vm-a[4123]: " + line),
                Layer.each("short-precise", line -> "Nov 20 10:14:37.257412 hv12 qemu-vm-a[4123]: " + line),
                Layer.each("short-full", line -> "Fri 2026-11-20 10:14:37 UTC hv12 qemu-vm-a[4123]: " + line),
                Layer.each("short-unix", line -> "1795169677.257412 hv12 qemu-vm-a[4123]: " + line),
                Layer.each("short-monotonic", line -> "[  812.257412] hv12 qemu-vm-a[4123]: " + line),
                Layer.each("rsyslog", line -> "2026-11-20T10:14:37.257412+00:00 hv12 qemu-vm-a[4123]: " + line),
                Layer.each("RFC 5424", line -> "<30>1 2026-11-20T10:14:37.257412Z hv12 qemu-vm-a 4123 - - " + line),
                Layer.each("CRI", line -> "2026-11-20T10:14:37.257412345Z stdout F " + line),
                Layer.each("kubectl --prefix", line -> "[pod/virt-launcher-vm1/compute] " + line),
                Layer.each("kubectl --timestamps", line -> "2026-11-20T10:14:37.257412345Z " + line),
                Layer.each("docker compose", line -> "qemu-1  | " + line),
                Layer.each("a logger", line -> "2026-11-20 10:14:37,257 machine L0463 DEBUG| " + line),
                Layer.each("docker", line -> json(Map.of("log", line + "\n", "stream", "stderr", "time", AT))),
                Layer.each("virt-launcher", PeeledTextTest::launcher),
                Layer.each("virt-launcher in kubectl", line -> "compute " + launcher(line)),
                Layer.each(
                        "journalctl -o json",
                        line -> json(Map.of(
                                "MESSAGE", line,
                                "SYSLOG_IDENTIFIER", "qemu-vm-a",
                                "_PID", "4123",
                                "__REALTIME_TIMESTAMP", "1795169677257412"))),
                new Layer("journalctl -o export", PeeledTextTest::exported),
                new Layer("one line", lines -> List.of(String.join("\\n", lines))),
                new Layer("a string of Python", lines -> List.of("b'" + String.join("\\n", lines) + "\\n'")),
                new Layer("a quoted journal", PeeledTextTest::quotedJournal),
                new Layer("a mail with prose", PeeledTextTest::mail));
    }

    private static final String AT = "2026-11-20T10:14:37.257412Z";

    private static String json(Map<String, String> members) {
        return JsonMapper.shared().writeValueAsString(new java.util.TreeMap<>(members));
    }

    private static String launcher(String line) {
        return json(Map.of(
                "component", "virt-launcher", "level", "info", "msg", line, "subcomponent", "qemu", "timestamp", AT));
    }

    private static List<String> exported(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(
                        "__CURSOR=s=1;i=2",
                        "__REALTIME_TIMESTAMP=1795169677257412",
                        "MESSAGE=" + line,
                        "SYSLOG_IDENTIFIER=qemu-vm-a",
                        "_PID=4123",
                        ""))
                .toList();
    }

    private static List<String> quotedJournal(List<String> lines) {
        return lines.stream()
                .map(line -> "> Nov 20 10:14:37 hv12 qemu-vm-a[4123]: " + line)
                .toList();
    }

    private static List<String> mail(List<String> lines) {
        List<String> mail = new ArrayList<>(List.of("Hi,", "", "my migration fails, see the log:", ""));
        lines.forEach(line -> mail.add("> " + line));
        mail.addAll(List.of("", "Any idea? I'd be glad of help.", "-- ", "Jo"));
        return mail;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theEventsAreThoseOfTheBareLog(Layer layer) throws Exception {
        for (String capture : CAPTURES) {
            List<String> lines = Files.readAllLines(Captures.FOLDER.resolve(capture + "/dst.trace.log"));
            List<MigrationEvent> bare = events(lines);
            assertTrue(bare.size() > 20, "too little to compare");
            assertEquals(told(bare), told(events(layer.around().apply(lines))), capture);
        }
    }

    @Test
    void linesThatAMailClientBrokeAreJoined() throws Exception {
        List<String> lines = Files.readAllLines(Captures.FOLDER.resolve("m-fail-load/dst.trace.log")).stream()
                .filter(line -> line.length() < 200)
                .toList();
        List<String> wrapped =
                lines.stream().flatMap(line -> wrap(line, 76).stream()).toList();
        assertTrue(wrapped.size() > lines.size() + 20);
        assertEquals(told(events(lines)), told(events(wrapped)));
    }

    private static List<String> wrap(String line, int width) {
        List<String> parts = new ArrayList<>();
        String rest = line;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            if (space <= 0) {
                break;
            }
            parts.add(rest.substring(0, space));
            rest = rest.substring(space + 1);
        }
        parts.add(rest);
        return parts;
    }

    @Test
    void aMessageWithoutATimeHasThatOfTheCollector() throws Exception {
        List<MigrationEvent> events = events(List.of(
                launcher("2026-11-20T10:14:36.000000Z qemu-kvm: warning: one"),
                launcher("qemu-kvm: load of migration failed: Input/output error")));
        assertEquals(1_257_412_000L, events.get(events.size() - 2).header().timeNs());
    }

    @Test
    void twoProgramsOfAJournalAreTwoProcesses() throws Exception {
        List<String> source = Files.readAllLines(Captures.FOLDER.resolve("m-fail-load/src.trace.log"));
        List<String> destination = Files.readAllLines(Captures.FOLDER.resolve("m-fail-load/dst.trace.log"));
        List<String> mixed = IntStream.range(0, Math.max(source.size(), destination.size()))
                .boxed()
                .flatMap(i -> Stream.of(
                                i < source.size() ? "Nov 20 10:14:37 hv12 qemu-a[41]: " + source.get(i) : "",
                                i < destination.size() ? "Nov 20 10:14:37 hv12 qemu-b[42]: " + destination.get(i) : "")
                        .filter(line -> !line.isEmpty()))
                .toList();
        List<MigrationEvent> events = events(mixed);
        assertEquals(
                List.of(0, 1),
                events.stream()
                        .map(event -> event.header().process())
                        .filter(process -> process >= 0)
                        .distinct()
                        .sorted()
                        .toList());
        Map<Integer, Long> counts = events.stream()
                .filter(event -> event.header().process() >= 0)
                .collect(Collectors.groupingBy(event -> event.header().process(), Collectors.counting()));
        assertEquals(count(events(source)), counts.get(0));
        assertEquals(count(events(destination)), counts.get(1));
    }

    private static long count(List<MigrationEvent> events) {
        return events.stream().filter(event -> event.header().process() >= 0).count();
    }

    private List<MigrationEvent> events(List<String> lines) throws Exception {
        Path log = Files.writeString(folder.resolve("vm.log"), String.join("\n", lines) + "\n");
        return Captures.events(log);
    }

    /// What tells events apart, each on a line, so that a difference can be read.
    private static String told(List<MigrationEvent> events) {
        return events.stream().map(MigrationEvent::toString).collect(Collectors.joining("\n"));
    }
}
