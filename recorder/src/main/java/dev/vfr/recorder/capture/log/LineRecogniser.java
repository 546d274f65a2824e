package dev.vfr.recorder.capture.log;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.qemu.QemuMessages;
import dev.vfr.recorder.capture.hmp.MonitorText;
import dev.vfr.recorder.capture.kubevirt.LauncherText;
import dev.vfr.recorder.capture.libvirt.Conversation;
import dev.vfr.recorder.capture.libvirt.Conversations;
import dev.vfr.recorder.capture.libvirt.DaemonConversation;
import dev.vfr.recorder.capture.libvirt.DaemonLine;
import dev.vfr.recorder.capture.libvirt.DomainLog;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.qemu.LinePrefix;
import dev.vfr.recorder.capture.qemu.MessageLine;
import dev.vfr.recorder.capture.qemu.TraceLine;
import dev.vfr.recorder.capture.qmp.JsonText;
import dev.vfr.recorder.capture.qmp.QmpMessage;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Says of each line of a VMM's text what it is: a trace event, a message, JSON of QMP, text of a monitor, a line of
/// libvirt.
///
/// What spans lines is put together here, for each program of a journal apart: JSON objects and outputs of a monitor,
/// of
/// which [#takeMessage] gives those that are whole, and the command line of a start. Not safe for use by two threads.
final class LineRecogniser {

    private static final String QMP_COMMAND = "qmp_cmd_name: ";
    private static final String NO_PROGRAM = "";
    private static final String VIRSH = "virsh";

    /// Programs of a journal that are told apart.
    private static final int MOST_ORIGINS = 1_024;

    private final PeeledLines lines;
    private final FileTally tally;
    private final TextKind kind;
    private final LinePrefix prefix = new LinePrefix();
    private final OuterClock clock = new OuterClock();
    private final MessageLine message = new MessageLine();
    private final TraceLine trace;
    private final DaemonLine daemonLine = new DaemonLine();
    private final DaemonConversation daemon;
    private final ArrayDeque<QmpMessage> messages = new ArrayDeque<>();
    private final Map<String, Unfinished> byOrigin = new HashMap<>();

    private String origin = "";
    private Unfinished unfinished;
    private boolean startEnds;
    private boolean traced;
    private boolean ofDaemon;
    private boolean ofMonitor;
    private Optional<Conversation> conversation = Optional.empty();
    private DomainLog.Kind libvirt = DomainLog.Kind.NONE;
    private String said = "";
    private String sayer = NO_PROGRAM;

    /// @param lines whose present line is recognised
    /// @param file its name, for messages
    LineRecogniser(PeeledLines lines, String file, TextKind kind, FileTally tally) {
        this.lines = lines;
        this.tally = tally;
        this.kind = kind;
        this.trace = new TraceLine(lines, file, prefix);
        this.daemon = new DaemonConversation(tally);
        this.unfinished = new Unfinished(tally);
        byOrigin.put(origin, unfinished);
    }

    /// What a look ahead has found of a daemon's conversations.
    void know(Conversations conversations) {
        daemon.know(conversations);
    }

    /// What the present line is.
    LineKind recognise() throws EventSourceException {
        startEnds = false;
        traced = false;
        ofDaemon = false;
        ofMonitor = false;
        libvirt = DomainLog.Kind.NONE;
        turnToOrigin();
        if (lines.isOverlong()) {
            unfinished.json.drop(SkipReason.NOT_UNDERSTOOD);
            return skip(SkipReason.OVERLONG);
        }
        int prompt = MonitorText.promptLength(lines.buffer(), lines.start(), lines.end());
        prefix.parse(lines.buffer(), lines.start() + prompt, lines.end());
        clock.place(prefix, lines);
        TraceLine.Kind traceLine = trace.parse();
        traced = traceLine != TraceLine.Kind.NONE;
        return switch (traceLine) {
            case KNOWN -> recognised(LineKind.TRACE);
            case TORN -> {
                recognised(LineKind.TORN);
                yield torn();
            }
            case OTHER -> otherEvent();
            case NONE -> noTraceLine(prompt > 0);
        };
    }

    private void turnToOrigin() {
        if (!origin.equals(lines.origin()) && byOrigin.size() < MOST_ORIGINS) {
            origin = lines.origin();
            unfinished = byOrigin.computeIfAbsent(origin, any -> new Unfinished(tally));
        }
    }

