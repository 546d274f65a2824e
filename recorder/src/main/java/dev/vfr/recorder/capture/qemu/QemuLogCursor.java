package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.recorder.capture.qemu.TraceEvents.Known;
import dev.vfr.recorder.capture.qemu.TraceText.Label;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.LineReader;
import dev.vfr.recorder.capture.text.Quote;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.InputStream;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads the trace log of QEMU 8.0 to 11.1, with time stamps of either form or without, and the messages between.
///
/// A trace line and a message of 11.x share the form of the time: the word after it is an event's name, or a
/// program with a colon.
public final class QemuLogCursor implements CaptureCursor {

    private static final Label OFFSET = Label.of(" Offset 0x");
    private static final Label DATA_SIZE = Label.of("data_size ");
    private static final Label NUMERIC_DEVICE_STATE = Label.of(" device state ");
    private static final Label NUMERIC_STATE = Label.of(" state ");
    private static final Label VFIO_SECTION = Label.of("/vfio");

    private final LineReader lines;
    private final String file;
    private final FileTally tally = new FileTally();
    private final LinePrefix prefix = new LinePrefix();
    private final TraceText text = new TraceText();
    private final MessageLine message = new MessageLine();

    private long orderNs;
    private @Nullable Known event;
    private boolean torn;

    /// @param in the log, closed with this cursor
    /// @param file its name, for messages
    /// @param firstTimeNs the first time in the file, by which lines before it are ordered
    public QemuLogCursor(InputStream in, String file, long firstTimeNs) {
        this.orderNs = firstTimeNs;
        this.lines = new LineReader(in, file);
        this.file = file;
    }

    @Override
    public boolean advance() throws EventSourceException {
        while (lines.next()) {
            tally.line();
            if (lines.isOverlong()) {
                tally.skip(SkipReason.OVERLONG);
            } else if (isFact()) {
                return true;
            }
        }
        return false;
    }

    /// The index of the first line that is a trace line of any event, -1 where there is none.
    int firstTraceLine() throws EventSourceException {
        while (lines.next()) {
            byte[] bytes = lines.buffer();
            prefix.parse(bytes, lines.start(), lines.end());
            int body = prefix.bodyStart();
            int wordEnd = endOfName(bytes, body, lines.end());
            if (isEventName(bytes, body, wordEnd)) {
                return (int) lines.number() - 1;
            }
        }
        return -1;
    }

    /// With a time, any name with an underscore may be an event of a part of QEMU that is of no interest here.
    private boolean isEventName(byte[] bytes, int from, int wordEnd) {
        boolean name = wordEnd > from && (wordEnd == lines.end() || bytes[wordEnd] == ' ');
        return name && (TraceEvents.find(bytes, from, wordEnd) != null || isOtherEvent(bytes, from, wordEnd));
    }

    private boolean isOtherEvent(byte[] bytes, int from, int wordEnd) {
        return (prefix.hasTime() && hasUnderscore(bytes, from, wordEnd)) || isOfMigrationCode(bytes, from, wordEnd);
    }

