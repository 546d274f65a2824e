package dev.vfr.recorder.capture.peel;

import dev.vfr.model.event.EventHeader;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What programs' own loggers put before a text: a time, names and numbers, a level.
///
///     2024-04-26 13:28:53,123 qemu_machine     L0463 DEBUG| text
///     [2024-04-26T13:28:53Z] INFO: text
final class LoggerPrefixes implements Layer {

    private static final Pattern LOGGER = Pattern.compile(
            "^\\[?(" + OuterTime.LOCAL
                    + "(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?)]?[ :,|].{0,80}?"
                    + "\\[?\\b(?:DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|TRACE|debug|info|notice|warn|warning|error)\\b]?[:| ]+");

    @Override
    public void take(Line line, Consumer<Line> inner) {
        Matcher logger = LOGGER.matcher(line.prefix());
        // libvirt's own lines are read by what stands there.
        if (logger.find() && !isOfLibvirt(line.prefix(), logger.end(1))) {
            long complete = OuterTime.complete(logger.group(1));
            line.outerNs(complete);
            line.roughNs(complete == EventHeader.UNKNOWN_NS ? OuterTime.rough(logger.group(1)) : complete);
            line.strip(logger.end());
        }
        inner.accept(line);
    }

    private static boolean isOfLibvirt(String text, int timeEnd) {
        return text.startsWith(": ", timeEnd);
    }
}
