package dev.vfr.recorder.capture.stream;

import dev.vfr.recorder.capture.stream.StreamElement.Command;
import dev.vfr.recorder.capture.stream.StreamElement.Damage;
import dev.vfr.recorder.capture.stream.StreamElement.Description;
import dev.vfr.recorder.capture.stream.StreamElement.EndOfStream;
import dev.vfr.recorder.capture.stream.StreamElement.SectionFooter;
import dev.vfr.recorder.capture.stream.StreamElement.SectionHead;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a QEMU migration stream as its bytes arrive, cut at any place.
///
///     parser.feed(bytes);
///     for (var e = parser.next(); e.isPresent(); e = parser.next()) …
///
/// VFIO's sections are read record by record, those of the guest's memory page by page. Others have no
/// length in the
/// stream: where [SectionSizes] does not know it, their end is where the footer stands, which is then told.
///
/// Where the stream cannot be read any further, [StreamElement.Damage] is the last element; bytes behind it are
/// ignored. The memory needed does not depend on the stream's length. One thread at a time.
///
/// Source of the format: migration/savevm.c of QEMU.
public final class StreamParser {

    static final int END_OF_STREAM = 0x00;
    static final int DESCRIPTION = 0x06;
    static final int CONFIGURATION = 0x07;
    static final int COMMAND = 0x08;
    static final int FOOTER = 0x7e;

    private static final int SUBSECTION = 0x05;
    private static final int PACKAGED = 7;
    private static final int MAX_DESCRIPTION_BYTES = 1 << 26;

    private final Window window = new Window();
    private final SectionSizes sizes;
    private final Map<Long, Section> started = new HashMap<>();
    private final StreamHead head = new StreamHead();

    private @Nullable Section section;
    private @Nullable Body body;
    private long passing;
    private boolean ended;
    private boolean finished;

    /// For a stream of whose sections nothing is known before.
    public StreamParser() {
        this(SectionSizes.UNKNOWN);
    }

    public StreamParser(SectionSizes sizes) {
        this.sizes = sizes;
    }

    /// Takes the next bytes of the stream; they are copied.
    public void feed(ByteBuffer bytes) {
        if (finished) {
            bytes.position(bytes.limit());
        } else {
            window.feed(bytes);
        }
    }

    /// No more bytes will come: what is not whole now is damaged.
    public void endOfInput() {
        window.end();
    }

    /// Bytes of the stream that were understood or skipped.
    public long offset() {
        return window.offset();
    }

    /// The last element was given: nothing that is fed will give another.
    public boolean isFinished() {
        return finished;
    }

    /// Bytes of the device data that [StreamElement.DeviceRecord] announced last and that have not passed,
    /// 0 where
    /// there
    /// are none.
    public long payloadRemaining() {
        return body instanceof VfioBody vfio ? vfio.payloadBytes() : 0;
    }

    /// Lets `bytes` of the device data pass without looking at them: those that were fed already first, the
    /// others without being fed at all.
    ///
    /// @throws IllegalArgumentException where fewer remain
    public void skipPayload(long bytes) {
        if (bytes < 0 || bytes > payloadRemaining()) {
            throw new IllegalArgumentException(bytes + " of " + payloadRemaining() + " bytes");
        }
        if (bytes > 0 && body instanceof VfioBody vfio) {
            window.pass(bytes);
            vfio.passed(bytes);
        }
    }