    private static boolean hasUnderscore(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '_') {
                return true;
            }
        }
        return false;
    }

    private boolean isFact() throws EventSourceException {
        byte[] bytes = lines.buffer();
        int end = lines.end();
        prefix.parse(bytes, lines.start(), end);
        int body = prefix.bodyStart();
        int wordEnd = endOfName(bytes, body, end);
        boolean name = wordEnd > body && (wordEnd == end || bytes[wordEnd] == ' ');
        event = name ? TraceEvents.find(bytes, body, wordEnd) : null;
        torn = false;
        if (event != null) {
            tally.recognise();
            return isKept(event, bytes, wordEnd, end);
        }
        if (message.parse(bytes, body, end, prefix.isIso())) {
            tally.recognise();
            keepOrder();
            return true;
        }
        if (!lines.isTerminated() && (prefix.hasTime() || name || startsWithDigit(bytes, body, end))) {
            return tear();
        }
        boolean otherEvent = name && isOtherEvent(bytes, body, wordEnd);
        if (otherEvent) {
            tally.recognise();
            keepOrder();
        }
        tally.skip(otherEvent ? SkipReason.OTHER_TRACE_EVENT : SkipReason.OTHER_TEXT);
        return false;
    }

    private boolean isKept(Known known, byte[] bytes, int wordEnd, int end) throws EventSourceException {
        keepOrder();
        text.reset(bytes, wordEnd, end);
        Meaning meaning = known.meaning();
        boolean section = meaning == Meaning.SECTION_SAVED
                || meaning == Meaning.SECTION_SAVED_END
                || meaning == Meaning.SECTION_LOADED;
        if (section && !text.has(VFIO_SECTION)) {
            tally.skip(SkipReason.OTHER_TRACE_EVENT);
            return false;
        }
        if (meaning == Meaning.PROTOCOL_V1) {
            throw protocolV1();
        }
        return lines.isTerminated() || WholeLine.isCertain(known, text.text()) || tear();
    }

    private boolean tear() {
        torn = true;
        tally.skip(SkipReason.TORN);
        return true;
    }

    private void keepOrder() {
        if (prefix.hasTime()) {
            orderNs = Math.max(orderNs, prefix.timeNs());
        }
    }

    @Override
    public long orderNs() {
        return orderNs;
    }

    @Override
    public void deliver(QemuProcess process) throws EventSourceException {
        process.at(prefix.timeNs(), prefix.thread());
        Known known = event;
        if (torn) {
            process.append(
                    new EventsLost(process.header(), OptionalLong.of(1), "the last line of " + file + " is cut off"));
        } else if (known == null) {
            process.errorLine(message.program(), message.text());
        } else if (!process.traced(known, text)) {
            refuseProtocolV1(known);
            tally.skip(SkipReason.NOT_UNDERSTOOD);
        }
    }

    /// In protocol v1 the state was printed as a number, and data by its place in the migration region.
    private void refuseProtocolV1(Known known) throws EventSourceException {
        boolean v1 = switch (known.meaning()) {
            case DEVICE_STATE_ASKED -> text.number(NUMERIC_STATE).isPresent();
            case DEVICE_STATE_WANTED -> text.number(NUMERIC_DEVICE_STATE).isPresent();
            case DATA_WRITTEN -> text.has(OFFSET);
            case VMM_ITERATED -> text.has(DATA_SIZE);
            default -> false;
        };
        if (v1) {
            throw protocolV1();
        }
    }

    private EventSourceException protocolV1() {
        String found = lines.text(prefix.bodyStart()).strip();
        return new EventSourceException(file + ":" + lines.number()
                + ": expected a trace log of QEMU 8.0 or later (VFIO migration protocol v2), found protocol v1: "
                + Quote.of(found));
    }

    private static int endOfName(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isNameByte(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isNameByte(byte b) {
        return b == '_' || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z');
    }

    private static boolean startsWithDigit(byte[] bytes, int from, int to) {
        return from < to && bytes[from] >= '0' && bytes[from] <= '9';
    }

    /// Without a time only the first letters tell a trace line from other text.
    private static boolean isOfMigrationCode(byte[] bytes, int from, int to) {
        for (String family : Families.PREFIXES) {
            if (to - from > family.length() && startsWith(bytes, from, family)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, int from, String wanted) {
        for (int i = 0; i < wanted.length(); i++) {
            if (bytes[from + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// How the names of the trace events on VFIO and migration begin.
    private static final class Families {
        private static final String[] PREFIXES = {
            "vfio_",
            "migrat",
            "savevm_",
            "loadvm_",
            "vmstate_",
            "qemu_loadvm_",
            "qemu_savevm_",
            "ram_",
            "multifd_",
            "runstate_",
            "source_return_path_",
            "process_incoming_",
            "postcopy_",
            "qemu_file_",
            "open_return_path_",
            "await_return_path_"
        };
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
