package dev.vfr.recorder.capture.ftrace;

import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.peel.Peel;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what probes in a VFIO driver printed into the kernel's ftrace, forward and once.
public final class FtraceImport {

    private static final Pattern PROBE = Pattern.compile(
            "^ *.+-\\d+ +(\\( *[-\\d]+\\) +)?\\[\\d{3,}] .* \\d+\\.\\d{6}: (((set|step|read|write|precopy|reset)(_ret)?|"
                    + "logstart|logstop|logread|close|save|load_ret|disable): \\(\\w|tracing_mark_write: .* realtime=)");
    private static final Pattern LOST = Pattern.compile("^CPU:\\d+ \\[LOST (\\d{1,18}) EVENTS]");
    private static final Pattern WRITTEN =
            Pattern.compile("^# entries-in-buffer/entries-written: (\\d{1,18})/(\\d{1,18})");

    private final PeeledLines lines;
    private final FtraceTranslator translator;
    private final FileTally tally = new FileTally();

    private FtraceImport(PeeledLines lines, EventSink sink) {
        this.lines = lines;
        this.translator = new FtraceTranslator(sink);
    }

    /// Whether a line is one that probes in a driver, or the mark that ties their clock to real time, print.
    public static boolean isProbe(String line) {
        return PROBE.matcher(line).lookingAt();
    }

    /// Appends the events of the text to `sink`, those about the trace itself included.
    ///
    /// @param in closed at the end
    /// @param file its name, for messages
    /// @param peel the layers around its lines
    /// @throws EventSourceException where the text cannot be read
    public static FileTally run(InputStream in, String file, Peel peel, EventSink sink) throws EventSourceException {
        PeeledLines lines = new PeeledLines(in, file, peel);
        FtraceImport run = new FtraceImport(lines, sink);
        try {
            run.readAll(file);
        } finally {
            lines.close();
        }
        return run.tally;
    }

    private void readAll(String file) throws EventSourceException {
        translator.begin();
        while (lines.next()) {
            tally.line();
            if (lines.isOverlong()) {
                tally.skip(SkipReason.OVERLONG);
            } else if (!lines.isTerminated()) {
                tally.skip(SkipReason.TORN);
                translator.lost(OptionalLong.of(1), "the last line of " + file + " is cut off");
            } else {
                line(lines.text(lines.start()));
            }
        }
        translator.finish();
    }

    private void line(String text) throws EventSourceException {
        Optional<FtraceLine> line = FtraceLine.of(text);
        if (line.isEmpty()) {
            other(text);
        } else if (!isProbe(text)) {
            tally.skip(SkipReason.OTHER_TRACE_EVENT);
        } else {
            tally.recognise();
            if (!translator.translate(line.get())) {
                tally.skip(SkipReason.NOT_UNDERSTOOD);
            }
        }
    }

    /// Comments and losses: the ring of ftrace keeps the newest events only.
    private void other(String text) throws EventSourceException {
        Matcher lost = LOST.matcher(text);
        Matcher written = WRITTEN.matcher(text);
        if (lost.lookingAt()) {
            translator.lost(
                    OptionalLong.of(Long.parseLong(lost.group(1))), "the kernel's trace buffer of one CPU was full");
        } else if (written.lookingAt()) {
            long gone = Long.parseLong(written.group(2)) - Long.parseLong(written.group(1));
            if (gone > 0) {
                translator.lost(OptionalLong.of(gone), "the kernel's trace buffer kept only its newest events");
            }
        }
        tally.skip(SkipReason.OTHER_TEXT);
    }
}
