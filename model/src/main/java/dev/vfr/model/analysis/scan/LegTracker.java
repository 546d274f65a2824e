package dev.vfr.model.analysis.scan;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.DeviceStateWanted;
import dev.vfr.model.event.VmmEvent.DowntimeCheckpointPassed;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateChange;
import dev.vfr.model.fold.StateTrack;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Cuts what one process does into the sides of migrations that it takes part in.
///
/// A side begins with the VMM's status `setup`, or, where no status is shown, with the device state that only a
/// migration needs. It takes in everything up to the next beginning.
public final class LegTracker {

    /// More migrations than this in one trace are folded into the last one.
    private static final int LEGS_MAX = 10_000;

    private static final long NS_PER_MS = 1_000_000;
    private static final Pattern DOWNTIME_LIMIT = Pattern.compile("\"downtime-limit\"\\s*:\\s*(\\d{1,9})");

    private final int trace;
    private final int process;
    private final List<Leg> legs = new ArrayList<>();
    private final Map<Integer, Call> lastLeft = new HashMap<>();
    /// The first arc of each request that has not returned so far.
    private final Map<Integer, StateChange> beforeArcs = new HashMap<>();

    private @Nullable Leg current;
    /// The last request that failed before anything showed a migration.
    private @Nullable DeviceStateSet refusedOutside;
    private long previousNs = EventHeader.UNKNOWN_NS;
    private boolean vmRunning = true;
    private OptionalLong downtimeLimitNs = OptionalLong.empty();

    LegTracker(int trace, int process) {
        this.trace = trace;
        this.process = process;
    }

    List<Leg> legs() {
        return legs;
    }

    /// Ends the pass: a side that nothing told apart is told by how its process is called, and is else the
    /// source.
    void finish(String label) {
        String name = label.toLowerCase(Locale.ROOT);
        for (Leg leg : legs) {
            if (leg.side == null) {
                boolean incoming = leg.hasMomentOf("dst-")
                        || leg.hasMomentOf("loadvm_")
                        || leg.hasMomentOf("migration_socket_incoming")
                        || leg.hasMomentOf("process_incoming")
                        || name.contains("dst")
                        || name.contains("dest");
                leg.side = incoming ? Report.Side.DESTINATION : Report.Side.SOURCE;
            }
        }
    }

    /// The side that is going on or was the last, null before the first.
    @Nullable
    Leg current() {
        return current;
    }

    /// The side that a device's present path entry belongs to, null where it belongs to none.
    @Nullable
    Leg legOf(int device) {
        settle();
        Leg leg = current;
        if (leg == null) {
            return null;
        }
        DeviceLeg part = leg.devices.get(device);
        return part != null && part.settled ? null : leg;
    }

