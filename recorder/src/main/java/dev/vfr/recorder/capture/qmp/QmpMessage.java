package dev.vfr.recorder.capture.qmp;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One message of QMP, with what the transcript says beside it.
///
/// A transcript may hold the bare message, or wrap it: `{"t": SECONDS, "dir": "->", "msg": MESSAGE}`, where `t`
/// is the client's clock.
///
/// @param body the message itself
/// @param qemuNs QEMU's own time of an event, ns since 1970-01-01T00:00:00Z
/// @param clientNs the client's time in the same unit
record QmpMessage(JsonNode body, OptionalLong qemuNs, OptionalLong clientNs) {

    private static final BigDecimal NS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

    /// The message in `bytes`, empty where they are no JSON or no message.
    static Optional<QmpMessage> parse(byte[] bytes) {
        JsonNode object;
        try {
            object = JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        @Nullable JsonNode wrapped = object.get("msg");
        JsonNode body = wrapped != null && wrapped.isObject() ? wrapped : object;
        return Optional.of(new QmpMessage(body, qemuTime(body), clientTime(object)));
    }

    private static OptionalLong qemuTime(JsonNode body) {
        JsonNode time = body.path("timestamp");
        JsonNode seconds = time.path("seconds");
        JsonNode micros = time.path("microseconds");
        // QEMU gives -1 where it could not read the clock.
        if (!seconds.canConvertToLong() || !micros.canConvertToLong() || seconds.asLong() < 0) {
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
            return OptionalLong.of(time.decimalValue().multiply(NS_PER_SECOND).longValue());
        } catch (JacksonException e) {
            return OptionalLong.empty();
        }
    }

    /// The version in QEMU's greeting, such as `10.0.13`; empty for every other message.
    Optional<String> greetingVersion() {
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
    boolean isQmp() {
        return body.has("QMP")
                || body.has("event")
                || body.has("execute")
                || body.has("exec-oob")
                || body.has("return")
                || body.has("error");
    }
}
