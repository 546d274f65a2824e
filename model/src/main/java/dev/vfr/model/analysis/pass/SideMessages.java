package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives the messages of one process to the sides that they are of, and keeps those that belong to none.
///
/// A message that is printed in migrations only begins a side, though nothing else shows that there was one.
final class SideMessages {

    /// How many messages outside of migrations are kept.
    private static final int OUTSIDE_MAX = 256;

    /// Programs that say no where they are asked, and not when they start.
    private static final Set<String> MANAGEMENT = Set.of("libvirtd", "virsh");

    private final OpenSides sides;
    private final List<VmmMessage> outside = new ArrayList<>();
    private @Nullable VmmMessage blocker;

    SideMessages(OpenSides sides) {
        this.sides = sides;
    }

    /// Messages that belong to no side.
    List<VmmMessage> outside() {
        return outside;
    }

    void printed(ErrorLinePrinted event) {
        boolean management = event.program().filter(MANAGEMENT::contains).isPresent();
        VmmMessage message = VmmMessage.of(event.header(), event.text(), management);
        // A line without a program need not be the VMM's: only words that the table has are a message then.
        if (event.program().isPresent() || message.match().isPresent()) {
            heard(message, management || event.program().isEmpty());
        }
    }

    void refused(CommandRefused event) {
        if (MigrationCommands.mayFail(event)) {
            heard(VmmMessage.of(event.header(), event.text()), true);
        }
    }

    /// The VMM answers why it cannot migrate.
    void blocked(MigrationBlocked event) {
        event.reasons().stream()
                .map(reason -> VmmMessage.of(event.header(), reason))
                .forEach(reason -> {
                    if (outside.stream().noneMatch(known -> known.text().equals(reason.text()))) {
                        keep(reason);
                    }
                    blocker = blocker == null ? reason : blocker;
                });
    }

    /// A process that reports why it cannot migrate, and in which no migration began.
    void finish() {
        VmmMessage why = blocker;
        if (sides.all().isEmpty() && why != null) {
            OpenSide side = sides.begin(sides.at(why), Report.Side.SOURCE);
            side.blocked();
            side.vmm().failed(why);
            outside.remove(why);
        }
        attachRefusals();
    }

    /// A VM that waits for a migration runs no device: what a line without a time of its own says of a device that
    /// refused
    /// to run came later than it stands.
    private void attachRefusals() {
        List<OpenSide> all = sides.all();
        if (all.size() != 1 || all.getFirst().role() != Report.Side.DESTINATION) {
            return;
        }
        List<VmmMessage> refusals =
                outside.stream().filter(VmmMessage::refusesToRun).toList();
        outside.removeAll(refusals);
        refusals.forEach(all.getFirst().vmm()::failed);
    }

    /// @param answered the VMM answered it to its client, as opposed to printing it
    private void heard(VmmMessage message, boolean answered) {
        if (message.strength() == VmmMessage.Strength.NONE) {
            return;
        }
        OpenSide current = sides.current();
        if (message.isBlocker()
                && !(answered && current != null && current.vmm().isAsked())) {
            keep(message);
            if (answered && blocker == null) {
                blocker = message;
            }
            return;
        }
        boolean over = current != null && current.vmm().isOverAt(message);
        if (message.showsMigration() && (current == null || over)) {
            current = sides.beginByFailure(sides.at(message));
        }
        if (current == null && message.strength().compareTo(VmmMessage.Strength.WEAK) > 0) {
            current = beginByEarlier(message);
        }
        if (current == null) {
            keep(message);
        } else {
            current.vmm().failed(message);
        }
    }

    /// The process dies over a reason of which only one side of a migration dies, though it may be named at other times
    /// too.
    ///
    /// @return the side that began with that reason, null if there is none
    private @Nullable OpenSide beginByEarlier(VmmMessage end) {
        VmmMessage first = end.saysFailed() ? reasonOfOneSide() : null;
        if (first == null) {
            return null;
        }
        EventHeader header = sides.at(first);
        OpenSide side = sides.beginByFailure(header);
        List<VmmMessage> since =
                outside.stream().filter(message -> message.seq() >= first.seq()).toList();
        outside.removeAll(since);
        since.forEach(side.vmm()::failed);
        return side;
    }

    private @Nullable VmmMessage reasonOfOneSide() {
        return outside.stream()
                .filter(message -> message.strength() == VmmMessage.Strength.CAUSE
                        && message.saysFailed()
                        && message.side().isPresent())
                .findFirst()
                .orElse(null);
    }

    private void keep(VmmMessage message) {
        if (outside.size() < OUTSIDE_MAX) {
            outside.add(message);
        }
    }
}
