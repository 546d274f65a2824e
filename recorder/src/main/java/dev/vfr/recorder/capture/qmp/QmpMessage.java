package dev.vfr.recorder.capture.qmp;

import dev.vfr.model.event.EventHeader;
import dev.vfr.recorder.capture.text.EpochTime;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One message of QMP, with what the transcript says beside it.
///
/// A transcript may hold the bare message, or wrap it: `{"t": SECONDS, "dir": "->", "msg": MESSAGE}`, where `t`
/// is the client's clock.
///
/// @param body the message itself
/// @param qemuNs QEMU's own time of an event, ns since 1970-01-01T00:00:00Z
/// @param clientNs the client's time in the same unit
/// @param conversation tells several of one text apart; empty where the text has one
/// @param vm the VM whose conversation it is, where the text shows it
/// @param answers the command that it answers, where the text shows that without an id; empty otherwise
public record QmpMessage(
        JsonNode body,
        OptionalLong qemuNs,
        OptionalLong clientNs,
        String conversation,
        Optional<String> vm,
        String answers) {

    /// Digits of the seconds in a time; `1e999999999` is a number too.
    private static final int LONGEST_SECONDS = 12;

    /// The member that holds the name of a command that QEMU logged.
    private static final String LOGGED = "qmp_cmd_name";

    private static final BigDecimal NS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

    /// The message in `bytes`, empty where they are no JSON or no message.
    public static Optional<QmpMessage> parse(byte[] bytes) {
        JsonNode object;
        try {
            object = JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        @Nullable JsonNode wrapped = object.get("msg");
        JsonNode body = wrapped != null && wrapped.isObject() ? wrapped : object;
        if (AnswerKind.isBare(body)) {
            body = JsonMapper.shared().createObjectNode().set("return", body);
        }
        return Optional.of(of(body, clientTime(object), ""));
    }

    private static QmpMessage of(JsonNode body, OptionalLong clientNs, String answers) {
        return new QmpMessage(body, qemuTime(body), clientNs, "", Optional.empty(), answers);
    }

    /// A command that somebody gave in another way than by QMP; no answer with its id is going to come.
    public static QmpMessage logged(String command, ObjectNode arguments) {
        ObjectNode body = JsonMapper.shared().createObjectNode().put(LOGGED, command);
        if (!arguments.isEmpty()) {
            body.set("arguments", arguments);
        }
        return of(body, OptionalLong.empty(), "");
    }

    /// An answer to `command` that was not seen as QMP.
    ///
    /// @param body with `return` or `error`
    public static QmpMessage answering(String command, ObjectNode body) {
        return of(body, OptionalLong.empty(), command);
    }

    /// This as a message of a conversation of which a daemon keeps several in one log.
    ///
    /// @param ns the daemon's time, ns since 1970-01-01T00:00:00Z; [EventHeader#UNKNOWN_NS] where it is not shown
    public QmpMessage in(String key, Optional<String> ofVm, long ns) {
        return new QmpMessage(body, qemuNs, known(ns), key, ofVm, answers);
    }

    /// This as a message of the process that a journal calls `origin`.
    public QmpMessage in(String origin) {
        return new QmpMessage(body, qemuNs, clientNs, origin, vm, answers);
    }

    /// This with the time at which it was logged, where it has none of its client.
    public QmpMessage loggedAt(long ns) {
        return clientNs.isPresent() || ns == EventHeader.UNKNOWN_NS
                ? this
                : new QmpMessage(body, qemuNs, known(ns), conversation, vm, answers);
    }

    private static OptionalLong known(long ns) {
        return ns == EventHeader.UNKNOWN_NS ? OptionalLong.empty() : OptionalLong.of(ns);
    }

    /// A command as some builds of QEMU log it.
    ///
    /// @param text `NAME, arguments: OBJECT`
    public static Optional<QmpMessage> parseCommand(String text) {
        int comma = text.indexOf(',');
        String name = (comma < 0 ? text : text.substring(0, comma)).strip();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode body = JsonMapper.shared().createObjectNode().put(LOGGED, name);
        int brace = text.indexOf('{');
        if (comma >= 0 && brace > comma) {
            try {
                body.set("arguments", JsonMapper.shared().readTree(text.substring(brace)));
            } catch (JacksonException e) {
                return Optional.empty();
            }
        }
        return Optional.of(of(body, OptionalLong.empty(), ""));
    }

    /// The command that it is.
    Optional<String> command() {
        return text("execute").or(() -> text("exec-oob")).or(() -> text(LOGGED));
    }

    /// Whether it is a command of which no answer is going to come, since it was taken from a log.
    boolean isLogged() {
        return body.has(LOGGED);
    }

    private static OptionalLong qemuTime(JsonNode body) {
        JsonNode time = body.path("timestamp");
        JsonNode seconds = time.path("seconds");
        JsonNode micros = time.path("microseconds");
        // QEMU gives -1 where it could not read the clock.
        boolean numbers = seconds.isIntegralNumber() && seconds.canConvertToLong() && micros.canConvertToInt();
        if (!numbers || !EpochTime.isPossible(seconds.asLong())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((seconds.asLong() * 1_000_000 + micros.asLong()) * 1_000);
    }

    private static OptionalLong clientTime(JsonNode object) {
        JsonNode time = object.path("t");
        if (!time.isNumber()) {
            return OptionalLong.empty();
        }
        try {
            BigDecimal seconds = time.decimalValue();
            boolean possible = seconds.precision() - seconds.scale() < LONGEST_SECONDS
                    && EpochTime.isPossible(seconds.longValue());
            return possible ? OptionalLong.of(seconds.multiply(NS_PER_SECOND).longValue()) : OptionalLong.empty();
        } catch (JacksonException e) {
            return OptionalLong.empty();
        }
    }

    /// Whether it is an answer that only the source of a migration gives: with figures of what was sent.
    public boolean isOfSource() {
        JsonNode answer = body.path("return");
        return answer.has("total-time") || answer.path("ram").has("transferred");
    }

    /// The version in QEMU's greeting, such as `10.0.13`; empty for every other message.
    public Optional<String> greetingVersion() {
        JsonNode version = body.path("QMP").path("version").path("qemu");
        return version.isObject()
                ? Optional.of(version.path("major").asInt(0) + "."
                        + version.path("minor").asInt(0) + "."
                        + version.path("micro").asInt(0))
                : Optional.empty();
    }

    /// The member `name` where it is text.
    Optional<String> text(String name) {
        JsonNode value = body.path(name);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    /// Whether it is anything that QMP knows.
    public boolean isQmp() {
        return body.has("QMP")
                || body.has("event")
                || body.has("execute")
                || body.has("exec-oob")
                || body.has("return")
                || body.has("error")
                || body.has(LOGGED);
    }
}
