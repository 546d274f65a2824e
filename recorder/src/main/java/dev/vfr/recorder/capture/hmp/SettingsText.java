package dev.vfr.recorder.capture.hmp;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The outputs of `info migrate_parameters` (`downtime-limit: 300 ms`) and `info migrate_capabilities` (`xbzrle: off`),
/// as
/// what `query-migrate-parameters` and `query-migrate-capabilities` answer.
final class SettingsText {

    private static final Pattern PARAMETER = Pattern.compile("([a-z][a-z0-9-]{2,40}): ?(.*)");
    private static final Pattern UNIT =
            Pattern.compile("(\\d+) ?(?:ms|milliseconds|bytes/second|bytes|s|seconds|%|percent|KB/s)?");
    private static final Pattern CAPABILITY = Pattern.compile("([a-z][a-z0-9-]{2,40}): (on|off)");

    /// By these an output is known for one of parameters even where the command is not shown.
    private static final Set<String> CERTAIN =
            Set.of("downtime-limit", "max-bandwidth", "announce-initial", "cpu-throttle-initial", "x-checkpoint-delay");
    private static final Set<String> CERTAIN_CAPABILITIES = Set.of(
            "xbzrle", "auto-converge", "postcopy-ram", "switchover-ack", "pause-before-switchover", "return-path");

    private final ObjectNode parameters = JsonMapper.shared().createObjectNode();
    private final ArrayNode capabilities = JsonMapper.shared().createArrayNode();

    /// Whether `text` begins one of the outputs for certain.
    static boolean begins(String text) {
        Matcher parameter = PARAMETER.matcher(text);
        return parameter.matches()
                && (CERTAIN.contains(parameter.group(1))
                        || (CERTAIN_CAPABILITIES.contains(parameter.group(1))
                                && CAPABILITY.matcher(text).matches()));
    }

    /// Takes a line of one of the outputs; false where it is none.
    boolean take(String text) {
        Matcher capability = CAPABILITY.matcher(text);
        if (capability.matches() && (!isOfParameters() || CERTAIN_CAPABILITIES.contains(capability.group(1)))) {
            capabilities
                    .addObject()
                    .put("capability", capability.group(1))
                    .put("state", capability.group(2).equals("on"));
            return true;
        }
        Matcher parameter = PARAMETER.matcher(text);
        if (!parameter.matches()) {
            return false;
        }
        Matcher number = UNIT.matcher(parameter.group(2).strip());
        if (number.matches() && number.group(1).length() < 19) {
            parameters.put(parameter.group(1), Long.parseLong(number.group(1)));
        } else {
            parameters.put(
                    parameter.group(1), parameter.group(2).replace("'", "").strip());
        }
        return true;
    }

    private boolean isOfParameters() {
        return !parameters.isEmpty();
    }

    ObjectNode parameters() {
        return parameters;
    }

    ArrayNode capabilities() {
        return capabilities;
    }
}
