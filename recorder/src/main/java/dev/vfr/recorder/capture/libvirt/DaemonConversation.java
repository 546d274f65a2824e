package dev.vfr.recorder.capture.libvirt;

import dev.vfr.recorder.capture.qmp.QmpConversation;
import dev.vfr.recorder.capture.qmp.QmpMessage;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Picks the messages that bear on a migration out of a daemon's log, and parses no others: most of what libvirt asks
/// is
/// about CPUs, disks and balloons, a hundred times a second.
public final class DaemonConversation {

    private static final byte[] ID = "\"id\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "\"event\"".getBytes(StandardCharsets.US_ASCII);

    /// A log whose answers were cut out must not fill the memory.
    private static final int MOST_AWAITED = 4_096;

    private final FileTally tally;
    private final Map<String, Awaited> awaited = new HashMap<>();
    private final Map<Integer, Conversation> byThread = new HashMap<>();
    private Conversations conversations = Conversations.none();

    private static final class Awaited {
        private final Set<String> ids = new HashSet<>();
        private boolean sends;
    }

    public DaemonConversation(FileTally tally) {
        this.tally = tally;
    }

    /// What a look ahead has found.
    public void know(Conversations found) {
        conversations = found;
    }

    /// A conversation begins on the line's monitor.
    public void opened(DaemonLine line) {
        conversations.begin(line.monitor());
        awaited.remove(line.monitor());
    }

    /// The message of the line, empty where it bears on no migration.
    ///
    /// @param ns the time of the line in ns since 1970-01-01T00:00:00Z
    public Optional<QmpMessage> message(DaemonLine line, byte[] bytes, long ns) {
        Conversation conversation = conversations.on(line.monitor());
        if (conversation.probes() || !isWanted(line, bytes)) {
            tally.skip(SkipReason.OTHER_MESSAGE);
            return Optional.empty();
        }
        if (line.thread() != DaemonLine.NO_THREAD && byThread.size() < MOST_AWAITED) {
            byThread.put(line.thread(), conversation);
        }
        byte[] object = Arrays.copyOfRange(bytes, line.from(), line.to());
        Optional<QmpMessage> parsed = QmpMessage.parse(object);
        if (parsed.isEmpty() || !parsed.get().isQmp()) {
            tally.skip(SkipReason.NOT_UNDERSTOOD);
            return Optional.empty();
        }
        return Optional.of(parsed.get().in(conversation.key(), conversation.vm(), ns));
    }

    /// The conversation that the thread of the line led last: what the thread says then is of the same VM.
    public Optional<Conversation> of(DaemonLine line) {
        return Optional.ofNullable(byThread.get(line.thread()));
    }

    private boolean isWanted(DaemonLine line, byte[] bytes) {
        Awaited known = awaited.computeIfAbsent(line.monitor(), any -> new Awaited());
        Optional<String> command = Conversations.command(bytes, line.from(), line.to());
        if (command.isPresent()) {
            known.sends = true;
            boolean bears = QmpConversation.bears(command.get());
            if (bears && known.ids.size() < MOST_AWAITED) {
                known.ids.add(stringAfter(ID, bytes, line.from(), line.to()));
            }
            return bears;
        }
        String event = eventIn(bytes, line.from(), Math.min(line.to(), line.from() + 200));
        if (!event.isEmpty()) {
            return QmpConversation.isEventOfMigration(event);
        }
        String id = stringAfter(ID, bytes, Math.max(line.from(), line.to() - 64), line.to());
        return !known.sends || known.ids.remove(id);
    }

    private static String eventIn(byte[] bytes, int from, int to) {
        return stringAfter(EVENT, bytes, from, to);
    }

    /// The text that belongs to the last member called `name`, empty where there is none.
    private static String stringAfter(byte[] name, byte[] bytes, int from, int to) {
        for (int i = to - name.length; i >= from; i--) {
            if (isAt(name, bytes, i)) {
                int start = i + name.length;
                while (start < to && (bytes[start] == ' ' || bytes[start] == ':')) {
                    start++;
                }
                int open = start + 1;
                int end = open;
                while (end < to && bytes[end] != '"') {
                    end++;
                }
                return start < to && bytes[start] == '"'
                        ? new String(bytes, open, end - open, StandardCharsets.UTF_8)
                        : "";
            }
        }
        return "";
    }

    private static boolean isAt(byte[] name, byte[] bytes, int at) {
        for (int i = 0; i < name.length; i++) {
            if (bytes[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}
