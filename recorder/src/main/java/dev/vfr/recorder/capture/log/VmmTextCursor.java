package dev.vfr.recorder.capture.log;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.recorder.capture.qemu.CaptureCursor;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import dev.vfr.recorder.capture.qemu.QemuProcesses;
import dev.vfr.recorder.capture.qmp.QmpClock;
import dev.vfr.recorder.capture.qmp.QmpConversation;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.LineReader;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads a VMM's text: trace lines, messages, QMP and libvirt's lines, each for what it is ([LineRecogniser]).
///
/// The order of the lines stands. QMP messages wait for a line with a time of QEMU behind them, which bounds theirs
/// ([QmpClock]); the line itself waits meanwhile in the reader.
public final class VmmTextCursor implements CaptureCursor {

    private final LineReader lines;
    private final String file;
    private final TextHead head;
    private final boolean alone;
    private final FileTally tally = new FileTally();
    private final LineRecogniser recogniser;
    private final QmpClock clock = new QmpClock();
    private final QmpConversation conversation;

    /// What the present line gives, once the messages before it are taken.
    private final ArrayDeque<LineKind> facts = new ArrayDeque<>();

    private LineKind present = LineKind.NONE;
    private QmpClock.@Nullable Placed placed;
    private String torn = "line";
    private boolean ended;
    private boolean anyFact;
    private long orderNs;
    private long startedNs = NO_TIME;
    private @Nullable ProcessSplit split;

    /// @param in the text, closed with this cursor
    /// @param file its name, for messages
    /// @param head what its first bytes showed
    /// @param withTraceLog whether a trace log of the process is imported too, which then shows the status of the
    ///     migration
    /// @param alone whether no other capture is merged, so that the order of lines is known even without times
    public VmmTextCursor(
            InputStream in, String file, TextKind kind, TextHead head, boolean withTraceLog, boolean alone) {
        this.lines = new LineReader(in, file);
        this.file = file;
        this.head = head;
        this.alone = alone;
        this.orderNs = head.firstLineNs();
        this.recogniser = new LineRecogniser(lines, file, kind, tally);
        this.conversation = new QmpConversation(withTraceLog);
    }

    /// Looks through the text before it is read for several processes in it.
    ///
    /// @param in the same text once more
    /// @return how many processes it is of
    public int lookAhead(InputStream in) throws EventSourceException {
        split = ProcessSplit.of(in, file).orElse(null);
        return split == null ? 1 : split.processes();
    }

    @Override
    public boolean advance() throws EventSourceException {
        while (true) {
            if (clock.isReady()) {
                if (takeMessage()) {
                    return true;
                }
            } else if (!facts.isEmpty()) {
                takeLine(facts.remove());
                return true;
            } else if (ended) {
                return false;
            } else {
                read();
            }
        }
    }

    private boolean takeMessage() {
        Optional<QmpClock.Placed> next = clock.take();
        if (next.isEmpty()) {
            return false;
        }
        orderNs = Math.max(orderNs, next.get().orderNs());
        if (!conversation.bears(next.get().message())) {
            tally.skip(SkipReason.OTHER_MESSAGE);
            return false;
        }
        anyFact = true;
        placed = next.get();
        return true;
    }

    private void takeLine(LineKind kind) {
        placed = null;
        present = kind;
        long ns = recogniser.prefix().timeNs();
        boolean ofPresentLine = kind != LineKind.STARTED;
        if (ofPresentLine && ns != NO_TIME) {
            passed(ns);
        } else if (orderNs == NO_TIME) {
            orderNs = head.firstNs();
        }
    }

    private void passed(long ns) {
        orderNs = Math.max(orderNs, ns);
        clock.passed(ns);
    }

