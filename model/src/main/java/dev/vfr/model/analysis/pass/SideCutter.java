package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.DeviceStateAnnounced;
import dev.vfr.model.event.VmmEvent.DeviceStateWanted;
import dev.vfr.model.event.VmmEvent.DowntimeCheckpointPassed;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateChange;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cuts what one process does into the sides of migrations that it takes part in: where a side begins and ends.
///
/// A side begins with the VMM's status `setup`, or, if no status is shown, with the device state that only a migration
/// needs. It takes in everything up to the next beginning.
final class SideCutter {

    /// More migrations than this in one trace are folded into the last one.
    private static final int SIDES_MAX = 10_000;

    /// How many messages outside of migrations are kept.
    private static final int OUTSIDE_MAX = 256;

    /// How many different names of commands and events are kept.
    private static final int COMMANDS_MAX = 256;

    private final int process;
    private final List<OpenSide> sides = new ArrayList<>();
    private final List<VmmMessage> outside = new ArrayList<>();
    private final Set<String> commands = new HashSet<>();
    private final VmmSettings.Builder settings = new VmmSettings.Builder();
    private @Nullable VmmMessage blocker;
    private final Map<Integer, CallTime> lastLeft = new HashMap<>();
    private @Nullable OpenSide current;
    /// The last request that failed before anything showed a migration.
    private @Nullable DeviceStateSet refusedOutside;
    private long previousNs = EventHeader.UNKNOWN_NS;
    private boolean vmRunning = true;
    private DowntimeLimit limit = DowntimeLimit.DEFAULT;

    SideCutter(int process) {
        this.process = process;
    }

    List<OpenSide> sides() {
        return sides;
    }

    /// Takes the next event of the process; the states are those around it.
    ///
    /// @param move how it moved its device
    /// @return the side that the device's new path entry belongs to, null if it belongs to none
    @Nullable
    OpenSide observe(MigrationEvent event, ArcJoin.Move move, MigrationState before, MigrationState after) {
        OpenSide earlier = current;
        OpenSide ofDevice = mayMove(event) ? sideOf(event.header().device()) : null;
        EventHeader header = event.header();
        take(event, before, after);
        move.whole().ifPresent(change -> moved(header, change));
        OpenSide side = current;
        if (side != null) {
            side.takeIn(header, vmRunning);
        }
        if (header.hasTime()) {
            previousNs = header.hasDuration() ? header.endNs() : header.timeNs();
        }
        return side == earlier ? ofDevice : side;
    }

    private static boolean mayMove(MigrationEvent event) {
        return event instanceof DeviceStateSet
                || event instanceof ArcTaken
                || event instanceof DeviceReset
                || event instanceof DeviceStateGot
                || event instanceof DeviceStateAnnounced;
    }

    /// The side that a device's present path entry belongs to.
    private @Nullable OpenSide sideOf(int device) {
        settle();
        OpenSide side = current;
        DeviceWalk walk = side == null ? null : side.shown(device);
        return walk != null && walk.isSettled() ? null : side;
    }

    private void settle() {
        if (current != null) {
            current.settle(vmRunning);
        }
    }

