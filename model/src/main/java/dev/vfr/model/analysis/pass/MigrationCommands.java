package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.VmmEvent.CommandRefused;
import java.util.Set;

/// The commands whose refusal bears on a migration.
final class MigrationCommands {

    private static final Set<String> OTHERS =
            Set.of("device_add", "device_del", "cont", "stop", "human-monitor-command");

    private MigrationCommands() {}

    /// A refused command that is shown, and has nothing to do with migrations, says nothing of one.
    static boolean mayFail(CommandRefused refused) {
        return refused.command()
                .map(command -> command.startsWith("migrate") || OTHERS.contains(command))
                .orElse(true);
    }
}
