package dev.vfr.model.analysis.scan;

import org.jspecify.annotations.Nullable;

/// Tells messages of a VMM that say that something failed from those that are printed at every start.
public final class ErrorLines {

    private ErrorLines() {}

    static boolean isFailure(String text) {
        return !text.contains("warning:")
                && !text.contains("Cannot reset device")
                && !text.contains("terminating on signal");
    }

    /// The message only says that the peer went away or sent no more.
    public static boolean isConsequence(@Nullable String text) {
        return text != null
                && (text.contains("Broken pipe")
                        || text.contains("Connection reset")
                        || text.contains("Channel error")
                        || text.contains("Sibling indicated error")
                        || text.contains("section footer")
                        || text.contains("Section footer")
                        || text.contains("load of migration failed: Input/output error"));
    }
}