    private void take(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        switch (event) {
            case MigrationStatusChanged e -> sideOf(e).vmm().status(e);
            case MigrationQueried e -> {
                if (!e.status().orElse("none").equals("none")) {
                    currentOr(header).vmm().answered(e);
                }
            }
            case VmmCommandSeen e -> commanded(e);
            case DeviceStateSet e -> requested(e, before);
            case DeviceStateWanted e -> {
                DeviceWalk walk = shown(header);
                if (walk != null) {
                    walk.wanted(e);
                }
            }
            case DeviceReset e -> {
                DeviceWalk walk = shown(header);
                if (walk != null) {
                    walk.reset(e);
                }
            }
            case DataRead e -> {
                dataMoved(header, after, Report.Side.SOURCE);
                if (current != null) {
                    current.device(header.device()).moved().read(e, stateOf(header, after));
                }
            }
            case DataWritten e -> {
                dataMoved(header, after, Report.Side.DESTINATION);
                if (current != null) {
                    current.device(header.device()).moved().written(e, stateOf(header, after));
                }
            }
            case DataMerged e -> {
                if (current != null) {
                    current.device(header.device()).moved().merged(e, stateOf(header, after));
                }
            }
            case MultifdBufferSeen _ -> throughChannels(header);
            case RunStateChanged e -> {
                settle();
                vmRunning = e.runState().equals("running");
                if (current != null && e.runState().equals("postmigrate")) {
                    current.proof().add(Report.Side.SOURCE, SideProof.Weight.STEP);
                }
                moment("runstate-" + e.runState(), header);
            }
            case DowntimeCheckpointPassed e ->
                measured(header, e.checkpoint().startsWith("src-")).vmm().moment(e.checkpoint(), header.timeNs());
            case VmmStepSeen e -> step(e);
            case HandlerDowntimeMeasured e -> measured(header, e.saving()).vmm().handled(e);
            case ErrorLinePrinted e -> {
                VmmMessage message = VmmMessage.of(header, e.text());
                // A line without a program need not be the VMM's: only words that the table has are a message then.
                if (e.program().isPresent() || message.match().isPresent()) {
                    heard(message, e.program().isEmpty());
                }
            }
            case CommandRefused e -> {
                if (MigrationCommands.mayFail(e)) {
                    heard(VmmMessage.of(header, e.text()), true);
                }
            }
            case MigrationBlocked e -> blocked(header, e);
            case MigrationParametersShown e -> shown(e);
            case MigrationCapabilitiesShown e -> settings.take(e);
            case MigrationProgressQueried e -> {
                if (current != null) {
                    current.vmm().progress(e);
                }
            }
            default -> {
                // The other events say nothing of where a migration begins, ends or stands.
            }
        }
    }

    private static Optional<DeviceState> stateOf(EventHeader header, MigrationState after) {
        return after.device(header.device())
                .flatMap(device -> device.state().now().state());
    }

    private @Nullable DeviceWalk shown(EventHeader header) {
        return current == null ? null : current.shown(header.device());
    }

    private OpenSide begin(EventHeader header) {
        if (sides.size() >= SIDES_MAX && current != null) {
            return current;
        }
        OpenSide side = new OpenSide(header, process, vmRunning, commands, settings);
        side.vmm().limit(limit);
        sides.add(side);
        current = side;
        return side;
    }

    private OpenSide begin(EventHeader header, Report.Side role) {
        OpenSide side = begin(header);
        side.role(role);
        return side;
    }

    private OpenSide currentOr(EventHeader header) {
        return current == null ? begin(header) : current;
    }

    private OpenSide sideOf(MigrationStatusChanged event) {
        OpenSide side = current;
        boolean another = side == null
                || (event.status().equals("setup")
                        && (side.vmm().hasStatus() || (!side.devices().isEmpty() && !side.isByStream())));
        return another ? begin(event.header()) : currentOr(event.header());
    }

    private void commanded(VmmCommandSeen event) {
        if (commands.size() < COMMANDS_MAX) {
            commands.add(event.name());
        }
        if (event.name().equals("MIGRATION_PASS") && current != null) {
            current.proof().add(Report.Side.SOURCE, SideProof.Weight.REPORT);
        }
        boolean cancels = event.name().equals("migrate_cancel") || event.name().equals("migrate-cancel");
        if (cancels && current != null) {
            current.vmm().cancel();
        }
        boolean outgoing = event.name().equals("migrate");
        if (!outgoing && !event.name().equals("migrate-incoming")) {
            return;
        }
        Report.Side role = outgoing ? Report.Side.SOURCE : Report.Side.DESTINATION;
        OpenSide side = current;
        if (side == null || side.vmm().end().isPresent() || !side.mayBe(role)) {
            side = begin(event.header());
        }
        side.role(role);
        side.vmm().commanded(event, outgoing);
    }

