package dev.vfr.recorder.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Prints trace lines as one release of QEMU does, from the formats of its trace-events files.
///
/// The formats are in `qemu-trace-events.json`: for each event the releases from which to which it has a format,
/// with the arguments' C declarations. Arguments are given by name, so that one script serves all releases;
/// events that a release does not have are left out.
final class QemuRelease {

    private static final JsonNode ALL = JsonMapper.shared()
            .readTree(Captures.resource("/qemu-trace-events.json").toFile());
    private static final Pattern CONVERSION = Pattern.compile("%(?:%|(?:ll|l|z)?([dudixps]))");

    private final String version;
    private final int index;

    QemuRelease(String version) {
        this.version = version;
        this.index = versions().indexOf(version);
        if (index < 0) {
            throw new IllegalArgumentException(version);
        }
    }

    /// The releases whose formats are known, oldest first.
    static List<String> versions() {
        List<String> versions = new ArrayList<>();
        ALL.get("versions_sampled").forEach(node -> versions.add(node.asString()));
        return versions;
    }

    String version() {
        return version;
    }

    boolean isAtLeast(String other) {
        return index >= versions().indexOf(other);
    }

    boolean has(String event) {
        return format(event) != null;
    }

    /// `NAME TEXT` as printed.
    String print(String event, Map<String, Object> values) {
        JsonNode format = Objects.requireNonNull(format(event), () -> event + " in " + version);
        List<Object> arguments = new ArrayList<>();
        for (String declaration : format.get("args").asString().split(",", -1)) {
            if (!declaration.equals("void")) {
                String name = declaration.replaceAll(".*[ *]", "");
                arguments.add(Objects.requireNonNull(values.get(name), () -> name + " of " + event));
            }
        }
        return event + " " + fill(format.get("fmt").asString(), arguments);
    }

    private @Nullable JsonNode format(String event) {
        for (JsonNode run : ALL.get("events").path(event)) {
            int from = versions().indexOf(run.get("from").asString());
            int to = versions().indexOf(run.get("to").asString());
            if (from <= index && index <= to) {
                return run.has("absent") ? null : run;
            }
        }
        return null;
    }

    private static String fill(String format, List<Object> arguments) {
        StringBuilder text = new StringBuilder();
        Matcher conversion = CONVERSION.matcher(format);
        int next = 0;
        while (conversion.find()) {
            String kind = conversion.group(1);
            String value = kind == null ? "%" : convert(kind, arguments.get(next++));
            conversion.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        conversion.appendTail(text);
        return text.toString();
    }

    private static String convert(String kind, Object value) {
        return switch (kind) {
            case "x" -> Long.toHexString(((Number) value).longValue());
            case "p" -> "0x" + Long.toHexString(((Number) value).longValue());
            case "u" -> Long.toUnsignedString(((Number) value).longValue());
            default -> value.toString();
        };
    }
}
