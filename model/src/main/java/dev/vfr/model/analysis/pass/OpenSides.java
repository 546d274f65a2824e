package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sides of migrations that one process takes part in, the one that goes on, and what holds for the process as long
/// as its trace goes on.
final class OpenSides {

    /// More migrations than this in one trace are folded into the last one.
    private static final int SIDES_MAX = 10_000;

    /// How many different names of commands and events are kept.
    private static final int COMMANDS_MAX = 256;

    private final int process;
    private final List<OpenSide> all = new ArrayList<>();
    private final Set<String> commands = new HashSet<>();
    private final VmmSettings.Builder settings = new VmmSettings.Builder();
    private @Nullable OpenSide current;
    /// The last request that failed before anything showed a migration.
    private @Nullable DeviceStateSet refusedOutside;
    private boolean vmRunning = true;
    private boolean torn;
    private DowntimeLimit limit = DowntimeLimit.DEFAULT;

    OpenSides(int process) {
        this.process = process;
    }

    List<OpenSide> all() {
        return all;
    }

    /// The side that goes on, null if no migration began so far.
    @Nullable
    OpenSide current() {
        return current;
    }

    boolean vmRunning() {
        return vmRunning;
    }

    void vmRunning(boolean running) {
        vmRunning = running;
    }

    /// The trace is damaged here: events of any process may be missing.
    void tear() {
        torn = true;
        if (current != null) {
            current.tear();
        }
    }

    OpenSide begin(EventHeader header) {
        if (all.size() >= SIDES_MAX && current != null) {
            return current;
        }
        OpenSide side = new OpenSide(header, process, vmRunning, commands, settings);
        side.vmm().limit(limit);
        if (torn) {
            side.tear();
        }
        all.add(side);
        current = side;
        return side;
    }

    OpenSide begin(EventHeader header, Report.Side role) {
        OpenSide side = begin(header);
        side.role(role);
        return side;
    }

    OpenSide currentOr(EventHeader header) {
        return current == null ? begin(header) : current;
    }

    /// A migration of which the process shows no more than that something failed in it.
    OpenSide beginByFailure(EventHeader header) {
        DeviceStateSet refused = refusedOutside;
        OpenSide side = begin(refused == null ? header : refused.header());
        if (refused != null) {
            side.device(refused.header().device()).refused(refused, Optional.empty());
            refusedOutside = null;
        }
        return side;
    }

    void refusedOutside(DeviceStateSet refused) {
        refusedOutside = refused;
    }

    /// The name of a command or an event of the process.
    void command(String name) {
        if (commands.size() < COMMANDS_MAX) {
            commands.add(name);
        }
    }

    /// A management layer puts capabilities and parameters back once a migration has ended. What is answered then is
    /// still
    /// what held for it.
    private void settle(boolean answered) {
        if (!answered && current != null) {
            current.settle();
        }
    }

    void shown(MigrationCapabilitiesShown event) {
        settle(event.answered());
        settings.take(event);
    }

    /// The downtime limit also counts if it is set in the middle of a migration.
    void shown(MigrationParametersShown event) {
        settle(event.answered());
        settings.take(event);
        DowntimeLimit.in(event).ifPresent(given -> {
            limit = given;
            if (current != null && current.vmm().end().isEmpty()) {
                current.vmm().limit(given);
            }
        });
    }

    EventHeader at(VmmMessage message) {
        return EventHeader.at(message.seq(), message.timeNs(), process);
    }
}