    private LineKind otherEvent() {
        if (!lines.isTerminated()) {
            return torn();
        }
        recognised(LineKind.NONE);
        return skip(SkipReason.OTHER_TRACE_EVENT);
    }

    private LineKind noTraceLine(boolean prompted) {
        if (message.parse(lines.buffer(), prefix.bodyStart(), lines.end(), prefix.isIso())) {
            recognised(LineKind.MESSAGE);
            return message.text().startsWith(QMP_COMMAND)
                    ? command(message.text())
                    : said(message.program().orElse(NO_PROGRAM), message.text(), LineKind.MESSAGE);
        }
        conversation = Optional.empty();
        DaemonLine.Kind known = daemonLine.parse(lines.buffer(), prefix.bodyStart(), lines.end(), prefix.isLibvirt());
        if (known != DaemonLine.Kind.NONE) {
            recognised(LineKind.NONE);
            ofDaemon = true;
            unfinished.inDaemonLine = true;
            return daemon(known);
        }
        if (unfinished.inDaemonLine && lines.start() < lines.end() && lines.buffer()[lines.start()] == ' ') {
            return skip(SkipReason.OTHER_MESSAGE);
        }
        unfinished.inDaemonLine = false;
        if (prefix.isLibvirt()) {
            recognised(LineKind.LIBVIRT);
            return libvirt(unfinished.domain.timed(lines.text(prefix.bodyStart())));
        }
        if (unfinished.json.isOpen()) {
            return json(lines.start());
        }
        if (!prompted && lines.isBlank(prefix.bodyStart())) {
            unfinished.monitor.end();
            takeFromMonitor();
            return LineKind.NONE;
        }
        if (lines.startsWith(QMP_COMMAND, prefix.bodyStart())) {
            tally.recognise();
            return command(lines.text(prefix.bodyStart()));
        }
        int brace = brace();
        return brace >= 0 && !unfinished.domain.isStarting() ? json(brace) : text(prompted);
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
        JsonText json = unfinished.json;
        json.line(lines.buffer(), from, lines.end(), lines.isTerminated());
        for (Optional<byte[]> next = json.next(); next.isPresent(); next = json.next()) {
            Optional<QmpMessage> qmp = QmpMessage.parse(next.get());
            if (qmp.isEmpty()) {
                tally.skip(SkipReason.NOT_UNDERSTOOD);
            } else if (qmp.get().isQmp()) {
                tally.recognise();
                messages.add(qmp.get().loggedAt(lines.outerNs()));
            } else {
                tally.skip(SkipReason.OTHER_MESSAGE);
            }
        }
        return LineKind.NONE;
    }

    private LineKind daemon(DaemonLine.Kind known) {
        switch (known) {
            case MESSAGE ->
                daemon.message(daemonLine, lines.buffer(), prefix.hasTime() ? prefix.timeNs() : EventHeader.UNKNOWN_NS)
                        .ifPresent(messages::add);
            case OPENED -> daemon.opened(daemonLine);
            case ERROR -> {
                // Most of what goes wrong in a daemon concerns no migration.
                if (QemuMessages.match(daemonLine.text()).isPresent()) {
                    conversation = daemon.of(daemonLine);
                    return said("libvirtd", daemonLine.text(), LineKind.MESSAGE);
                }
                tally.skip(SkipReason.OTHER_MESSAGE);
            }
            case WARNING, OTHER, CLOSED, NONE -> {
                Optional<QmpMessage> launcher = LauncherText.of(daemonLine.text());
                launcher.ifPresentOrElse(messages::add, () -> tally.skip(SkipReason.OTHER_MESSAGE));
            }
        }
        return LineKind.NONE;
    }

    private LineKind text(boolean prompted) {
        String text = lines.text(prefix.bodyStart());
        DomainLog.Kind known = unfinished.domain.untimed(text);
        if (known != DomainLog.Kind.NONE) {
            tally.recognise();
            return libvirt(known);
        }
        Optional<QmpMessage> launcher = LauncherText.of(text);
        if (launcher.isPresent()) {
            messages.add(launcher.get().loggedAt(lines.outerNs()));
            return recognised(LineKind.NONE);
        }
        if (unfinished.monitor.take(text, prompted)) {
            ofMonitor = true;
            takeFromMonitor();
            String error = unfinished.monitor.error();
            recognised(LineKind.NONE);
            return error.isEmpty() ? LineKind.NONE : said(VIRSH, error, LineKind.MESSAGE);
        }
        unfinished.monitor.end();
        takeFromMonitor();
        return other(text);
    }

