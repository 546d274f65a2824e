package dev.vfr.recorder.cli.where;

/// A condition that cannot be understood.
///
/// The message is one line: what is wrong, at which character (from 1), of which text.
public final class WhereSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    WhereSyntaxException(String message, int index, String text) {
        super(message + " at character " + (index + 1) + " of: " + text);
    }
}
