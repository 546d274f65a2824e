package dev.vfr.recorder.capture.stream;

import dev.vfr.recorder.capture.stream.StreamElement.EndKnownBy;
import dev.vfr.recorder.capture.stream.StreamElement.Unread;
import java.util.Map;

/// Another handler's vmstate, whose size the stream's own description has.
final class SizedBody implements Body {

    private final Section section;
    private final long sizeBytes;
    private final Map<Long, Section> started;
    private long offset = -1;
    private long leftBytes;
    private boolean told;

    SizedBody(Section section, long sizeBytes, Map<Long, Section> started) {
        this.section = section;
        this.started = started;
        this.sizeBytes = sizeBytes;
        leftBytes = sizeBytes;
    }

    @Override
    public Step step(Window window) {
        if (offset < 0) {
            offset = window.offset();
        }
        if (leftBytes > 0) {
            int count = (int) Math.min(leftBytes, window.available());
            window.take(count);
            leftBytes -= count;
            return count > 0 ? Step.Plain.PASSED : Step.Plain.WAITS;
        }
        if (told) {
            return Step.Plain.DONE;
        }
        if (!window.has(UnreadBody.FOOTER_BYTES)) {
            return Step.Plain.WAITS;
        }
        if (!UnreadBody.footerAt(window, 0, section)) {
            return new Step.Becomes(new UnreadBody(
                    section, offset, "no footer after the " + sizeBytes + " bytes of its description", started));
        }
        told = true;
        return new Step.Read(
                new Unread(offset, section, sizeBytes, EndKnownBy.DESCRIPTION, "the state of another handler"));
    }

    @Override
    public String expected() {
        return leftBytes > 0 ? leftBytes + " more bytes of " + section.text() : "the footer of " + section.text();
    }
}
