package dev.vfr.recorder.capture.log;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.recorder.capture.libvirt.Conversation;
import dev.vfr.recorder.capture.libvirt.Conversations;
import dev.vfr.recorder.capture.peel.Peel;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.qemu.CaptureCursor;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import dev.vfr.recorder.capture.qemu.QemuProcesses;
import dev.vfr.recorder.capture.qmp.QmpClock;
import dev.vfr.recorder.capture.qmp.QmpConversation;
import dev.vfr.recorder.capture.qmp.QmpMessage;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads a VMM's text: trace lines, messages, QMP and libvirt's lines, each for what it is ([LineRecogniser]).
///
/// The order of the lines stands. QMP messages wait for a line with a time of QEMU behind them, which bounds theirs
/// ([QmpClock]); the line itself waits meanwhile in the reader.
public final class VmmTextCursor implements CaptureCursor {

    /// Messages that wait for a time.
    private static final int MOST_HELD = 1_024;

    private record Held(Optional<String> sayer, String text) {}

    private final PeeledLines lines;
    private final String file;
    private final TextHead head;
    private final boolean alone;
    private final FileTally tally = new FileTally();
    private final LineRecogniser recogniser;
    private final QmpClock clock = new QmpClock();
    private final boolean withTraceLog;
    private final Map<String, QmpConversation> conversations = new HashMap<>();
    private final Peel peel;

    /// What the present line gives, once the messages before it are taken.
    private final ArrayDeque<LineKind> facts = new ArrayDeque<>();

    /// Messages without a time, of which the first [#released] have their place now.
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    private int released;
    private long releasedNs;
    private @Nullable Held presentHeld;
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
    /// @param peel the layers around its lines
    /// @param head what its first bytes showed
    /// @param withTraceLog whether a trace log of the process is imported too, which then shows the status of the
    ///     migration
    /// @param alone whether no other capture is merged, so that the order of lines is known even without times
    public VmmTextCursor(
            InputStream in, String file, TextKind kind, Peel peel, TextHead head, boolean withTraceLog, boolean alone) {
        this.lines = new PeeledLines(in, file, peel);
        this.peel = peel;
        this.file = file;
        this.head = head;
        this.alone = alone;
        this.orderNs = head.firstLineNs();
        this.recogniser = new LineRecogniser(lines, file, kind, tally);
        this.withTraceLog = withTraceLog;
    }

    /// Looks through the text before it is read for several processes in it.
    ///
    /// @param in the same text once more
    /// @return how many processes it is of
    public int lookAhead(InputStream in) throws EventSourceException {
        split = ProcessSplit.of(in, file, peel).orElse(null);
        return split == null ? 1 : split.processes();
    }

    /// Looks through the log of a daemon before it is read for its conversations.
    ///
    /// @param in the same text once more
    /// @return of how many VMs they are
    public int lookForConversations(InputStream in) throws EventSourceException {
        Conversations found = Conversations.of(new PeeledLines(in, file, peel));
        recogniser.know(found);
        return found.vms();
    }

    @Override
    public boolean advance() throws EventSourceException {
        while (true) {
            if (clock.isReady()) {
                if (takeMessage()) {
                    return true;
                }
            } else if (released > 0) {
                takeHeld();
                return true;
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
        if (!conversation(next.get().message()).bears(next.get().message())) {
            tally.skip(SkipReason.OTHER_MESSAGE);
            return false;
        }
        anyFact = true;
        placed = next.get();
        presentHeld = null;
        return true;
    }

    private QmpConversation conversation(QmpMessage message) {
        return conversations.computeIfAbsent(message.conversation(), any -> new QmpConversation(withTraceLog));
    }

    private void takeHeld() {
        released--;
        placed = null;
        present = LineKind.NONE;
        presentHeld = held.remove();
        orderNs = Math.max(orderNs, releasedNs);
    }

    private void takeLine(LineKind kind) {
        placed = null;
        presentHeld = null;
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
            if (isHeld(kind)) {
                held.add(new Held(recogniser.sayer(), recogniser.said()));
                continue;
            }
            if (recogniser.prefix().hasTime()) {
                release(recogniser.prefix().timeNs());
            }
            if (kind != LineKind.NONE) {
                facts.add(kind);
            }
            if (recogniser.domain().isStarting() && recogniser.prefix().isLibvirt()) {
                startedNs = recogniser.prefix().timeNs();
            }
            if (!facts.isEmpty() || released > 0) {
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

    /// Beside other captures a message without a time waits for the next line that has one: between the two it was
    /// printed,
    /// and more often shortly before the end of something than long after its beginning.
    private boolean isHeld(LineKind kind) {
        boolean message = kind == LineKind.MESSAGE || kind == LineKind.BARE_MESSAGE;
        return message
                && !alone
                && split == null
                && !recogniser.prefix().hasTime()
                && head.firstLineNs() != NO_TIME
                && held.size() < MOST_HELD;
    }

    private void release(long ns) {
        released = held.size();
        releasedNs = ns;
    }

    private void addMessages() {
        for (var next = recogniser.takeMessage(); next.isPresent(); next = recogniser.takeMessage()) {
            QmpMessage message = next.get();
            boolean ofOrigin = split != null
                    && message.conversation().isEmpty()
                    && !recogniser.origin().isEmpty();
            clock.add(ofOrigin ? message.in(recogniser.origin()) : message);
        }
    }

    private void end() {
        ended = true;
        release(Long.MAX_VALUE);
        boolean cutOff = recogniser.end();
        addMessages();
        clock.seal(EventHeader.UNKNOWN_NS);
        if (cutOff) {
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
            QemuProcess process = process(message, processes);
            process.at(message.timeNs(), EventHeader.NONE);
            conversation(message.message()).deliver(message.message(), process);
        } else if (presentHeld != null) {
            QemuProcess process = processes.current();
            process.at(NO_TIME, EventHeader.NONE);
            process.errorLine(presentHeld.sayer(), presentHeld.text());
        } else if (present == LineKind.STARTED) {
            started(processes);
        } else {
            route(processes);
            Optional<Conversation> about = recogniser.conversation();
            deliverLine(
                    present == LineKind.MESSAGE && about.isPresent()
                            ? processes.ofConversation(
                                    file + about.get().key(), about.get().vm(), orderNs)
                            : processes.current());
        }
        anyFact = true;
    }

    private QemuProcess process(QmpClock.Placed placed, QemuProcesses processes) throws EventSourceException {
        QmpMessage message = placed.message();
        ProcessSplit known = split;
        if (message.conversation().isEmpty()) {
            OptionalInt source = known == null || !message.isOfSource() ? OptionalInt.empty() : known.source();
            return source.isPresent() ? processes.number(source.getAsInt(), placed.orderNs()) : processes.current();
        }
        if (known != null && known.process(message.conversation()).isPresent()) {
            return processes.number(known.process(message.conversation()).getAsInt(), placed.orderNs());
        }
        return processes.ofConversation(file + message.conversation(), message.vm(), placed.orderNs());
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
        OptionalInt ofOrigin = split.process(recogniser.origin());
        if (present == LineKind.TRACE) {
            processes.select(
                    split.process(recogniser.prefix(), recogniser.origin()),
                    recogniser.prefix().timeNs());
        } else if (ofOrigin.isPresent()) {
            processes.select(ofOrigin.getAsInt(), recogniser.prefix().timeNs());
        } else if (present == LineKind.MESSAGE || present == LineKind.BARE_MESSAGE) {
            processes.selectByDevice(recogniser.said());
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
            case MESSAGE, BARE_MESSAGE -> message(process, recogniser.sayer(), recogniser.said());
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
