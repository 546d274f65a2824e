package dev.vfr.recorder.capture.stream;

import dev.vfr.recorder.capture.stream.StreamElement.EndKnownBy;
import dev.vfr.recorder.capture.stream.StreamElement.Unread;
import java.util.Map;
import java.util.function.Predicate;

/// A body that is not read and whose length nothing tells: it is searched for the section's footer with the
/// head of another element behind it.
final class UnreadBody implements Body {

    /// 0x7e and the section's u32 id.
    static final int FOOTER_BYTES = 5;

    private static final int WAITS = -1;
    static final int MAX_COMMAND = 11;

    private final Section section;
    private final long offset;
    private final String reason;
    private final Map<Long, Section> started;
    private boolean found;

    /// @param offset where the stretch begins that is not read
    /// @param started the sections that may go on, by their id
    UnreadBody(Section section, long offset, String reason, Map<Long, Section> started) {
        this.section = section;
        this.started = started;
        this.offset = offset;
        this.reason = reason;
    }

    @Override
    public Step step(Window window) {
        if (found) {
            return Step.Plain.DONE;
        }
        int at = window.indexOf(StreamParser.FOOTER, 0);
        while (at >= 0 && judge(window, at) == 0) {
            at = window.indexOf(StreamParser.FOOTER, at + 1);
        }
        boolean certain = at >= 0 && judge(window, at) > 0;
        window.take(at >= 0 ? at : window.available());
        if (!certain) {
            return Step.Plain.WAITS;
        }
        found = true;
        return new Step.Read(new Unread(offset, section, window.offset() - offset, EndKnownBy.FOOTER, reason));
    }

    @Override
    public String expected() {
        return "the footer of " + section.text();
    }

    static boolean footerAt(Window window, int at, Section section) {
        return window.u8(at) == StreamParser.FOOTER && window.u32(at + 1) == section.id();
    }

    /// 1 where the footer stands at `at`, 0 where it does not, [#WAITS] where more bytes are needed to tell.
    private int judge(Window window, int at) {
        int next = at + FOOTER_BYTES;
        if (!window.has(next)) {
            return window.ended() ? 0 : WAITS;
        }
        if (!footerAt(window, at, section)) {
            return 0;
        }
        if (!window.has(next + 1)) {
            return window.ended() ? 1 : WAITS;
        }
        return switch (window.u8(next)) {
            case StreamParser.END_OF_STREAM -> judge(window, next + 2, w -> w.u8(next + 1) == StreamParser.DESCRIPTION);
            case StreamParser.COMMAND ->
                judge(window, next + 3, w -> w.u16(next + 1) >= 1 && w.u16(next + 1) <= MAX_COMMAND);
            case 1, 4 -> judge(window, next + 6, w -> w.u8(next + 5) > 0 && isName(w, next + 6, w.u8(next + 5)));
            case 2, 3 -> judge(window, next + 5, w -> started.containsKey(w.u32(next + 1)));
            default -> 0;
        };
    }

    private static boolean isName(Window window, int at, int length) {
        return window.isPrintable(at, Math.min(length, window.available() - at));
    }

    /// What `test` says of the bytes before `end`; where the stream ends among them there is nothing
    /// against it.
    private static int judge(Window window, int end, Predicate<Window> test) {
        if (!window.has(end)) {
            return window.ended() ? 1 : WAITS;
        }
        return test.test(window) ? 1 : 0;
    }
}