    /// Reads lines up to one that gives a fact or a message, or to the end.
    private void read() throws EventSourceException {
        while (lines.next()) {
            tally.line();
            LineKind kind = recogniser.recognise();
            addMessages();
            if (recogniser.startEnds()) {
                facts.add(LineKind.STARTED);
            }
            if (split != null && recogniser.isTraceLine()) {
                split.line(recogniser.prefix());
            }
            if (kind != LineKind.NONE) {
                facts.add(kind);
            }
            if (recogniser.domain().isStarting() && recogniser.prefix().isLibvirt()) {
                startedNs = recogniser.prefix().timeNs();
            }
            if (!facts.isEmpty()) {
                clock.seal(recogniser.prefix().timeNs());
                return;
            }
            if (!clock.isEmpty()) {
                return;
            }
            if (recogniser.prefix().hasTime()) {
                passed(recogniser.prefix().timeNs());
            }
        }
        end();
    }

    private void addMessages() {
        for (var next = recogniser.takeMessage(); next.isPresent(); next = recogniser.takeMessage()) {
            clock.add(next.get());
        }
    }

    private void end() {
        ended = true;
        clock.seal(EventHeader.UNKNOWN_NS);
        if (recogniser.end()) {
            torn = "message";
            facts.add(LineKind.TORN);
        }
        if (recogniser.startEnds()) {
            facts.add(LineKind.STARTED);
        }
    }

    @Override
    public long orderNs() {
        return orderNs;
    }

    @Override
    public void deliver(QemuProcesses processes) throws EventSourceException {
        QmpClock.Placed message = placed;
        if (message != null) {
            QemuProcess process = processes.current();
            process.at(message.timeNs(), EventHeader.NONE);
            conversation.deliver(message.message(), process);
        } else if (present == LineKind.STARTED) {
            started(processes);
        } else {
            route(processes);
            deliverLine(processes.current());
        }
        anyFact = true;
    }

    private void started(QemuProcesses processes) throws EventSourceException {
        if (split != null && anyFact) {
            processes.select(split.started() - 1, startedNs);
        }
        processes.started(recogniser.domain().identity(), startedNs, !anyFact);
    }

    /// Turns to the process that printed the present line, where the text is of several.
    private void route(QemuProcesses processes) throws EventSourceException {
        if (split == null) {
            return;
        }
        if (present == LineKind.TRACE) {
            processes.select(
                    split.process(recogniser.prefix()), recogniser.prefix().timeNs());
        } else if (present == LineKind.MESSAGE) {
            processes.selectByDevice(recogniser.message().text());
        } else if (present == LineKind.BARE_MESSAGE) {
            processes.selectByDevice(lines.text(recogniser.prefix().bodyStart()));
        }
    }

    private void deliverLine(QemuProcess process) throws EventSourceException {
        boolean ofNoLine = ended && present == LineKind.TORN;
        int thread = present == LineKind.TRACE || present == LineKind.TORN
                ? recogniser.prefix().thread()
                : EventHeader.NONE;
        process.at(ofNoLine ? NO_TIME : recogniser.prefix().timeNs(), ofNoLine ? EventHeader.NONE : thread);
        switch (present) {
            case TRACE -> {
                if (!recogniser.trace().deliver(process)) {
                    tally.skip(SkipReason.NOT_UNDERSTOOD);
                }
            }
            case TORN ->
                process.append(new EventsLost(
                        process.header(), OptionalLong.of(1), "the last " + torn + " of " + file + " is cut off"));
            case MESSAGE ->
                message(
                        process,
                        recogniser.message().program(),
                        recogniser.message().text());
            case BARE_MESSAGE ->
                message(
                        process,
                        Optional.empty(),
                        lines.text(recogniser.prefix().bodyStart()));
            case LIBVIRT -> recogniser.domain().deliver(recogniser.libvirt(), process);
            case STARTED, NONE -> throw new IllegalStateException("no fact of a line: " + present);
        }
    }

    private void message(QemuProcess process, Optional<String> program, String text) throws EventSourceException {
        if (alone || orderNs != NO_TIME) {
            process.errorLine(program, text);
        } else {
            process.errorLineOfUnknownTime(program, text);
        }
    }

    @Override
    public FileTally tally() {
        return tally;
    }

    @Override
    public void close() throws EventSourceException {
        lines.close();
    }
}
