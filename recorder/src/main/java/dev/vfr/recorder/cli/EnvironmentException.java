package dev.vfr.recorder.cli;

/// The machine lacks something that a command needs: space, a permission, a display, memory.
///
/// The message is one line that says what, and how to get it.
public final class EnvironmentException extends Exception {
    private static final long serialVersionUID = 1L;

    public EnvironmentException(String message) {
        super(message);
    }

    public EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
