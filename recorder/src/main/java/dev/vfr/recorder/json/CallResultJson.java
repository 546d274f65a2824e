package dev.vfr.recorder.json;

import dev.vfr.model.event.CallResult;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A call's result as JSON: `"ok"`, `"failed"` (errno not shown), `"unknown"`, or `{"errno":5}`.
final class CallResultJson {

    private CallResultJson() {}

    static void print(JsonGenerator out, CallResult result) {
        switch (result.code()) {
            case 0 -> out.writeString("ok");
            case CallResult.FAILED_CODE -> out.writeString("failed");
            case CallResult.UNKNOWN_CODE -> out.writeString("unknown");
            default -> {
                out.writeStartObject();
                out.writeNumberProperty("errno", result.code());
                out.writeEndObject();
            }
        }
    }

    static CallResult parse(JsonParser in) throws UnexpectedJson {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            return parseErrno(in);
        }
        return switch (ValueJson.text(in)) {
            case "ok" -> CallResult.OK;
            case "failed" -> CallResult.FAILED;
            case "unknown" -> CallResult.UNKNOWN;
            default -> throw new UnexpectedJson("ok, failed, unknown or {\"errno\":N}", ValueJson.found(in));
        };
    }

    private static CallResult parseErrno(JsonParser in) throws UnexpectedJson {
        if (!"errno".equals(in.nextName())) {
            throw new UnexpectedJson("\"errno\"", ValueJson.found(in));
        }
        in.nextToken();
        int errno = ValueJson.smallNumber(in);
        if (errno <= 0) {
            throw new UnexpectedJson("an errno above 0", ValueJson.found(in));
        }
        if (in.nextToken() != JsonToken.END_OBJECT) {
            throw new UnexpectedJson("the end of {\"errno\":N}", ValueJson.found(in));
        }
        return CallResult.of(errno);
    }
}
