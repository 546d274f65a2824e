package dev.vfr.model.analysis.pass;

import dev.vfr.model.report.Report;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells messages of a VMM that say that something failed from those that are printed at every start.
public final class ErrorLines {

    private static final String LOAD_FAILED = "load of migration failed";
    private static final List<String> LOADING =
            List.of(LOAD_FAILED, "error while loading state", "Failed setting device state to RESUMING");

    /// Up to 9.0 the container, from 9.1 on the device is named before it; either way the setup fails.
    private static final List<String> LOGGING_FAILED =
            List.of("Could not start dirty page tracking", "Failed to start DMA logging");

    private static final List<String> SAVING = Stream.concat(
                    LOGGING_FAILED.stream(),
                    Stream.of("Failed setting device state to PRE_COPY", "Failed setting device state to STOP_COPY"))
            .toList();

    private ErrorLines() {}

    static boolean isFailure(String text) {
        return !text.contains("warning:")
                && !text.contains("Cannot reset device")
                && !text.contains("terminating on signal");
    }

    /// The side of a migration that QEMU is when it prints this; empty where it prints it at other times too. Where
    /// nothing but messages is left of a run, they show that there was a migration.
    static Optional<Report.Side> sideOf(String text) {
        if (LOADING.stream().anyMatch(text::contains)) {
            return Optional.of(Report.Side.DESTINATION);
        }
        return SAVING.stream().anyMatch(text::contains) ? Optional.of(Report.Side.SOURCE) : Optional.empty();
    }

    /// QEMU goes no further with the migration after this.
    public static boolean endsMigration(String text) {
        return text.contains(LOAD_FAILED) || LOGGING_FAILED.stream().anyMatch(text::contains);
    }

    /// The message only says that the peer went away or sent no more.
    public static boolean isConsequence(String text) {
        return text.contains("Broken pipe")
                || text.contains("Connection reset")
                || text.contains("Channel error")
                || text.contains("Sibling indicated error")
                || text.contains("section footer")
                || text.contains("Section footer")
                || text.contains("load of migration failed: Input/output error");
    }
}
