package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.qemu.TraceEvents.Known;
import dev.vfr.recorder.capture.qemu.TraceText.Label;
import dev.vfr.recorder.capture.text.Quote;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells a line of the trace log of QEMU 8.0 to 11.1 from other text.
///
/// A trace line and a message of 11.x share the form of the time: the word after it is an event's name, or a program
/// with a colon. One object is used for all lines: [#parse] overwrites what it says.
public final class TraceLine {

    /// What a line is.
    public enum Kind {
        /// No trace line.
        NONE,
        /// A trace event that says nothing of a migration.
        OTHER,
        /// A trace event that becomes events.
        KNOWN,
        /// A trace event that was cut off at the end of the file.
        TORN
    }

    private static final Label OFFSET = Label.of(" Offset 0x");
    private static final Label DATA_SIZE = Label.of("data_size ");
    private static final Label NUMERIC_DEVICE_STATE = Label.of(" device state ");
    private static final Label NUMERIC_STATE = Label.of(" state ");
    private static final Label VFIO_SECTION = Label.of("/vfio");
    private static final Label DEVICE = Label.of("Device ");

    private final PeeledLines lines;
    private final String file;
    private final LinePrefix prefix;
    private final TraceText text = new TraceText();

    private @Nullable Known event;

    /// @param lines whose present line is told
    /// @param file its name, for messages
    /// @param prefix of the present line
    public TraceLine(PeeledLines lines, String file, LinePrefix prefix) {
        this.lines = lines;
        this.file = file;
        this.prefix = prefix;
    }

    /// What the present line is.
    ///
    /// @throws EventSourceException where it is of the withdrawn protocol v1
    public Kind parse() throws EventSourceException {
        byte[] bytes = lines.buffer();
        int end = lines.end();
        int body = prefix.bodyStart();
        int wordEnd = endOfName(bytes, body, end);
        boolean name = wordEnd > body && (wordEnd == end || bytes[wordEnd] == ' ');
        event = name ? TraceEvents.find(bytes, body, wordEnd) : null;
        if (event != null) {
            return parseText(event, bytes, wordEnd, end);
        }
        return name && isOtherEvent(bytes, body, wordEnd) ? Kind.OTHER : Kind.NONE;
    }

    private Kind parseText(Known known, byte[] bytes, int wordEnd, int end) throws EventSourceException {
        text.reset(bytes, wordEnd, end);
        Meaning meaning = known.meaning();
        boolean section = meaning == Meaning.SECTION_SAVED
                || meaning == Meaning.SECTION_SAVED_END
                || meaning == Meaning.SECTION_LOADED;
        if (section && !text.has(VFIO_SECTION)) {
            return Kind.OTHER;
        }
        if (meaning == Meaning.PROTOCOL_V1) {
            throw protocolV1();
        }
        return lines.isTerminated() || WholeLine.isCertain(known, text.text()) ? Kind.KNOWN : Kind.TORN;
    }

    /// With a time, any name with an underscore may be an event of a part of QEMU that is of no interest here.
    private boolean isOtherEvent(byte[] bytes, int from, int wordEnd) {
        return (prefix.hasOwnTime() && hasUnderscore(bytes, from, wordEnd)) || isOfMigrationCode(bytes, from, wordEnd);
    }

    private static boolean hasUnderscore(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '_') {
                return true;
            }
        }
        return false;
    }

    /// Whether a last line without its end begins like a trace line.
    public boolean mayBeTorn() {
        byte[] bytes = lines.buffer();
        int body = prefix.bodyStart();
        int end = lines.end();
        int wordEnd = endOfName(bytes, body, end);
        boolean name = wordEnd > body && (wordEnd == end || bytes[wordEnd] == ' ');
        return prefix.hasOwnTime() || name || (body < end && bytes[body] >= '0' && bytes[body] <= '9');
    }

    /// What the present event says of the process that prints it.
    public Side side() {
        return event == null ? Side.NEITHER : event.side();
    }

    /// The device that the present event names. Its text cannot be read any more then.
    public Optional<String> takeDevice() {
        Known known = event;
        if (known == null) {
            return Optional.empty();
        }
        return known.meaning() == Meaning.DEVICE_OPENED ? text.word(DEVICE) : text.takeName();
    }

    /// Makes events of the present line, which is of the kind [Kind#KNOWN].
    ///
    /// @return false where its text is not what any release prints
    public boolean deliver(QemuProcess process) throws EventSourceException {
        Known known = event;
        if (known == null) {
            throw new IllegalStateException("no trace event");
        }
        boolean understood = process.traced(known, text);
        if (!understood) {
            refuseProtocolV1(known);
        }
        return understood;
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
}
