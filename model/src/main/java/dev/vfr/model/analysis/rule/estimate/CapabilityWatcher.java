package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.fold.MigrationState;
import java.util.HashSet;
import java.util.Set;

/// Watches what a client switches on before a migration, and the first guest memory that is sent in it.
final class CapabilityWatcher implements Watcher {

    private static final String ACK = "switchover-ack";

    private final FactCollector facts;
    private final Set<Integer> on = new HashSet<>();
    private final Set<Integer> sending = new HashSet<>();

    CapabilityWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(VmmCommandSeen.class, MigrationCapabilitiesShown.class, MigrationQueried.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        int process = event.header().process();
        if (event instanceof VmmCommandSeen command) {
            commanded(command, process);
        } else if (event instanceof MigrationCapabilitiesShown shown) {
            if (shown.on().contains(ACK)) {
                on.add(process);
            } else if (shown.off().contains(ACK)) {
                on.remove(process);
            }
        } else if (event instanceof MigrationQueried asked
                && asked.ramTransferredBytes().orElse(0) > 0
                && sending.add(process)) {
            facts.add(new GuestMemorySent(
                    process, event.header().seq(), asked.ramTransferredBytes().getAsLong()));
        }
    }

    private void commanded(VmmCommandSeen command, int process) {
        if (command.name().equals("migrate")) {
            sending.remove(process);
            if (on.contains(process)) {
                facts.add(new SwitchoverAckOn(process, command.header().seq()));
            }
        }
    }

    @Override
    public void finish(MigrationState end) {
        // What was never switched on is off.
    }
}