    /// The limit also counts if it is set in the middle of a migration.
    private void limit(DowntimeLimit given) {
        limit = given;
        if (current != null && current.vmm().end().isEmpty()) {
            current.vmm().limit(given);
        }
    }

    private void requested(DeviceStateSet event, MigrationState before) {
        if (!event.result().isFailed() || event.requested().isEmpty()) {
            return;
        }
        if (current == null) {
            refusedOutside = event;
        } else {
            current.device(event.header().device()).refused(event, stateOf(event.header(), before));
        }
    }

    private void moved(EventHeader header, StateChange change) {
        CallTime call = CallTime.of(header, previousNs);
        boolean ran = change.from().filter(DeviceState::isRunning).isPresent();
        if (ran && !change.to().isRunning()) {
            lastLeft.put(header.device(), call);
        }
        settle();
        beginWith(header, change);
        OpenSide side = current;
        if (side != null) {
            side.device(header.device()).moved(change, call, leftFor(side, header.device()), vmRunning);
        }
        if (change.to().isRunning()) {
            lastLeft.remove(header.device());
        }
    }

    /// What took the device out of its running state, unless that was before the migration, as with a VM that was
    /// stopped by hand.
    private @Nullable CallTime leftFor(OpenSide side, int device) {
        CallTime call = lastLeft.get(device);
        boolean within =
                call != null && (call.seq() >= side.startSeq() || !side.vmm().hasStatus());
        return within ? call : null;
    }

    /// Saving and resuming are states that only a migration needs.
    private void beginWith(EventHeader header, StateChange change) {
        boolean saved = change.from().filter(DeviceState::isSaving).isPresent();
        if (change.to().isSaving() && !saved) {
            sideFor(header, Report.Side.SOURCE);
        } else if (change.to() == DeviceState.RESUMING) {
            sideFor(header, Report.Side.DESTINATION);
        }
    }

    private void sideFor(EventHeader header, Report.Side role) {
        OpenSide side = current;
        boolean repeated = false;
        if (side != null && !side.vmm().hasStatus() && side.role() == role) {
            DeviceWalk walk = side.shown(header.device());
            repeated = walk != null && walk.tookPart();
        }
        if (side == null || !side.mayBe(role) || repeated) {
            side = begin(header);
        }
        side.role(role);
    }

    /// strace shows that data moves, and not the states that were asked for: there the data begin a side.
    private void dataMoved(EventHeader header, MigrationState after, Report.Side role) {
        if (current == null && after.trace().sources().equals(List.of(CaptureSource.STRACE))) {
            begin(header).byDataAlone();
        }
        OpenSide side = current;
        if (side != null && side.isByDataAlone() && side.role() != role) {
            side = side.role() == null ? side : begin(header);
            side.byDataAlone();
            side.role(role);
        }
    }

    private void throughChannels(EventHeader header) {
        if (current != null && header.hasDevice()) {
            current.vmm().throughChannels();
            current.device(header.device()).moved().unsized();
        }
    }

    /// The VMM measures a downtime: in the migration that goes on, or in one of which nothing else is shown.
    private OpenSide measured(EventHeader header, boolean saving) {
        OpenSide side = current;
        boolean another =
                side == null || (!side.vmm().hasStatus() && side.devices().isEmpty() && side.downtimeEnded());
        return another ? begin(header, saving ? Report.Side.SOURCE : Report.Side.DESTINATION) : currentOr(header);
    }

    private void moment(String name, EventHeader header) {
        if (current != null) {
            current.vmm().moment(name, header.timeNs());
        }
    }

    private void step(VmmStepSeen event) {
        EventHeader header = event.header();
        moment(event.name(), header);
        streamed(event);
        if (current != null && header.hasDevice() && header.hasTime()) {
            current.device(header.device()).step(event);
        }
        if (current != null && event.name().startsWith("migration_socket_")) {
            current.vmm().throughSocket();
        }
        boolean byThread = event.name().equals("vfio_save_complete_precopy_thread_start")
                || event.name().equals("vfio_load_bufs_thread_start");
        if (byThread) {
            throughChannels(header);
        }
    }

