package dev.vfr.recorder.capture.interposer;

/// Recording cannot begin: the machine lacks something, or somebody else has it. The message is one line that says
/// what, and how to get it.
public final class RecordingException extends Exception {
    private static final long serialVersionUID = 1L;

    RecordingException(String message) {
        super(message);
    }

    RecordingException(String message, Throwable cause) {
        super(message, cause);
    }
}