    /// The next element, empty until more bytes are fed, or where there will be none.
    public Optional<StreamElement> next() {
        while (!finished) {
            Body.Step step = body == null ? betweenSections() : body.step(window);
            switch (step) {
                case Body.Step.Read(StreamElement element) -> {
                    finished = element instanceof Damage;
                    return Optional.of(element);
                }
                case Body.Step.Becomes(Body other) -> body = other;
                case Body.Step.Plain plain -> {
                    if (plain == Body.Step.Plain.WAITS) {
                        return window.ended() ? endedEarly() : Optional.empty();
                    }
                    if (plain == Body.Step.Plain.DONE) {
                        body = null;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Body.Step betweenSections() {
        if (passing > 0) {
            int count = (int) Math.min(passing, window.available());
            window.take(count);
            passing -= count;
            return count > 0 ? Body.Step.Plain.PASSED : Body.Step.Plain.WAITS;
        }
        if (section != null) {
            return footer(section);
        }
        if (!head.isRead()) {
            return head.step(window);
        }
        if (!window.has(1)) {
            return Body.Step.Plain.WAITS;
        }
        int type = window.u8(0);
        if (ended) {
            return type == DESCRIPTION ? description() : damage("the stream's description or nothing", 1);
        }
        return switch (type) {
            case 1, 4 -> named(type == 1 ? Section.Kind.START : Section.Kind.FULL);
            case 2, 3 -> goingOn(type == 2 ? Section.Kind.PART : Section.Kind.END);
            case CONFIGURATION -> head.configuration(window);
            case SUBSECTION -> head.subsection(window);
            case COMMAND -> command();
            case END_OF_STREAM -> {
                ended = true;
                window.take(1);
                yield new Body.Step.Read(new EndOfStream(window.offset() - 1));
            }
            default -> damage("the head of a section", 1);
        };
    }

    private Body.Step named(Section.Kind kind) {
        if (!window.has(6)) {
            return Body.Step.Plain.WAITS;
        }
        int length = window.u8(5);
        if (length == 0) {
            return damage("a section with a name", 6);
        }
        if (!window.has(6 + length + 8)) {
            return Body.Step.Plain.WAITS;
        }
        if (!window.isPrintable(6, length)) {
            return damage("a section with a name", 6 + length);
        }
        Section read = new Section(
                kind, window.u32(1), window.text(6, length), window.u32(6 + length), window.u32(6 + length + 4));
        if (kind == Section.Kind.START) {
            started.put(read.id(), read);
        }
        return enter(read, 6 + length + 8);
    }

    private Body.Step goingOn(Section.Kind kind) {
        if (!window.has(5)) {
            return Body.Step.Plain.WAITS;
        }
        Section start = started.get(window.u32(1));
        if (start == null) {
            return damage("the number of a section that was started", 5);
        }
        return enter(new Section(kind, start.id(), start.name(), start.instance(), start.version()), 5);
    }

    private Body.Step enter(Section entered, int headBytes) {
        SectionHead element = new SectionHead(window.offset(), entered);
        window.take(headBytes);
        section = entered;
        if (entered.isVfio()) {
            body = new VfioBody(entered);
        } else if (entered.isRam()) {
            body = new RamBody(entered, head.ram(), started);
        } else {
            body = sizes.of(entered).isPresent()
                    ? new SizedBody(entered, sizes.of(entered).getAsLong(), started)
                    : new UnreadBody(entered, window.offset(), "the state of another handler", started);
        }
        return new Body.Step.Read(element);
    }

    private Body.Step footer(Section of) {
        if (!window.has(UnreadBody.FOOTER_BYTES)) {
            return Body.Step.Plain.WAITS;
        }
        if (!UnreadBody.footerAt(window, 0, of)) {
            return damage("the footer of " + of.text(), UnreadBody.FOOTER_BYTES);
        }
        SectionFooter element = new SectionFooter(window.offset(), of);
        window.take(UnreadBody.FOOTER_BYTES);
        section = null;
        return new Body.Step.Read(element);
    }

    private Body.Step command() {
        if (!window.has(5)) {
            return Body.Step.Plain.WAITS;
        }
        int command = window.u16(1);
        long length = window.u16(3);
        int headBytes = 5;
        if (command == PACKAGED && length == 4) {
            if (!window.has(9)) {
                return Body.Step.Plain.WAITS;
            }
            length = window.u32(5);
            headBytes = 9;
        }
        if (command < 1 || command > UnreadBody.MAX_COMMAND) {
            return damage("a command", 5);
        }
        Command element = new Command(window.offset(), command, length);
        window.take(headBytes);
        passing = length;
        return new Body.Step.Read(element);
    }

    private Body.Step description() {
        if (!window.has(5)) {
            return Body.Step.Plain.WAITS;
        }
        long length = window.u32(1);
        if (length > MAX_DESCRIPTION_BYTES) {
            return damage("a description below " + MAX_DESCRIPTION_BYTES + " bytes", 5);
        }
        if (!window.has(5 + length)) {
            return Body.Step.Plain.WAITS;
        }
        Description element = new Description(window.offset(), window.text(5, (int) length));
        window.take(5 + (int) length);
        return new Body.Step.Read(element);
    }

    private Body.Step damage(String expected, int bytes) {
        return new Body.Step.Read(new Damage(window.offset(), expected, window.hex(0, bytes)));
    }

    private Optional<StreamElement> endedEarly() {
        finished = true;
        if (ended && window.available() == 0) {
            return Optional.empty();
        }
        String expected = "the head of a section";
        if (body != null) {
            expected = body.expected();
        } else if (passing > 0) {
            expected = passing + " more bytes of a command";
        } else if (section != null) {
            expected = "the footer of " + section.text();
        } else if (!head.isRead()) {
            expected = "the header of a migration stream";
        } else if (ended) {
            expected = "the whole of the stream's description";
        }
        return Optional.of(new Damage(
                window.offset(),
                expected,
                window.available() == 0 ? "the end" : "the end after " + window.available() + " bytes"));
    }
}