    /// Takes the next event of the process; the states are those around it.
    void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        switch (event) {
            case MigrationStatusChanged e -> status(e);
            case MigrationQueried e -> answered(e);
            case VmmCommandSeen e -> commanded(e);
            case DeviceStateSet e -> requested(e, before);
            case DeviceStateWanted e -> wanted(e);
            case DeviceReset e -> reset(e);
            case DataRead e -> {
                moved(header, after, Report.Side.SOURCE);
                if (current != null) {
                    current.device(header.device()).read(e, stateOf(header, after));
                }
            }
            case DataWritten e -> {
                moved(header, after, Report.Side.DESTINATION);
                if (current != null) {
                    current.device(header.device()).written(e, stateOf(header, after));
                }
            }
            case DataMerged e -> {
                if (current != null) {
                    current.device(header.device()).merged(e, stateOf(header, after));
                }
            }
            case MultifdBufferSeen e -> unsized(e.header());
            case RunStateChanged e -> {
                settle();
                vmRunning = e.runState().equals("running");
                moment("runstate-" + e.runState(), header);
            }
            case DowntimeCheckpointPassed e -> {
                measured(header, e.checkpoint().startsWith("src-"));
                moment(e.checkpoint(), header);
            }
            case VmmStepSeen e -> step(e);
            case HandlerDowntimeMeasured e -> measured(header, e.saving()).handled(e);
            case ErrorLinePrinted e -> error(e);
            default -> {
                // The other events say nothing of where a migration begins, ends or stands.
            }
        }
        if (header.hasDevice()) {
            changed(event, after);
        }
        Leg leg = current;
        if (leg != null) {
            leg.lastSeq = header.seq();
            leg.vmRunning = vmRunning;
            if (header.hasTime()) {
                leg.lastNs = header.timeNs();
            }
            if (header.hasTime() && header.hasDuration()) {
                leg.called(header.endNs());
            }
        }
        if (header.hasTime()) {
            previousNs = header.hasDuration() ? header.endNs() : header.timeNs();
        }
    }

    /// Ends the migration for each device that is back at rest after it: what it does from now on is another
    /// matter.
    private void settle() {
        Leg leg = current;
        if (leg == null || (leg.hasStatus && leg.end().isEmpty())) {
            return;
        }
        boolean completed = leg.end().equals(Optional.of("completed")) || !leg.hasStatus;
        for (DeviceLeg part : leg.devices.values()) {
            boolean atRest = part.lastState == DeviceState.STOP || part.lastState == DeviceState.RUNNING;
            boolean running = part.lastState == DeviceState.RUNNING && vmRunning;
            part.settled |= leg.took(part) && atRest && (completed || running);
        }
    }

    private Leg begin(EventHeader header) {
        if (legs.size() >= LEGS_MAX && current != null) {
            return current;
        }
        Leg leg = new Leg(trace, process, header.seq(), header.timeNs());
        leg.vmRunning = vmRunning;
        limit(leg);
        legs.add(leg);
        current = leg;
        return leg;
    }

    private Leg currentOr(EventHeader header) {
        return current == null ? begin(header) : current;
    }

    private void status(MigrationStatusChanged event) {
        String status = event.status();
        Leg leg = current;
        if (status.equals("setup")) {
            if (leg == null || leg.hasStatus || (!leg.devices.isEmpty() && !leg.byStream)) {
                leg = begin(event.header());
            }
        } else if (leg == null) {
            leg = begin(event.header());
        }
        leg.hasStatus = true;
        leg.status = status;
        leg.moment("status-" + status, event.header().timeNs());
        leg.postcopy |= status.equals("postcopy-active");
        if (Leg.isTerminal(status)) {
            leg.terminal = status;
            leg.terminalSeq = event.header().seq();
        } else if (status.equals("failing")) {
            leg.failing = true;
        }
    }

    private void answered(MigrationQueried event) {
        String status = event.status().orElse("none");
        if (status.equals("none")) {
            return;
        }
        Leg leg = currentOr(event.header());
        leg.hasStatus = true;
        MigrationQueried last = leg.answer;
        boolean tellsMore = last == null
                || last.downtimeMs().isEmpty()
                || event.downtimeMs().isPresent();
        if (tellsMore) {
            leg.answer = event;
        }
        if (event.errorText().isPresent()) {
            leg.errorText = event.errorText().get();
            leg.errorSeq = event.header().seq();
        }
    }

    private void commanded(VmmCommandSeen event) {
        limitSet(event);
        boolean outgoing = event.name().equals("migrate");
        if (!outgoing && !event.name().equals("migrate-incoming")) {
            return;
        }
        Report.Side side = outgoing ? Report.Side.SOURCE : Report.Side.DESTINATION;
        Leg leg = current;
        boolean goesOn = leg != null && leg.end().isEmpty() && (leg.side == null || leg.side == side);
        if (leg == null || !goesOn) {
            leg = begin(event.header());
        }
        leg.side = side;
        leg.asked |= outgoing;
        String arguments = event.arguments();
        leg.throughFile = arguments.contains("\"file:") || arguments.contains("\"file\"");
        leg.throughSocket =
                arguments.contains("tcp:") || arguments.contains("unix:") || arguments.contains("\"socket\"");
    }

    /// `migrate-set-parameters` with the downtime limit in ms; it also counts when it comes in the middle.
    private void limitSet(VmmCommandSeen event) {
        Matcher matcher = DOWNTIME_LIMIT.matcher(event.arguments());
        if (event.name().equals("migrate-set-parameters") && matcher.find()) {
            downtimeLimitNs = OptionalLong.of(Long.parseLong(matcher.group(1)) * NS_PER_MS);
            if (current != null && current.end().isEmpty()) {
                limit(current);
            }
        }
    }

    private void limit(Leg leg) {
        if (downtimeLimitNs.isPresent()) {
            leg.downtimeLimitNs = downtimeLimitNs.getAsLong();
            leg.limitShown = true;
        }
    }

    private void requested(DeviceStateSet event, MigrationState before) {
        if (!event.result().isFailed() || event.requested().isEmpty()) {
            return;
        }
        if (current == null) {
            refusedOutside = event;
            return;
        }
        Optional<DeviceState> from = before.device(event.header().device())
                .flatMap(device -> device.state().now().state());
        DeviceLeg part = current.device(event.header().device());
        boolean loses = from.isPresent()
                && from.get() == DeviceState.RESUMING
                && event.requested().get() != DeviceState.RESUMING;
        Refusal refused =
                new Refusal(event.header().seq(), from, event.requested().get(), event.result(), loses, true);
        Refusal earlier = part.refusal;
        if (earlier == null || (loses && !earlier.losesState())) {
            part.refusal = refused;
        }
    }

    /// QEMU says what it wants after it tried: a device that is in RESUMING then was refused the way out of it.
    private void wanted(DeviceStateWanted event) {
        Leg leg = current;
        DeviceLeg part = leg == null ? null : leg.devices.get(event.header().device());
        if (part == null || part.refusal != null || !event.vmRunning()) {
            return;
        }
        if (part.lastState == DeviceState.RESUMING) {
            part.refusal = new Refusal(
                    event.header().seq(),
                    Optional.of(DeviceState.RESUMING),
                    event.wanted(),
                    CallResult.FAILED,
                    true,
                    false);
        }
    }

    private void reset(DeviceReset event) {
        Leg leg = current;
        DeviceLeg part = leg == null ? null : leg.devices.get(event.header().device());
        if (part != null && part.refusal != null && event.result().isOk()) {
            part.wasReset = true;
        }
    }

    /// A move of a device. The arcs that the driver was seen to take are put together with the request that
    /// they are part of: the VMM sees no more than the whole of it.
    private void changed(MigrationEvent event, MigrationState after) {
        EventHeader header = event.header();
        Optional<StateTrack> track = after.device(header.device()).map(DeviceTrack::state);
        Optional<StateChange> change = track.flatMap(StateTrack::lastChange).filter(c -> c.seq() == header.seq());
        if (event instanceof ArcTaken) {
            change.ifPresent(arc -> beforeArcs.putIfAbsent(header.device(), arc));
            return;
        }
        StateChange first = event instanceof DeviceStateSet ? beforeArcs.remove(header.device()) : null;
        if (first != null && change.isEmpty()) {
            change = track.flatMap(StateTrack::lastChange)
                    .map(last -> new StateChange(
                            header.seq(),
                            first.calledNs(),
                            last.enteredNs(),
                            first.from(),
                            List.of(),
                            last.to(),
                            last.cause()));
        }
        if (change.isEmpty()) {
            return;
        }
        DeviceState to = change.get().to();
        Optional<DeviceState> from = change.get().from();
        Call call = Call.of(header, previousNs);
        if (from.isPresent() && from.get().isRunning() && !to.isRunning()) {
            lastLeft.put(header.device(), call);
        }
        settle();
        enter(header, from, to, call, change.get().cause());
        if (to.isRunning()) {
            lastLeft.remove(header.device());
        }
    }

    private void enter(
            EventHeader header, Optional<DeviceState> from, DeviceState to, Call call, StateChange.Cause cause) {
        boolean entersSaving = to.isSaving() && !(from.isPresent() && from.get().isSaving());
        if (entersSaving) {
            sideFor(header, Report.Side.SOURCE);
        } else if (to == DeviceState.RESUMING) {
            sideFor(header, Report.Side.DESTINATION);
        }
        Leg leg = current;
        if (leg == null) {
            return;
        }
        DeviceLeg part = leg.device(header.device());
        if (part.settled) {
            return;
        }
        part.lastState = to;
        part.entered |= to.isSaving() || to == DeviceState.RESUMING;
        switch (to) {
            case RESUMING -> part.resuming = call;
            case STOP_COPY -> {
                if (part.stopCopy == null) {
                    part.stopCopy = call;
                    takeLeft(leg, part);
                }
            }
            case PRE_COPY_P2P -> takeLeft(leg, part);
            case RUNNING -> back(leg, part, call, cause);
            case RUNNING_P2P, STOP -> {
                if (part.leftStopCopy == null && from.equals(Optional.of(DeviceState.STOP_COPY))) {
                    part.leftStopCopy = call;
                }
                if (part.resuming != null && part.resumeBegun == null) {
                    part.resumeBegun = call;
                }
            }
            case ERROR, PRE_COPY -> {}
        }
    }

    /// The device is on its way into STOP_COPY: what took it out of its running state began the switchover,
    /// unless that was before the migration, as with a VM that was stopped by hand.
    private void takeLeft(Leg leg, DeviceLeg part) {
        Call call = lastLeft.get(part.device);
        if (part.left == null && call != null && (call.seq() >= leg.startSeq || !leg.hasStatus)) {
            part.left = call;
        }
    }

    private void back(Leg leg, DeviceLeg part, Call call, StateChange.Cause cause) {
        if (cause == StateChange.Cause.RESET && part.refusal != null) {
            part.wasReset = true;
        }
        if (part.resuming != null) {
            boolean loaded = cause != StateChange.Cause.RESET && !part.lostState();
            if (part.running == null && loaded) {
                part.running = call;
                if (part.resumeBegun == null) {
                    part.resumeBegun = call;
                }
            }
        } else if (part.left != null && (part.running == null || !leg.vmRunning)) {
            // The first RUNNING need not be the end: QEMU 11 sets it while the VM still stands.
            part.running = call;
        }
    }

    /// strace shows that data moves, and not the states that were asked for: there the data begin a side.
    private void moved(EventHeader header, MigrationState after, Report.Side side) {
        if (current == null && after.trace().sources().equals(List.of(CaptureSource.STRACE))) {
            begin(header).byDataAlone = true;
        }
        Leg leg = current;
        if (leg != null && leg.byDataAlone && leg.side != side) {
            leg = leg.side == null ? leg : begin(header);
            leg.byDataAlone = true;
            leg.side = side;
        }
    }

    private void sideFor(EventHeader header, Report.Side side) {
        Leg leg = current;
        boolean repeated = leg != null
                && !leg.hasStatus
                && leg.side == side
                && leg.devices.containsKey(header.device())
                && leg.took(leg.device(header.device()));
        if (leg == null || (leg.side != null && leg.side != side) || repeated) {
            leg = begin(header);
        }
        leg.side = side;
    }

    private static Optional<DeviceState> stateOf(EventHeader header, MigrationState after) {
        return after.device(header.device())
                .flatMap(device -> device.state().now().state());
    }

    private void unsized(EventHeader header) {
        if (current != null && header.hasDevice()) {
            current.throughChannels = true;
            current.device(header.device()).unsized();
        }
    }

    /// The VMM measures a downtime: the migration that goes on, or one of which nothing else is shown.
    private Leg measured(EventHeader header, boolean saving) {
        Leg leg = current;
        boolean another = leg != null && !leg.hasStatus && leg.devices.isEmpty() && leg.downtimeEnded();
        if (leg == null || another) {
            leg = begin(header);
            leg.side = saving ? Report.Side.SOURCE : Report.Side.DESTINATION;
        }
        return leg;
    }

    private void moment(String name, EventHeader header) {
        if (current != null) {
            current.moment(name, header.timeNs());
        }
    }

    private void step(VmmStepSeen event) {
        moment(event.name(), event.header());
        streamed(event);
        config(event);
        if (current != null && event.name().startsWith("migration_socket_")) {
            current.throughSocket = true;
        }
        boolean byThread = event.name().equals("vfio_save_complete_precopy_thread_start")
                || event.name().equals("vfio_load_bufs_thread_start");
        if (byThread) {
            unsized(event.header());
        }
    }

    private void config(VmmStepSeen event) {
        Leg leg = current;
        if (leg == null || !event.header().hasDevice() || !event.header().hasTime()) {
            return;
        }
        DeviceLeg part = leg.device(event.header().device());
        if (event.name().equals("vfio_load_device_config_state_start")) {
            part.configBegunNs = event.header().timeNs();
        } else if (event.name().equals("vfio_load_device_config_state_end")) {
            part.configLoadedNs = event.header().timeNs();
        }
    }

    /// A stream has no times, and stands in a trace before all that has, or alone.
    private void streamed(VmmStepSeen event) {
        Leg leg = current;
        switch (event.name()) {
            case "QEMU_VM_SECTION_START" -> {
                if (leg == null) {
                    leg = begin(event.header());
                    leg.side = Report.Side.SOURCE;
                    leg.byStream = true;
                }
                leg.device(event.header().device()).entered |= leg.byStream;
            }
            case "QEMU_VM_EOF" -> {
                if (leg != null) {
                    leg.streamEnded = true;
                }
            }
            default -> {
                // The other steps are of the VMM's log.
            }
        }
    }

    private void error(ErrorLinePrinted event) {
        Leg leg = current;
        if (!ErrorLines.isFailure(event.text())) {
            return;
        }
        Optional<Report.Side> side = ErrorLines.sideOf(event.text());
        if (leg == null && side.isPresent()) {
            leg = byMessage(event.header(), side.get());
        }
        if (leg == null) {
            return;
        }
        leg.said(event.header().seq(), event.text());
        if (leg.errorText == null) {
            leg.errorText = event.text();
            leg.errorSeq = event.header().seq();
        }
    }

    /// A migration of which the process shows no more than that something failed in it.
    private Leg byMessage(EventHeader header, Report.Side side) {
        DeviceStateSet refused = refusedOutside;
        Leg leg = begin(refused == null ? header : refused.header());
        leg.side = side;
        if (refused != null && refused.requested().isPresent()) {
            leg.device(refused.header().device()).refusal = new Refusal(
                    refused.header().seq(),
                    Optional.empty(),
                    refused.requested().get(),
                    refused.result(),
                    false,
                    true);
        }
        return leg;
    }
}
