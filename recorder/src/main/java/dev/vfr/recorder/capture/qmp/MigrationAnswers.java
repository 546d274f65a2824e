package dev.vfr.recorder.capture.qmp;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.Setting;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// Makes events of what QEMU answers about migrations and of what a client sets for them. What is answered again and
/// again is told when it changes; how far a migration is, each time.
final class MigrationAnswers {

    private static final double BITS_PER_MBIT = 1e6;
    private static final String THROTTLE = "cpu-throttle-percentage";
    private static final String DIRTY_LIMIT_THROTTLE = "dirty-limit-throttle-time-per-round";

    private List<Setting> toldParameters = List.of();
    private List<String> toldOn = List.of();
    private boolean toldCapabilities;
    private List<String> toldReasons = List.of();
    private String toldError = "";

    /// A client gave a command, which may set something.
    void set(String command, JsonNode arguments, QemuProcess process) throws EventSourceException {
        if (command.equals("migrate-set-parameters")) {
            List<Setting> settings = settings(arguments);
            if (!settings.isEmpty()) {
                process.append(new MigrationParametersShown(process.header(), false, settings));
            }
        } else if (command.equals("migrate-set-capabilities")) {
            capabilities(arguments.path("capabilities"), false, process);
        }
    }

    void answered(AnswerKind kind, JsonNode answer, QemuProcess process) throws EventSourceException {
        switch (kind) {
            case MIGRATION -> migration(answer, process);
            case PARAMETERS -> {
                List<Setting> settings = settings(answer);
                if (!settings.equals(toldParameters)) {
                    toldParameters = settings;
                    process.append(new MigrationParametersShown(process.header(), true, settings));
                }
            }
            case CAPABILITIES -> capabilities(answer, true, process);
            case OTHER -> throw new IllegalArgumentException("no answer about migrations");
        }
    }

    private void migration(JsonNode answer, QemuProcess process) throws EventSourceException {
        EventHeader header = process.header();
        JsonNode ram = answer.path("ram");
        Optional<String> error = text(answer.path("error-desc"));
        process.append(new MigrationQueried(
                header,
                text(answer.path("status")),
                number(answer.path("downtime")),
                number(answer.path("expected-downtime")),
                number(answer.path("total-time")),
                number(answer.path("setup-time")),
                number(ram.path("transferred")),
                number(answer.path("vfio").path("transferred")),
                error));
        if (ram.isObject() || answer.has(THROTTLE) || answer.has(DIRTY_LIMIT_THROTTLE)) {
            process.append(new MigrationProgressQueried(
                    header,
                    number(ram.path("total")),
                    number(ram.path("remaining")),
                    bitsPerSecond(ram.path("mbps")),
                    number(ram.path("dirty-pages-rate")),
                    number(ram.path("page-size")),
                    number(ram.path("dirty-sync-count")),
                    number(answer.path(THROTTLE)),
                    number(answer.path(DIRTY_LIMIT_THROTTLE)),
                    number(answer.path("dirty-limit-ring-full-time"))));
        }
        if (error.isPresent() && !error.get().equals(toldError)) {
            toldError = error.get();
            process.reportedError(error.get());
        }
        blocked(answer, process);
    }

    private void blocked(JsonNode answer, QemuProcess process) throws EventSourceException {
        List<String> reasons = new ArrayList<>();
        for (JsonNode reason : answer.path("blocked-reasons")) {
            text(reason).ifPresent(reasons::add);
        }
        if (!reasons.equals(toldReasons)) {
            toldReasons = List.copyOf(reasons);
            process.append(new MigrationBlocked(process.header(), reasons));
        }
    }

    private void capabilities(JsonNode list, boolean answered, QemuProcess process) throws EventSourceException {
        List<String> on = new ArrayList<>();
        List<String> off = new ArrayList<>();
        for (JsonNode each : list) {
            Optional<String> name = text(each.path("capability"));
            if (name.isPresent() && each.path("state").isBoolean()) {
                (each.path("state").asBoolean() ? on : off).add(name.get());
            }
        }
        boolean isNews = !answered || !toldCapabilities || !on.equals(toldOn);
        if (isNews && !(on.isEmpty() && off.isEmpty())) {
            process.append(new MigrationCapabilitiesShown(process.header(), answered, on, off));
        }
        if (answered) {
            toldCapabilities = true;
            toldOn = on;
        }
    }

    private static List<Setting> settings(JsonNode object) {
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getValue().isValueNode() && !member.getValue().isNull()) {
                settings.add(new Setting(member.getKey(), member.getValue().asString()));
            }
        }
        return settings;
    }

    private static OptionalLong bitsPerSecond(JsonNode mbps) {
        double bits = mbps.isNumber() ? mbps.asDouble() * BITS_PER_MBIT : Double.NaN;
        return bits >= 0 && bits < Long.MAX_VALUE ? OptionalLong.of(Math.round(bits)) : OptionalLong.empty();
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.of(value.asString("")).filter(text -> !text.isEmpty());
    }

    private static OptionalLong number(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong()
                ? OptionalLong.of(value.asLong())
                : OptionalLong.empty();
    }
}
