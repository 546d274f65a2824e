package dev.vfr.recorder.capture.qmp;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Makes events of the messages of one QMP conversation: knows which answer belongs to which command.
public final class QmpConversation {

    private static final String DEVICE_EVENT = "VFIO_MIGRATION";
    private static final String STATUS_EVENT = "MIGRATION";

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
            "qmp_capabilities",
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

    private final boolean withTraceLog;
    private final MigrationAnswers answers = new MigrationAnswers();
    private final Map<String, String> commandById = new HashMap<>();
    private final ArrayDeque<String> commandsWithoutId = new ArrayDeque<>();

    /// The command that the present message answers, empty where it is none or the transcript does not show it.
    private String answered = "";

    /// @param withTraceLog whether a trace log of the process is imported too, which then tells the migration's
    ///     status
    public QmpConversation(boolean withTraceLog) {
        this.withTraceLog = withTraceLog;
    }

    /// Whether `message` becomes an event. Has to be asked once for each message, in order, before it is delivered.
    public boolean bears(QmpMessage message) {
        JsonNode body = message.body();
        Optional<String> command = message.command();
        if (command.isPresent()) {
            if (!message.isLogged()) {
                remember(body, command.get());
            }
            return isOfMigration(command.get());
        }
        if (body.has("event")) {
            return isEventOfMigration(message.text("event").orElse(""));
        }
        answered = message.answers().isEmpty() ? takeCommand(body) : message.answers();
        if (body.has("return")) {
            return AnswerKind.of(answered, body.path("return")) != AnswerKind.OTHER;
        }
        return body.has("error") && (answered.isEmpty() || bears(answered));
    }

    /// Whether `command` or its answer says something of a migration.
    public static boolean bears(String command) {
        return isOfMigration(command) || AnswerKind.ofCommand(command) != AnswerKind.OTHER;
    }

    /// Whether the event called `name` bears on a migration.
    public static boolean isEventOfMigration(String name) {
        return EVENTS.contains(name);
    }

    private static boolean isOfMigration(String command) {
        return command.startsWith("migrate") || COMMANDS.contains(command);
    }

    private void remember(JsonNode body, String command) {
        @Nullable JsonNode id = body.get("id");
        if (id == null) {
            commandsWithoutId.add(command);
        } else {
            commandById.put(id.toString(), command);
        }
    }

    /// The command that `body` answers, empty where the transcript does not show it. A tool such as virsh gives a
    /// command that it was told an id of its own.
    private String takeCommand(JsonNode body) {
        @Nullable JsonNode id = body.get("id");
        @Nullable String command = id == null ? null : commandById.remove(id.toString());
        command = command == null ? commandsWithoutId.poll() : command;
        return command == null ? "" : command;
    }

    /// Makes events of a message that bears on a migration.
    public void deliver(QmpMessage message, QemuProcess process) throws EventSourceException {
        JsonNode body = message.body();
        Optional<String> command = message.command();
        if (command.isPresent()) {
            JsonNode arguments = body.path("arguments");
            process.append(new VmmCommandSeen(process.header(), command.get(), json(arguments)));
            answers.set(command.get(), arguments, process);
        } else if (body.has("event")) {
            event(message.text("event").orElse(""), body.path("data"), process);
        } else if (body.has("error")) {
            String text = body.path("error").path("desc").asString("");
            Optional<String> known = Optional.of(answered).filter(name -> !name.isEmpty());
            process.append(new CommandRefused(process.header(), known, text));
        } else {
            JsonNode answer = body.path("return");
            answers.answered(AnswerKind.of(answered, answer), answer, process);
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

    private static String json(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.toString();
    }
}