    private LineKind other(String text) {
        if (kind == TextKind.MESSAGES || (kind == TextKind.TRACE_LOG && unfinished.sawLibvirt)) {
            recognised(LineKind.BARE_MESSAGE);
            return said(NO_PROGRAM, text, LineKind.BARE_MESSAGE);
        }
        if (kind == TextKind.TRACE_LOG && !lines.isTerminated() && trace.mayBeTorn()) {
            return torn();
        }
        String bare = text.strip();
        if (QemuMessages.beginsWithMessage(bare)) {
            recognised(LineKind.BARE_MESSAGE);
            return said(NO_PROGRAM, bare, LineKind.BARE_MESSAGE);
        }
        boolean between = kind == TextKind.QMP && JsonText.isBetween(lines.buffer(), prefix.bodyStart(), lines.end());
        return between ? LineKind.NONE : skip(SkipReason.OTHER_TEXT);
    }

    private void takeFromMonitor() {
        MonitorText monitor = unfinished.monitor;
        for (Optional<QmpMessage> next = monitor.next(); next.isPresent(); next = monitor.next()) {
            messages.add(next.get().loggedAt(lines.outerNs()));
        }
    }

    private LineKind said(String program, String text, LineKind what) {
        sayer = program;
        said = text;
        return what;
    }

    private LineKind command(String text) {
        QmpMessage.parseCommand(text.substring(QMP_COMMAND.length()))
                .ifPresentOrElse(messages::add, () -> tally.skip(SkipReason.NOT_UNDERSTOOD));
        return LineKind.NONE;
    }

    private LineKind libvirt(DomainLog.Kind known) {
        unfinished.sawLibvirt = true;
        libvirt = known;
        return switch (known) {
            case NONE, START_GOES_ON -> LineKind.NONE;
            case REMARK -> skip(SkipReason.OTHER_MESSAGE);
            case STARTED -> LineKind.STARTED;
            case INITIATING_MIGRATION -> LineKind.LIBVIRT;
            case SHUTTING_DOWN -> lines.isTerminated() || unfinished.domain.isWhole() ? LineKind.LIBVIRT : torn();
        };
    }

    /// A line that is something by itself ends what is open.
    private LineKind recognised(LineKind found) {
        tally.recognise();
        unfinished.json.drop(SkipReason.NOT_UNDERSTOOD);
        startEnds |= unfinished.domain.interrupted() == DomainLog.Kind.STARTED;
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
        boolean torn = false;
        startEnds = false;
        for (Unfinished each : byOrigin.values()) {
            unfinished = each;
            torn |= each.json.isOpen();
            each.json.drop(SkipReason.TORN);
            each.monitor.end();
            takeFromMonitor();
            startEnds |= each.domain.interrupted() == DomainLog.Kind.STARTED;
        }
        return torn;
    }

    /// Whether a JSON object or an output of a monitor goes on in the next line.
    boolean isUnfinished() {
        return unfinished.json.isOpen() || unfinished.monitor.isOpen();
    }

    /// Whether the present line is one of a trace log, also where it bears on no migration.
    boolean isTraceLine() {
        return traced;
    }

    /// Whether the present line is one that libvirt added to the log of a domain.
    boolean isLibvirtLine() {
        return libvirt != DomainLog.Kind.NONE;
    }

    /// Whether the present line is of the log of libvirt's daemon.
    boolean isDaemonLine() {
        return ofDaemon;
    }

    /// Whether the present line is text of QEMU's monitor or of virsh.
    boolean isMonitorLine() {
        return ofMonitor;
    }

    /// The conversation that the present message of a daemon is about, where that is known.
    Optional<Conversation> conversation() {
        return conversation;
    }

    LinePrefix prefix() {
        return prefix;
    }

    TraceLine trace() {
        return trace;
    }

    /// What the present line says, for messages.
    String said() {
        return said;
    }

    /// Who says it, as far as the line tells.
    Optional<String> sayer() {
        return sayer.isEmpty() ? Optional.empty() : Optional.of(sayer);
    }

    /// Whether the present message is one of the VMM, and not of libvirt.
    boolean isOfVmm() {
        return !ofDaemon && !sayer.equals(VIRSH);
    }

    /// The program and process of the present line, or the container, as the text around it names them.
    String origin() {
        return lines.origin();
    }

    DomainLog domain() {
        return unfinished.domain;
    }

    /// What the present line is in the log of a domain.
    DomainLog.Kind libvirt() {
        return libvirt;
    }
}