    /// A stream has no times, and stands in a trace before all that has, or alone.
    private void streamed(VmmStepSeen event) {
        switch (event.name()) {
            case "QEMU_VM_SECTION_START" -> {
                if (current == null) {
                    begin(event.header(), Report.Side.SOURCE).byStream();
                }
                OpenSide side = currentOr(event.header());
                DeviceWalk walk = side.device(event.header().device());
                if (side.isByStream()) {
                    walk.enter();
                }
            }
            case "QEMU_VM_EOF" -> {
                if (current != null) {
                    current.streamEnded();
                }
            }
            default -> {
                // The other steps are of the VMM's log.
            }
        }
    }

    /// Takes a message. One that is printed in migrations only begins a side, though nothing else shows that there was
    /// one; what belongs to no side is kept for itself.
    ///
    /// @param answered the VMM answered it to its client, as opposed to printing it
    private void heard(VmmMessage message, boolean answered) {
        if (message.strength() == VmmMessage.Strength.NONE) {
            return;
        }
        if (message.isBlocker()
                && !(answered && current != null && current.vmm().isAsked())) {
            outside(message);
            if (answered && blocker == null) {
                blocker = message;
            }
            return;
        }
        boolean over = current != null && current.vmm().isOverAt(message);
        if (message.showsMigration() && (current == null || over)) {
            beginByMessage(EventHeader.at(message.seq(), message.timeNs(), process));
        }
        if (current == null && message.strength().compareTo(VmmMessage.Strength.WEAK) > 0) {
            beginByEarlier(message);
        }
        if (current == null) {
            outside(message);
        } else {
            current.vmm().failed(message);
        }
    }

    /// The VMM answers why it cannot migrate.
    private void blocked(EventHeader header, MigrationBlocked event) {
        event.reasons().stream().map(reason -> VmmMessage.of(header, reason)).forEach(reason -> {
            if (outside.stream().noneMatch(known -> known.text().equals(reason.text()))) {
                outside(reason);
            }
            blocker = blocker == null ? reason : blocker;
        });
    }

    private void shown(MigrationParametersShown event) {
        settings.take(event);
        DowntimeLimit.in(event).ifPresent(this::limit);
    }

    /// The process dies over a reason of which only one side of a migration dies, though it may be named at other times
    /// too.
    private void beginByEarlier(VmmMessage end) {
        if (!end.saysFailed()) {
            return;
        }
        outside.stream()
                .filter(message -> message.strength() == VmmMessage.Strength.CAUSE
                        && message.saysFailed()
                        && message.side().isPresent())
                .findFirst()
                .ifPresent(first -> {
                    beginByMessage(EventHeader.at(first.seq(), first.timeNs(), process));
                    List<VmmMessage> since = outside.stream()
                            .filter(message -> message.seq() >= first.seq())
                            .toList();
                    outside.removeAll(since);
                    since.forEach(message -> currentOr(EventHeader.at(first.seq(), first.timeNs(), process))
                            .vmm()
                            .failed(message));
                });
    }

    private void outside(VmmMessage message) {
        if (outside.size() < OUTSIDE_MAX) {
            outside.add(message);
        }
    }

    /// Messages that belong to no side.
    List<VmmMessage> outside() {
        return outside;
    }

    /// A process that reports why it cannot migrate, and in which no migration began.
    void finish() {
        VmmMessage why = blocker;
        if (sides.isEmpty() && why != null) {
            OpenSide side = begin(EventHeader.at(why.seq(), why.timeNs(), process));
            side.role(Report.Side.SOURCE);
            side.blocked();
            side.vmm().failed(why);
            outside.remove(why);
        }
    }

    /// A migration of which the process shows no more than that something failed in it.
    private void beginByMessage(EventHeader header) {
        DeviceStateSet refused = refusedOutside;
        OpenSide side = begin(refused == null ? header : refused.header());
        if (refused != null) {
            side.device(refused.header().device()).refused(refused, Optional.empty());
            refusedOutside = null;
        }
    }
}
