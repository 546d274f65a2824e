package dev.vfr.recorder.capture.log;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.libvirt.DomainLog;
import dev.vfr.recorder.capture.qemu.LinePrefix;
import dev.vfr.recorder.capture.qemu.MessageLine;
import dev.vfr.recorder.capture.qemu.TraceLine;
import dev.vfr.recorder.capture.qmp.JsonText;
import dev.vfr.recorder.capture.qmp.QmpMessage;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.LineReader;
import dev.vfr.recorder.capture.text.SkipReason;
import java.util.ArrayDeque;
import java.util.Optional;

/// Says of each line of a VMM's text what it is: a trace event, a message, JSON of QMP, a line of libvirt.
///
/// What spans lines is put together here: JSON objects, of which [#takeMessage] gives those that are whole, and the
/// command line of a start. Not safe for use by two threads.
final class LineRecogniser {

    private static final String QMP_COMMAND = "qmp_cmd_name: ";

    private final LineReader lines;
    private final FileTally tally;
    private final TextKind kind;
    private final LinePrefix prefix = new LinePrefix();
    private final MessageLine message = new MessageLine();
    private final TraceLine trace;
    private final JsonText json;
    private final DomainLog domain = new DomainLog();
    private final ArrayDeque<QmpMessage> messages = new ArrayDeque<>();

    private boolean sawLibvirt;
    private boolean startEnds;
    private boolean traced;
    private DomainLog.Kind libvirt = DomainLog.Kind.NONE;

    /// @param lines whose present line is recognised
    /// @param file its name, for messages
    LineRecogniser(LineReader lines, String file, TextKind kind, FileTally tally) {
        this.lines = lines;
        this.tally = tally;
        this.kind = kind;
        this.trace = new TraceLine(lines, file, prefix);
        this.json = new JsonText(tally);
    }

    /// What the present line is.
    LineKind recognise() throws EventSourceException {
        startEnds = false;
        traced = false;
        libvirt = DomainLog.Kind.NONE;
        if (lines.isOverlong()) {
            json.drop(SkipReason.NOT_UNDERSTOOD);
            return skip(SkipReason.OVERLONG);
        }
        prefix.parse(lines.buffer(), lines.start(), lines.end());
        TraceLine.Kind traceLine = trace.parse();
        traced = traceLine != TraceLine.Kind.NONE;
        return switch (traceLine) {
            case KNOWN -> recognised(LineKind.TRACE);
            case TORN -> {
                recognised(LineKind.TORN);
                yield torn();
            }
            case OTHER -> otherEvent();
            case NONE -> noTraceLine();
        };
    }

    private LineKind otherEvent() {
        if (!lines.isTerminated()) {
            return torn();
        }
        recognised(LineKind.NONE);
        return skip(SkipReason.OTHER_TRACE_EVENT);
    }

    private LineKind noTraceLine() {
        if (message.parse(lines.buffer(), prefix.bodyStart(), lines.end(), prefix.isIso())) {
            recognised(LineKind.MESSAGE);
            return message.text().startsWith(QMP_COMMAND) ? command(message.text()) : LineKind.MESSAGE;
        }
        if (prefix.isLibvirt()) {
            recognised(LineKind.LIBVIRT);
            return libvirt(domain.timed(lines.text(prefix.bodyStart())));
        }
        if (json.isOpen()) {
            return json(lines.start());
        }
        if (isBlank()) {
            return LineKind.NONE;
        }
        if (isCommand()) {
            tally.recognise();
            return command(lines.text(prefix.bodyStart()));
        }
        int brace = brace();
        return brace >= 0 && !domain.isStarting() ? json(brace) : text();
    }

    /// Where an object begins: in a transcript anywhere, elsewhere only at a line's start.
    private int brace() {
        byte[] bytes = lines.buffer();
        int from = prefix.bodyStart();
        return kind == TextKind.QMP
                ? JsonText.firstBrace(bytes, from, lines.end())
                : JsonText.leadingBrace(bytes, from, lines.end());
    }

