package dev.vfr.model.event;

/// A trace cannot be read or written: a file or the operating system failed, or the data is damaged.
///
/// The message is one line for people: file, position, expected, found.
public class EventSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    public EventSourceException(String message) {
        super(message);
    }

    public EventSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
