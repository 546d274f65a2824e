package dev.vfr.recorder.capture.kubevirt;

import dev.vfr.recorder.capture.qmp.QmpMessage;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads virt-launcher's own lines of a migration (live-migration-source.go) as the messages of QMP that say the same.
///
/// | line | message |
/// |---|---|
/// | `Migration info for UID: TimeElapsed:…ms … Downtime:…ms` | what `query-migrate` answers |
/// | `downtime tuning: max_downtime 150ms -> 280ms (ceiling=900ms)` | `migrate-set-parameters` of `downtime-limit` |
public final class LauncherText {

    private static final Pattern INFO = Pattern.compile("Migration info for \\S+: (TimeElapsed:.*)");
    private static final Pattern FIGURE = Pattern.compile("(\\w+):(\\d{1,15})(ms|MiB|Mbps)?");
    private static final Pattern TUNING =
            Pattern.compile("downtime tuning: max_downtime (\\d{1,9})ms -> (\\d{1,9})ms.*");
    private static final long MIB = 1 << 20;

    private static final Map<String, String> MEMBERS = Map.of(
            "TimeElapsed", "total-time",
            "Downtime", "downtime",
            "ExpectedDowntime", "expected-downtime",
            "ExpectedDowntme", "expected-downtime");

    private static final Map<String, String> OF_RAM = Map.of(
            "MemoryProcessed", "transferred",
            "MemoryRemaining", "remaining",
            "MemoryTotal", "total",
            "Iteration", "dirty-sync-count");

    private LauncherText() {}

    /// The message that says what `line` says; empty where it says nothing of a migration.
    public static Optional<QmpMessage> of(String line) {
        Matcher info = INFO.matcher(line);
        if (info.find()) {
            return Optional.of(QmpMessage.answering("query-migrate", answer(info.group(1))));
        }
        Matcher tuning = TUNING.matcher(line);
        if (tuning.find()) {
            ObjectNode limit = JsonMapper.shared().createObjectNode();
            limit.put("downtime-limit", Long.parseLong(tuning.group(2)));
            return Optional.of(QmpMessage.logged("migrate-set-parameters", limit));
        }
        return Optional.empty();
    }

    private static ObjectNode answer(String figures) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        ObjectNode answer = body.putObject("return");
        ObjectNode ram = answer.putObject("ram");
        boolean ended = false;
        Matcher figure = FIGURE.matcher(figures);
        while (figure.find()) {
            String name = figure.group(1);
            long value = Long.parseLong(figure.group(2));
            ended |= name.equals("Downtime");
            if (MEMBERS.containsKey(name)) {
                answer.put(MEMBERS.get(name), value);
            } else if (OF_RAM.containsKey(name)) {
                ram.put(OF_RAM.get(name), "MiB".equals(figure.group(3)) ? value * MIB : value);
            } else if (name.equals("MemoryBandwidth")) {
                ram.put("mbps", value);
            }
        }
        answer.put("status", ended ? "completed" : "active");
        return body;
    }
}
