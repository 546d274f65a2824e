package dev.vfr.recorder.capture.qmp;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What an answer of QEMU says of migrations.
enum AnswerKind {
    /// How a migration goes: query-migrate.
    MIGRATION,
    /// query-migrate-parameters.
    PARAMETERS,
    /// query-migrate-capabilities.
    CAPABILITIES,
    OTHER;

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

    /// The kind of an answer to `command`; where the transcript does not show the command, by its shape.
    static AnswerKind of(String command, JsonNode answer) {
        return command.isEmpty() ? ofShape(answer) : ofCommand(command);
    }

    static AnswerKind ofCommand(String command) {
        return switch (command) {
            case "query-migrate" -> MIGRATION;
            case "query-migrate-parameters" -> PARAMETERS;
            case "query-migrate-capabilities" -> CAPABILITIES;
            default -> OTHER;
        };
    }

    /// Only query-migrate's answer has such a status and says nothing of running.
    private static AnswerKind ofShape(JsonNode answer) {
        boolean status = STATUSES.contains(answer.path("status").asString("")) && !answer.has("running");
        if (status || answer.path("blocked-reasons").isArray()) {
            return MIGRATION;
        }
        if (answer.has("downtime-limit") && answer.has("max-bandwidth")) {
            return PARAMETERS;
        }
        JsonNode first = answer.path(0);
        return first.has("capability") && first.path("state").isBoolean() ? CAPABILITIES : OTHER;
    }

    /// Whether an object that is no message of QMP is an answer that was taken out of its message.
    static boolean isBare(JsonNode object) {
        return switch (ofShape(object)) {
            case MIGRATION -> object.has("total-time") || object.has("ram") || object.has("blocked-reasons");
            case PARAMETERS -> true;
            case CAPABILITIES, OTHER -> false;
        };
    }
}
