package dev.vfr.recorder.capture.text;

import java.util.EnumMap;
import java.util.Map;

/// Counts of one capture file while it is read.
public final class FileTally {

    private final Map<SkipReason, long[]> skipped = new EnumMap<>(SkipReason.class);
    private long lines;
    private long recognised;

    public void line() {
        lines++;
    }

    /// Counts a line or message of the file's format, kept or not.
    public void recognise() {
        recognised++;
    }

    public void skip(SkipReason reason) {
        skipped.computeIfAbsent(reason, any -> new long[1])[0]++;
    }

    /// Lines read so far; in QMP transcripts the lines on which a message begins.
    public long lines() {
        return lines;
    }

    /// Lines or messages that showed the file's format.
    public long recognised() {
        return recognised;
    }

    /// How many lines or messages were passed over, by reason; reasons that did not occur are absent.
    public Map<SkipReason, Long> skipped() {
        Map<SkipReason, Long> counts = new EnumMap<>(SkipReason.class);
        skipped.forEach((reason, count) -> counts.put(reason, count[0]));
        return counts;
    }
}
