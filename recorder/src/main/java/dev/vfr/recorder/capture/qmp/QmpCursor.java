package dev.vfr.recorder.capture.qmp;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.recorder.capture.qemu.CaptureCursor;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads the transcript of a QMP conversation; see [QmpClock] for the order of its messages.
public final class QmpCursor implements CaptureCursor {

    private static final String IN_MEMORY = "";

    private final FileTally tally = new FileTally();
    private final JsonObjects objects;
    private final String file;
    private final QmpClock clock = new QmpClock();
    private final QmpConversation conversation;

    private QmpClock.@Nullable Placed present;
    private boolean ended;
    private boolean lossTold;
    private long orderNs = NO_TIME;

    /// @param in the transcript, closed with this cursor
    /// @param file its name, for messages
    /// @param withTraceLog whether a trace log of the process is imported too, which then tells the migration's
    ///     status
    public QmpCursor(InputStream in, String file, boolean withTraceLog) {
        this.file = file;
        this.objects = new JsonObjects(in, file, tally);
        this.conversation = new QmpConversation(withTraceLog);
    }

    /// QEMU's version where its greeting is in the first bytes of a transcript.
    public static Optional<String> version(byte[] head) throws EventSourceException {
        try (JsonObjects objects = new JsonObjects(new ByteArrayInputStream(head), IN_MEMORY, new FileTally())) {
            byte[] bytes = objects.next();
            while (bytes != null) {
                Optional<String> version = QmpMessage.parse(bytes).flatMap(QmpMessage::greetingVersion);
                if (version.isPresent()) {
                    return version;
                }
                bytes = objects.next();
            }
            return Optional.empty();
        }
    }

    @Override
    public boolean advance() throws EventSourceException {
        while (true) {
            while (!ended && !clock.isReady()) {
                read();
            }
            QmpClock.Placed placed = clock.take();
            present = placed;
            if (placed == null) {
                return ended && tearOnce();
            }
            orderNs = Math.max(orderNs, placed.orderNs());
            if (conversation.bears(placed.message())) {
                return true;
            }
            tally.skip(SkipReason.OTHER_MESSAGE);
        }
    }

    private void read() throws EventSourceException {
        byte[] bytes = objects.next();
        if (bytes == null) {
            ended = true;
            return;
        }
        Optional<QmpMessage> message = QmpMessage.parse(bytes);
        if (message.isEmpty()) {
            tally.skip(SkipReason.NOT_UNDERSTOOD);
        } else if (message.get().isQmp()) {
            tally.recognise();
            clock.add(message.get());
        } else {
            tally.skip(SkipReason.OTHER_MESSAGE);
        }
    }

    private boolean tearOnce() {
        boolean tell = objects.isTorn() && !lossTold;
        lossTold |= tell;
        return tell;
    }

    @Override
    public long orderNs() {
        return orderNs;
    }

    @Override
    public void deliver(QemuProcess process) throws EventSourceException {
        QmpClock.Placed placed = present;
        if (placed == null) {
            process.at(NO_TIME, EventHeader.NONE);
            process.append(new EventsLost(
                    process.header(), OptionalLong.of(1), "the last message of " + file + " is cut off"));
            return;
        }
        process.at(placed.timeNs(), EventHeader.NONE);
        conversation.deliver(placed.message(), process);
    }

    @Override
    public FileTally tally() {
        return tally;
    }

    @Override
    public void close() throws EventSourceException {
        objects.close();
    }
}
