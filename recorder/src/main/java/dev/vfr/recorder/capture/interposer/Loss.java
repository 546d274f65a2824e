package dev.vfr.recorder.capture.interposer;

/// Why something that happened is not in the trace.
enum Loss {
    RING_FULL("no place was left in the ring: the recorder was stopped, gone or too slow", true),
    CUT_OFF("a thread was killed while it recorded a call", true),
    NOT_UNDERSTOOD("messages in the ring that are no events of this version", true),
    DISORDER("a process has overwritten the ring with something else", false),
    MERGED_TORN("data calls that were put together and written down only in part", true);

    private final String reason;
    private final boolean counted;

    Loss(String reason, boolean counted) {
        this.reason = reason;
        this.counted = counted;
    }

    /// In plain language.
    String reason() {
        return reason;
    }

    /// Whether it is known how many events it cost.
    boolean isCounted() {
        return counted;
    }
}
