package dev.vfr.recorder.cli;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.report.Figures;
import dev.vfr.recorder.json.EventFields;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/// An event as one line for people: number, time since the start of the trace, process, device, name, fields, duration.
///
///         17     2.503101221 s  source  mt0  device-state-set requested=STOP_COPY result=EINVAL (77 ns)
///
/// Must see every event of a trace from the first on, printed or not, to know the names of processes and devices.
final class EventLine {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x7f-\\x9f\\u2028\\u2029]");

    private final ToLongFunction<EventHeader> timeNs;
    private final Map<Integer, String> processes = new HashMap<>();
    private final Map<Integer, String> devices = new HashMap<>();

    /// @param timeNs where an event stands on the axis to be printed, [EventHeader#UNKNOWN_NS] where it has no place
    EventLine(ToLongFunction<EventHeader> timeNs) {
        this.timeNs = timeNs;
    }

    /// Takes notice of the names that the event introduces.
    void learn(MigrationEvent event) {
        if (event instanceof ProcessNamed named) {
            processes.put(named.header().process(), named.label());
        } else if (event instanceof DeviceNamed named) {
            devices.put(named.header().device(), named.name());
        }
    }

    /// The line without its end.
    String print(MigrationEvent event) {
        EventHeader header = event.header();
        StringBuilder line = new StringBuilder(160);
        pad(line, Long.toString(header.seq()), 9);
        long at = timeNs.applyAsLong(header);
        line.append("  ");
        pad(line, at == EventHeader.UNKNOWN_NS ? "-" : seconds(at), 16);
        line.append("  ").append(name(header.process(), processes));
        line.append("  ").append(name(header.device(), devices));
        line.append("  ").append(EventName.of(event));
        String fields = EventFields.of(event);
        if (!fields.isEmpty()) {
            line.append(' ').append(fields);
        }
        if (header.hasDuration()) {
            line.append(" (").append(Figures.time(header.durationNs())).append(')');
        }
        return visible(line.toString());
    }

    private static String name(int number, Map<Integer, String> names) {
        return number == EventHeader.NONE ? "-" : names.getOrDefault(number, Integer.toString(number));
    }

    private static String seconds(long ns) {
        String digits = String.format("%010d", Math.abs(ns));
        int point = digits.length() - 9;
        return (ns < 0 ? "-" : "") + digits.substring(0, point) + '.' + digits.substring(point) + " s";
    }

    private static void pad(StringBuilder line, String text, int width) {
        line.repeat(' ', Math.max(0, width - text.length())).append(text);
    }

    /// What a log contains must not steer the terminal: in JSON only the first 32 characters are escaped.
    private static String visible(String text) {
        return CONTROL.matcher(text)
                .replaceAll(
                        found -> String.format("\\\\u%04X", (int) found.group().charAt(0)));
    }
}
