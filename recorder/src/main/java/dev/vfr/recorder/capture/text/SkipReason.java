package dev.vfr.recorder.capture.text;

/// Why a line or a message of a capture file became no event.
public enum SkipReason {
    OTHER_TRACE_EVENT("trace events that do not bear on the migration"),
    NOT_UNDERSTOOD("lines of known trace events that do not read as any release prints them"),
    OTHER_CALL("calls that concern no VFIO file"),
    OTHER_TEXT("lines that are no trace event"),
    OTHER_MESSAGE("messages that do not bear on the migration"),
    OTHER_KERNEL_MESSAGE("kernel messages that do not bear on passed-through devices"),
    OTHER_DEVICE("kernel messages on devices that no capture here has"),
    OTHER_TIME("kernel messages of another time"),
    OVERLONG("lines longer than the reader takes"),
    TORN("cut off at the end of the file");

    private final String text;

    SkipReason(String text) {
        this.text = text;
    }

    /// The reason in words that follow a count.
    public String text() {
        return text;
    }
}
