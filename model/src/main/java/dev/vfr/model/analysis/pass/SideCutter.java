package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts what one process does into the sides of migrations that it takes part in: where a side begins and ends.
///
/// A side begins with the VMM's status `setup`, or, if no status is shown, with the device state that only a migration
/// needs. It takes in everything up to the next beginning.
final class SideCutter {

    private final OpenSides sides;
    private final SideMessages messages;
    private final Map<Integer, CallTime> lastLeft = new HashMap<>();
    private long previousNs = EventHeader.UNKNOWN_NS;

    SideCutter(int process) {
        this.sides = new OpenSides(process);
        this.messages = new SideMessages(sides);
    }

    List<OpenSide> sides() {
        return sides.all();
    }

    /// Messages that belong to no side.
    List<VmmMessage> outside() {
        return messages.outside();
    }

    /// The trace is damaged here: events of the process may be missing.
    void tear() {
        sides.tear();
    }

    /// The trace is at its end.
    void finish() {
        messages.finish();
    }

    /// Takes the next event of the process; the states are those around it.
    ///
    /// @param move how it moved its device
    /// @return the side that the device's new path entry belongs to, null if it belongs to none
    @Nullable
    OpenSide observe(MigrationEvent event, ArcJoin.Move move, MigrationState before, MigrationState after) {
        if (event instanceof KernelMessagePrinted) {
            // It stands by another clock, and says nothing of where a side begins or ends.
            return sides.current();
        }
        OpenSide earlier = sides.current();
        OpenSide ofDevice = mayMove(event) ? sideOf(event.header().device()) : null;
        EventHeader header = event.header();
        take(event, before, after);
        move.whole().ifPresent(change -> moved(header, change));
        OpenSide side = sides.current();
        if (side != null) {
            side.takeIn(header, sides.vmRunning());
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
        OpenSide side = sides.current();
        DeviceWalk walk = side == null ? null : side.shown(device);
        return walk != null && walk.isSettled() ? null : side;
    }

    private void settle() {
        OpenSide side = sides.current();
        if (side != null) {
            side.settle(sides.vmRunning());
        }
    }

    private void take(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        switch (event) {
            case MigrationStatusChanged e -> sideOf(e).vmm().status(e);
            case MigrationQueried e -> {
                if (!e.status().orElse("none").equals("none")) {
                    sides.currentOr(header).vmm().answered(e);
                }
            }
            case VmmCommandSeen e -> commanded(e);
            case DeviceStateSet e -> requested(e, before);
            case DeviceStateWanted e -> {
                DeviceWalk walk = shown(header);
                if (walk != null) {
                    walk.wanted(e, isLostSince(e.header().device(), before));
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
                MovedDataBuilder moved = movedBy(header);
                if (moved != null) {
                    moved.read(e, stateOf(header, after));
                }
            }
            case DataWritten e -> {
                dataMoved(header, after, Report.Side.DESTINATION);
                MovedDataBuilder moved = movedBy(header);
                if (moved != null) {
                    moved.written(e, stateOf(header, after));
                }
            }
            case DataMerged e -> {
                MovedDataBuilder moved = movedBy(header);
                if (moved != null) {
                    moved.merged(e, stateOf(header, after));
                }
            }
            case MultifdBufferSeen _ -> throughChannels(header);
            case RunStateChanged e -> {
                settle();
                sides.vmRunning(e.runState().equals("running"));
                OpenSide side = sides.current();
                if (side != null && e.runState().equals("postmigrate")) {
                    side.proof().add(Report.Side.SOURCE, SideProof.Weight.STEP);
                }
                moment("runstate-" + e.runState(), header);
            }
            case DowntimeCheckpointPassed e ->
                measured(header, e.checkpoint().startsWith("src-")).vmm().moment(e.checkpoint(), header.timeNs());
            case VmmStepSeen e -> step(e);
            case HandlerDowntimeMeasured e -> measured(header, e.saving()).vmm().handled(e);
            case ErrorLinePrinted e -> messages.printed(e);
            case CommandRefused e -> messages.refused(e);
            case MigrationBlocked e -> messages.blocked(e);
            case MigrationParametersShown e -> sides.shown(e);
            case MigrationCapabilitiesShown e -> sides.shown(e);
            case MigrationProgressQueried e -> {
                OpenSide side = sides.current();
                if (side != null) {
                    side.vmm().progress(e);
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
        OpenSide side = sides.current();
        return side == null ? null : side.shown(header.device());
    }

    private @Nullable MovedDataBuilder movedBy(EventHeader header) {
        OpenSide side = sides.current();
        return side == null ? null : side.device(header.device()).moved();
    }

    /// Whether events are missing since the device's last move.
    private static boolean isLostSince(int device, MigrationState before) {
        long moved = before.device(device)
                .flatMap(track -> track.state().lastChange())
                .map(StateChange::seq)
                .orElse(-1L);
        return before.trace()
                .lastLoss()
                .filter(loss -> loss.header().seq() > moved)
                .isPresent();
    }

    private OpenSide sideOf(MigrationStatusChanged event) {
        OpenSide side = sides.current();
        boolean another = side == null
                || (event.status().equals("setup")
                        && (side.vmm().hasStatus() || (!side.devices().isEmpty() && !side.isByStream())));
        return another ? sides.begin(event.header()) : sides.currentOr(event.header());
    }

    private void commanded(VmmCommandSeen event) {
        sides.command(event.name());
        OpenSide going = sides.current();
        if (event.name().equals("MIGRATION_PASS") && going != null) {
            going.proof().add(Report.Side.SOURCE, SideProof.Weight.REPORT);
        }
        boolean cancels = event.name().equals("migrate_cancel") || event.name().equals("migrate-cancel");
        if (cancels && going != null) {
            going.vmm().cancel();
        }
        boolean outgoing = event.name().equals("migrate");
        if (!outgoing && !event.name().equals("migrate-incoming")) {
            return;
        }
        Report.Side role = outgoing ? Report.Side.SOURCE : Report.Side.DESTINATION;
        OpenSide side = going;
        if (side == null || side.vmm().end().isPresent() || !side.mayBe(role)) {
            side = sides.begin(event.header());
        }
        side.role(role);
        side.vmm().commanded(event, outgoing);
    }

    private void requested(DeviceStateSet event, MigrationState before) {
        if (!event.result().isFailed() || event.requested().isEmpty()) {
            return;
        }
        OpenSide side = sides.current();
        if (side == null) {
            sides.refusedOutside(event);
        } else {
            side.device(event.header().device()).refused(event, stateOf(event.header(), before));
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
        OpenSide side = sides.current();
        if (side != null) {
            side.device(header.device()).moved(change, call, leftFor(side, header.device()), sides.vmRunning());
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
        OpenSide side = sides.current();
        boolean repeated = false;
        if (side != null && !side.vmm().hasStatus() && side.role() == role) {
            DeviceWalk walk = side.shown(header.device());
            repeated = walk != null && walk.tookPart();
        }
        if (side == null || !side.mayBe(role) || repeated) {
            side = sides.begin(header);
        }
        side.role(role);
    }

    /// strace shows that data moves, and not the states that were asked for: there the data begin a side.
    private void dataMoved(EventHeader header, MigrationState after, Report.Side role) {
        if (sides.current() == null && after.trace().sources().equals(List.of(CaptureSource.STRACE))) {
            sides.begin(header).byDataAlone();
        }
        OpenSide side = sides.current();
        if (side != null && side.isByDataAlone() && side.role() != role) {
            side = side.role() == null ? side : sides.begin(header);
            side.byDataAlone();
            side.role(role);
        }
    }

    private void throughChannels(EventHeader header) {
        OpenSide side = sides.current();
        if (side != null && header.hasDevice()) {
            side.vmm().throughChannels();
            side.device(header.device()).moved().unsized();
        }
    }

    /// The VMM measures a downtime: in the migration that goes on, or in one of which nothing else is shown.
    private OpenSide measured(EventHeader header, boolean saving) {
        OpenSide side = sides.current();
        boolean another =
                side == null || (!side.vmm().hasStatus() && side.devices().isEmpty() && side.downtimeEnded());
        return another
                ? sides.begin(header, saving ? Report.Side.SOURCE : Report.Side.DESTINATION)
                : sides.currentOr(header);
    }

    private void moment(String name, EventHeader header) {
        OpenSide side = sides.current();
        if (side != null) {
            side.vmm().moment(name, header.timeNs());
        }
    }

    private void step(VmmStepSeen event) {
        EventHeader header = event.header();
        moment(event.name(), header);
        streamed(event);
        OpenSide side = sides.current();
        if (side != null && header.hasDevice() && header.hasTime()) {
            side.device(header.device()).step(event);
        }
        if (side != null && event.name().startsWith("migration_socket_")) {
            side.vmm().throughSocket();
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
                if (sides.current() == null) {
                    sides.begin(event.header(), Report.Side.SOURCE).byStream();
                }
                OpenSide side = sides.currentOr(event.header());
                DeviceWalk walk = side.device(event.header().device());
                if (side.isByStream()) {
                    walk.enter();
                }
            }
            case "QEMU_VM_EOF" -> {
                OpenSide side = sides.current();
                if (side != null) {
                    side.streamEnded();
                }
            }
            default -> {
                // The other steps are of the VMM's log.
            }
        }
    }
}
