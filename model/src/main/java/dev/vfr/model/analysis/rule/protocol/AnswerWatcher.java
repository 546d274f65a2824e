package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Watches the driver's answers for those that the kernel header rules out.
final class AnswerWatcher implements Watcher {

    /// VFIO_PRECOPY_INFO_REINIT, include/uapi/linux/vfio.h (Linux 7.1).
    private static final int REINIT = 1;

    private final FactCollector facts;
    private final Map<Integer, Device> devices = new HashMap<>();

    AnswerWatcher(FactCollector facts) {
        this.facts = facts;
    }

    private static final class Device {
        /// What puts the device into RUNNING, if nothing has moved it since; otherwise -1.
        private long restSeq = -1;
        private boolean byReset;
        /// How many times it is open.
        private int opened;
        private boolean openingShown;
        /// The session has just begun: nothing was read and nothing was asked.
        private boolean fresh;
        private boolean optedIn;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(
                DeviceOpened.class,
                DeviceClosed.class,
                DeviceReset.class,
                DeviceStateSet.class,
                ArcTaken.class,
                DeviceStateGot.class,
                MigrationFlagsQueried.class,
                PrecopyInfoV2Enabled.class,
                PrecopyInfoQueried.class,
                DataRead.class,
                DataMerged.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        Device device = devices.computeIfAbsent(event.header().device(), _ -> new Device());
        switch (event) {
            case DeviceOpened opened -> {
                if (opened.result().isOk()) {
                    device.openingShown = true;
                    device.byReset = false;
                    device.restSeq = device.opened++ == 0 ? event.header().seq() : -1;
                }
            }
            case DeviceClosed _ -> {
                device.opened = Math.max(0, device.opened - 1);
                device.restSeq = -1;
                device.optedIn &= device.opened > 0;
            }
            case DeviceReset reset -> {
                device.byReset = true;
                device.restSeq = reset.result().isOk() ? event.header().seq() : -1;
                device.fresh = false;
            }
            case DeviceStateSet set -> requested(set, device, before);
            case ArcTaken _ -> device.restSeq = -1;
            case DeviceStateGot got -> found(got, device);
            case MigrationFlagsQueried flags -> flags(flags);
            case PrecopyInfoV2Enabled enabled ->
                device.optedIn |= !enabled.result().isFailed();
            case PrecopyInfoQueried query -> precopy(query, device);
            case DataRead _, DataMerged _ -> device.fresh = false;
            default -> {
                // Nothing else is watched.
            }
        }
    }

    @Override
    public void finish(MigrationState end) {
        // Each answer was checked when it came.
    }

    private static void requested(DeviceStateSet set, Device device, MigrationState before) {
        device.restSeq = -1;
        Optional<StateKnowledge> now =
                before.device(set.header().device()).map(DeviceTrack::state).map(state -> state.now());
        boolean fromRunning = now.filter(
                        known -> known instanceof StateKnowledge.Observed && known.is(DeviceState.RUNNING))
                .isPresent();
        device.fresh = set.result().isOk() && fromRunning && set.requested().equals(Optional.of(DeviceState.PRE_COPY));
    }

    private void found(DeviceStateGot got, Device device) {
        if (got.result().isOk()
                && device.restSeq >= 0
                && got.state().filter(state -> state != DeviceState.RUNNING).isPresent()) {
            facts.add(new NotRunningAtRest(got.header(), got.state().get(), device.byReset, device.restSeq));
        }
        device.restSeq = -1;
    }

    private void flags(MigrationFlagsQueried query) {
        OptionalLong bits = query.flags();
        if (query.result().isOk() && bits.isPresent() && !new MigrationFlags(bits.getAsLong()).hasStopCopy()) {
            facts.add(new ForbiddenFlags(query.header(), bits.getAsLong()));
        }
    }

    private void precopy(PrecopyInfoQueried query, Device device) {
        if (!query.result().isOk()) {
            return;
        }
        EventHeader header = query.header();
        if (device.fresh && query.initialBytes().equals(OptionalLong.of(0))) {
            facts.add(new OddPrecopyInfo(query, OddPrecopyInfo.Oddity.NO_INITIAL_BYTES));
        }
        device.fresh = false;
        boolean reinit = (query.flagsOut().orElse(0) & REINIT) != 0;
        boolean neverOptedIn = device.openingShown && !device.optedIn && header.hasDevice();
        if (reinit && neverOptedIn && query.flagsIn().equals(OptionalInt.of(0))) {
            facts.add(new OddPrecopyInfo(query, OddPrecopyInfo.Oddity.REINIT_WITHOUT_OPT_IN));
        }
    }
}