    private LineKind json(int from) {
        json.line(lines.buffer(), from, lines.end(), lines.isTerminated());
        for (Optional<byte[]> next = json.next(); next.isPresent(); next = json.next()) {
            Optional<QmpMessage> qmp = QmpMessage.parse(next.get());
            if (qmp.isEmpty()) {
                tally.skip(SkipReason.NOT_UNDERSTOOD);
            } else if (qmp.get().isQmp()) {
                tally.recognise();
                messages.add(qmp.get());
            } else {
                tally.skip(SkipReason.OTHER_MESSAGE);
            }
        }
        return LineKind.NONE;
    }

    private boolean isCommand() {
        int from = prefix.bodyStart();
        int to = from + QMP_COMMAND.length();
        if (to > lines.end()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lines.buffer()[i] != QMP_COMMAND.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    private LineKind text() {
        String text = lines.text(prefix.bodyStart());
        DomainLog.Kind known = domain.untimed(text);
        if (known != DomainLog.Kind.NONE) {
            tally.recognise();
            return libvirt(known);
        }
        if (kind == TextKind.MESSAGES || (kind == TextKind.TRACE_LOG && sawLibvirt)) {
            return recognised(LineKind.BARE_MESSAGE);
        }
        if (kind == TextKind.TRACE_LOG && !lines.isTerminated() && trace.mayBeTorn()) {
            return torn();
        }
        boolean between = kind == TextKind.QMP && JsonText.isBetween(lines.buffer(), prefix.bodyStart(), lines.end());
        return between ? LineKind.NONE : skip(SkipReason.OTHER_TEXT);
    }

    private LineKind command(String text) {
        QmpMessage.parseCommand(text.substring(QMP_COMMAND.length()))
                .ifPresentOrElse(messages::add, () -> tally.skip(SkipReason.NOT_UNDERSTOOD));
        return LineKind.NONE;
    }

    private LineKind libvirt(DomainLog.Kind known) {
        sawLibvirt = true;
        libvirt = known;
        return switch (known) {
            case NONE, START_GOES_ON -> LineKind.NONE;
            case REMARK -> skip(SkipReason.OTHER_MESSAGE);
            case STARTED -> LineKind.STARTED;
            case INITIATING_MIGRATION -> LineKind.LIBVIRT;
            case SHUTTING_DOWN -> lines.isTerminated() || domain.isWhole() ? LineKind.LIBVIRT : torn();
        };
    }

    /// A line that is something by itself ends what is open.
    private LineKind recognised(LineKind found) {
        tally.recognise();
        json.drop(SkipReason.NOT_UNDERSTOOD);
        startEnds |= domain.interrupted() == DomainLog.Kind.STARTED;
        return found;
    }

    private LineKind torn() {
        tally.skip(SkipReason.TORN);
        return LineKind.TORN;
    }

    private LineKind skip(SkipReason reason) {
        tally.skip(reason);
        return LineKind.NONE;
    }

    private boolean isBlank() {
        byte[] bytes = lines.buffer();
        for (int i = prefix.bodyStart(); i < lines.end(); i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /// The next QMP message that is whole.
    Optional<QmpMessage> takeMessage() {
        return Optional.ofNullable(messages.poll());
    }

    /// Whether the lines of a start ended before the present line, which is none of them.
    boolean startEnds() {
        return startEnds;
    }

    /// The text ends. True where a JSON object was cut off by it.
    boolean end() {
        boolean torn = json.isOpen();
        json.drop(SkipReason.TORN);
        startEnds = domain.interrupted() == DomainLog.Kind.STARTED;
        return torn;
    }

    /// Whether the present line is one of a trace log, also where it bears on no migration.
    boolean isTraceLine() {
        return traced;
    }

    /// Whether the present line is one that libvirt added.
    boolean isLibvirtLine() {
        return libvirt != DomainLog.Kind.NONE;
    }

    LinePrefix prefix() {
        return prefix;
    }

    TraceLine trace() {
        return trace;
    }

    MessageLine message() {
        return message;
    }

    DomainLog domain() {
        return domain;
    }

    /// What the present line is in the log of a domain.
    DomainLog.Kind libvirt() {
        return libvirt;
    }
}
