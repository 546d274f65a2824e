package dev.vfr.recorder.capture.peel;

import dev.vfr.model.event.EventHeader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON around each line: of virt-launcher, of Docker's log files, of `journalctl -o json`, of any logger that puts its
/// text into a member.
///
/// Of libvirt's lines virt-launcher takes the prefix apart; it is put together again. Messages of QMP are JSON, too,
/// but
/// none of them has such a member.
final class JsonEnvelopes implements Layer {

    private static final List<String> TEXTS = List.of("MESSAGE", "msg", "log", "message", "text", "line");
    private static final List<String> TIMES = List.of("timestamp", "time", "ts", "@timestamp", "t");
    private static final Set<String> OF_QMP = Set.of("QMP", "execute", "exec-oob", "return", "event", "error", "data");

    @Override
    public void take(Line line, Consumer<Line> inner) {
        byte[] bytes = line.bytes();
        boolean object = line.length() > 8 && bytes[line.start()] == '{' && bytes[line.start() + 1] == '"';
        if (!object || bytes[lastVisible(line)] != '}') {
            inner.accept(line);
            return;
        }
        JsonNode envelope;
        try {
            envelope = JsonMapper.shared().readTree(bytes, line.start(), line.length());
        } catch (JacksonException e) {
            inner.accept(line);
            return;
        }
        if (!envelope.isObject() || OF_QMP.stream().anyMatch(envelope::has) || isOfKernel(envelope)) {
            inner.accept(line);
            return;
        }
        open(envelope, line, inner);
    }

    private static int lastVisible(Line line) {
        int at = line.end() - 1;
        while (at > line.start() && line.bytes()[at] <= ' ' && line.bytes()[at] >= 0) {
            at--;
        }
        return at;
    }

    private static boolean isOfKernel(JsonNode envelope) {
        return envelope.path("_TRANSPORT").asString("").equals("kernel");
    }

    private static void open(JsonNode envelope, Line line, Consumer<Line> inner) {
        String text = "";
        boolean any = false;
        for (String name : TEXTS) {
            JsonNode member = envelope.path(name);
            if (member.isString() || member.isArray()) {
                text = member.isString() ? member.asString() : ofBytes(member);
                any = true;
                break;
            }
        }
        if (!any) {
            inner.accept(line);
            return;
        }
        line.outerNs(time(envelope, line.outerNs()));
        String program = envelope.path("SYSLOG_IDENTIFIER").asString("");
        if (!program.isEmpty()) {
            String pid =
                    envelope.path("_PID").asString(envelope.path("SYSLOG_PID").asString(""));
            line.origin(program + (pid.isEmpty() ? "" : "[" + pid + "]"));
        }
        String prefix = libvirtPrefix(envelope, text, line.outerNs());
        for (String one : text.split("\r?\n|\r", -1)) {
            if (!one.isEmpty()) {
                Line opened = line.with(prefix + one);
                opened.strip(0);
                inner.accept(opened);
                prefix = "";
            }
        }
    }

    /// Journal entries that are no text are arrays of bytes.
    private static String ofBytes(JsonNode array) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (JsonNode value : array) {
            bytes.write(value.asInt('?'));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static long time(JsonNode envelope, long known) {
        String micros = envelope.path("__REALTIME_TIMESTAMP").asString("");
        if (!micros.isEmpty()) {
            return OuterTime.micros(micros);
        }
        for (String name : TIMES) {
            JsonNode value = envelope.path(name);
            long ns = value.isNumber()
                    ? OuterTime.seconds(value.asString())
                    : value.isString() ? OuterTime.complete(value.asString()) : EventHeader.UNKNOWN_NS;
            if (ns != EventHeader.UNKNOWN_NS) {
                return ns;
            }
        }
        return known;
    }

    /// libvirt's lines and the launcher's own begin as libvirt's do. What QEMU printed, and what goes on from the line
    /// before, stays as it is.
    private static String libvirtPrefix(JsonNode envelope, String text, long ns) {
        boolean launcher = envelope.path("component").asString("").equals("virt-launcher");
        String of = envelope.path("subcomponent").asString("");
        boolean own = launcher && (of.equals("libvirt") || of.isEmpty());
        if (!own || ns == EventHeader.UNKNOWN_NS || text.isEmpty() || text.charAt(0) <= '9') {
            return "";
        }
        String thread = envelope.path("thread").asString("0");
        String place = envelope.path("pos").asString("");
        return OuterTime.asLibvirt(ns) + thread + ": " + envelope.path("level").asString("info") + " : "
                + (place.isEmpty() ? "" : place + " : ");
    }
}
