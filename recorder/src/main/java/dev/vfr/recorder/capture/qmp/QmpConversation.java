package dev.vfr.recorder.capture.qmp;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Makes events of the messages of one QMP conversation: knows which answer belongs to which command.
final class QmpConversation {

    private static final String DEVICE_EVENT = "VFIO_MIGRATION";
    private static final String STATUS_EVENT = "MIGRATION";
    private static final String QUERY_MIGRATE = "query-migrate";

    /// Events that bear on a migration.
    private static final Set<String> EVENTS = Set.of(
            DEVICE_EVENT,
            STATUS_EVENT,
            "MIGRATION_PASS",
            "STOP",
            "RESUME",
            "SHUTDOWN",
            "POWERDOWN",
            "RESET",
            "SUSPEND",
            "WAKEUP",
            "DEVICE_DELETED",
            "DEVICE_UNPLUG_GUEST_ERROR",
            "UNPLUG_PRIMARY",
            "FAILOVER_NEGOTIATED",
            "GUEST_PANICKED",
            "COLO_EXIT");

    /// Commands that bear on a migration, beside all that begin with `migrate`.
    private static final Set<String> COMMANDS = Set.of(
            "stop",
            "cont",
            "quit",
            "device_add",
            "device_del",
            "system_reset",
            "system_powerdown",
            "system_wakeup",
            "snapshot-save",
            "snapshot-load",
            "human-monitor-command",
            "x-exit-preconfig");

    private static final Set<String> STATUSES = Set.of(
            "none",
            "setup",
            "cancelling",
            "cancelled",
            "active",
            "postcopy-active",
            "postcopy-paused",
            "postcopy-recover-setup",
            "postcopy-recover",
            "postcopy-device",
            "completed",
            "failing",
            "failed",
            "colo",
            "pre-switchover",
            "device",
            "wait-unplug");

    private final boolean withTraceLog;
    private final Map<String, String> commandById = new HashMap<>();
    private final ArrayDeque<String> commandsWithoutId = new ArrayDeque<>();
    private final Set<String> toldBlockers = new HashSet<>();
    private String toldError = "";

    QmpConversation(boolean withTraceLog) {
        this.withTraceLog = withTraceLog;
    }

    /// Whether `message` becomes an event. Has to be asked once for each message, in order.
    boolean bears(QmpMessage message) {
        JsonNode body = message.body();
        Optional<String> command = command(message);
        if (command.isPresent()) {
            remember(body, command.get());
            return command.get().startsWith("migrate") || COMMANDS.contains(command.get());
        }
        if (body.has("event")) {
            return EVENTS.contains(message.text("event").orElse(""));
        }
        if (body.has("return")) {
            return isMigrationAnswer(answered(body), body.get("return"));
        }
        answered(body);
        return body.has("error");
    }

    private static Optional<String> command(QmpMessage message) {
        return message.text("execute").or(() -> message.text("exec-oob"));
    }

    private void remember(JsonNode body, String command) {
        @Nullable JsonNode id = body.get("id");
        if (id == null) {
            commandsWithoutId.add(command);
        } else {
            commandById.put(id.toString(), command);
        }
    }

    /// The command that `body` answers, empty where the transcript does not show it.
    private String answered(JsonNode body) {
        @Nullable JsonNode id = body.get("id");
        @Nullable String command = id == null ? commandsWithoutId.poll() : commandById.remove(id.toString());
        return command == null ? "" : command;
    }

    /// Where the command is not shown, only query-migrate's answer has such a status and says nothing of running.
    private static boolean isMigrationAnswer(String command, JsonNode answer) {
        if (!command.isEmpty()) {
            return command.equals(QUERY_MIGRATE);
        }
        return STATUSES.contains(answer.path("status").asString("")) && !answer.has("running");
    }

    void deliver(QmpMessage message, QemuProcess process) throws EventSourceException {
        JsonNode body = message.body();
        Optional<String> command = command(message);
        if (command.isPresent()) {
            process.append(new VmmCommandSeen(process.header(), command.get(), json(body.path("arguments"))));
        } else if (body.has("event")) {
            event(message.text("event").orElse(""), body.path("data"), process);
        } else if (body.has("error")) {
            String text = body.path("error").path("desc").asString("");
            process.append(new ErrorLinePrinted(process.header(), Optional.empty(), text));
        } else {
            answer(body.path("return"), process);
        }
    }

    private void event(String name, JsonNode data, QemuProcess process) throws EventSourceException {
        if (name.equals(DEVICE_EVENT)) {
            process.announced(
                    data.path("device-id").asString(""),
                    data.path("qom-path").asString(""),
                    data.path("device-state").asString(""));
            return;
        }
        process.append(new VmmCommandSeen(process.header(), name, json(data)));
        String status = data.path("status").asString("");
        if (name.equals(STATUS_EVENT) && !withTraceLog && !status.isEmpty()) {
            process.append(new MigrationStatusChanged(process.header(), status));
        }
    }

    private void answer(JsonNode answer, QemuProcess process) throws EventSourceException {
        String error = answer.path("error-desc").asString("");
        process.append(new MigrationQueried(
                process.header(),
                Optional.of(answer.path("status").asString("")).filter(status -> !status.isEmpty()),
                number(answer.path("downtime")),
                number(answer.path("expected-downtime")),
                number(answer.path("total-time")),
                number(answer.path("setup-time")),
                number(answer.path("ram").path("transferred")),
                number(answer.path("vfio").path("transferred")),
                Optional.of(error).filter(text -> !text.isEmpty())));
        if (!error.isEmpty() && !error.equals(toldError)) {
            toldError = error;
            process.reportedError(error);
        }
        for (JsonNode blocker : answer.path("blocked-reasons")) {
            String text = blocker.asString("");
            if (toldBlockers.add(text)) {
                process.append(new ErrorLinePrinted(process.header(), Optional.empty(), text));
            }
        }
    }

    private static OptionalLong number(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong()
                ? OptionalLong.of(value.asLong())
                : OptionalLong.empty();
    }

    private static String json(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.toString();
    }
}
