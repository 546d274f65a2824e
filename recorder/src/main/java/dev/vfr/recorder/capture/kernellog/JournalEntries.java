package dev.vfr.recorder.capture.kernellog;

import dev.vfr.recorder.capture.kernellog.KernelLine.Stamp;
import dev.vfr.recorder.capture.text.EpochTime;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Takes messages out of a journal's entries: `journalctl -o json`, a line each, and `-o export`, a field a line.
final class JournalEntries {

    private static final long TAKEN_NS = 10_000_000;
    /// Messages of the time before journald ran are stamped when it starts.
    private static final long LATE_MAX_NS = 60_000_000_000L;

    private final Map<String, String> exported = new HashMap<>();

    /// The entry on a line of JSON, empty where it is none or of another program.
    static Optional<KernelLine> ofJson(String line) {
        try {
            JsonNode node = JsonMapper.shared().readTree(line);
            Map<String, String> fields = new HashMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
            return of(fields);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// journald writes a field that is no UTF-8 as an array of its bytes.
    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asString("");
        }
        byte[] bytes = new byte[value.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) value.get(i).asInt(0);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Takes a line of `-o export`; the entry that an empty line ends.
    Optional<KernelLine> exported(String line) {
        if (line.isEmpty()) {
            return finish();
        }
        int equals = line.indexOf('=');
        if (equals > 0 && exported.size() < 256) {
            exported.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return Optional.empty();
    }

    /// The last entry, which no empty line need end.
    Optional<KernelLine> finish() {
        Optional<KernelLine> entry = of(exported);
        exported.clear();
        return entry;
    }

    private static Optional<KernelLine> of(Map<String, String> fields) {
        @Nullable String message = fields.get("MESSAGE");
        String program = fields.getOrDefault("SYSLOG_IDENTIFIER", "");
        boolean ours = fields.getOrDefault("_TRANSPORT", "").equals("kernel")
                || program.equals("kernel")
                || program.equals("nvidia-vgpu-mgr");
        if (message == null || !ours) {
            return Optional.empty();
        }
        Optional<String> level = Optional.ofNullable(fields.get("PRIORITY"))
                .filter(text -> text.matches("[0-7]"))
                .map(text -> KernelLine.level(Integer.parseInt(text)));
        String cut = message.length() > KernelLines.TEXT_MAX ? message.substring(0, KernelLines.TEXT_MAX) : message;
        String text = program.equals("nvidia-vgpu-mgr") ? program + ": " + cut : cut;
        return Optional.of(new KernelLine(stamp(fields), level, text));
    }

    /// journald's two clocks are read together, the kernel's stamp is older by what the message waited.
    private static Stamp stamp(Map<String, String> fields) {
        OptionalLong real = micros(fields, "__REALTIME_TIMESTAMP");
        OptionalLong taken = micros(fields, "__MONOTONIC_TIMESTAMP");
        OptionalLong printed = micros(fields, "_SOURCE_MONOTONIC_TIMESTAMP");
        if (real.isEmpty() || !EpochTime.isPossible(real.getAsLong() / 1_000_000_000L)) {
            return printed.isPresent() ? Stamp.boot(printed.getAsLong()) : Stamp.NONE;
        }
        long waited = taken.isPresent() && printed.isPresent() ? taken.getAsLong() - printed.getAsLong() : 0;
        boolean known = waited > 0 && waited <= LATE_MAX_NS;
        long ns = known ? real.getAsLong() - waited : real.getAsLong();
        long uncertainty = waited > LATE_MAX_NS ? waited : TAKEN_NS;
        return new Stamp(printed, OptionalLong.of(ns), uncertainty);
    }

    private static OptionalLong micros(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "");
        return text.matches("\\d{1,16}") ? OptionalLong.of(Long.parseLong(text) * 1_000) : OptionalLong.empty();
    }
}
