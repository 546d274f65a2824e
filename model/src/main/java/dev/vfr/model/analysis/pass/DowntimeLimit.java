package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The downtime that a VMM was allowed in a migration.
///
/// @param ns the limit that the VMM was given before the migration, or its default
/// @param shown the trace shows it
public record DowntimeLimit(long ns, boolean shown) {

    /// QEMU's default of the migration parameter downtime-limit.
    static final DowntimeLimit DEFAULT = new DowntimeLimit(300_000_000, false);

    private static final long NS_PER_MS = 1_000_000;
    private static final Pattern IN_MS = Pattern.compile("\"downtime-limit\"\\s*:\\s*(\\d{1,9})");

    /// `migrate-set-parameters` with the limit in ms; empty for another command.
    static Optional<DowntimeLimit> setBy(VmmCommandSeen command) {
        Matcher matcher = IN_MS.matcher(command.arguments());
        return command.name().equals("migrate-set-parameters") && matcher.find()
                ? Optional.of(new DowntimeLimit(Long.parseLong(matcher.group(1)) * NS_PER_MS, true))
                : Optional.empty();
    }

    /// Where the limit comes from, as the end of a sentence.
    public String origin() {
        return shown ? "" : ", QEMU's default";
    }
}
