package dev.vfr.model.analysis;

/// Tells messages of a VMM that say that something failed from those that are printed at every start.
final class ErrorLines {

    private ErrorLines() {}

    static boolean isFailure(String text) {
        return !text.contains("warning:")
                && !text.contains("Cannot reset device")
                && !text.contains("terminating on signal");
    }
}
