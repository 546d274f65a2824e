package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.DeviceStateAnnounced;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Puts what was estimated beside what was read, for each time that a device was saved: [SavingHistory].
final class EstimateWatcher implements Watcher {

    /// VFIO_PRECOPY_INFO_REINIT.
    private static final int REINIT = 1;

    private static final Set<Class<? extends MigrationEvent>> WATCHED = Set.of(
            PrecopyInfoQueried.class,
            MigDataSizeQueried.class,
            VmmEstimated.class,
            DataRead.class,
            DataMerged.class,
            DeviceStateSet.class,
            DeviceStateGot.class,
            DeviceStateAnnounced.class,
            DeviceReset.class,
            ArcTaken.class,
            PrecopyInfoV2Enabled.class);

    private final FactCollector facts;
    private final Map<Integer, SavingBuilder> open = new LinkedHashMap<>();

    EstimateWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return WATCHED;
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        if (!header.hasDevice()) {
            return;
        }
        switch (event) {
            case PrecopyInfoQueried e -> asked(e);
            case MigDataSizeQueried e -> asked(e);
            case VmmEstimated e -> {
                SavingBuilder saving = opened(header);
                saving.copied(new EstimatePoint(
                        header.seq(),
                        header.timeNs(),
                        e.exact(),
                        e.initialBytes(),
                        e.dirtyBytes(),
                        e.stopCopyBytes(),
                        false,
                        saving.readBytes()));
            }
            case DataRead e -> read(e, after);
            case DataMerged e -> {
                if (e.saving()) {
                    opened(header).read(header, stateOf(after, header), e.calls(), e.bytes());
                }
            }
            case PrecopyInfoV2Enabled e -> {
                if (e.result().isOk()) {
                    facts.add(new PrecopyInfoOptIn(header.device()));
                }
            }
            default -> moved(header, after);
        }
    }

    private void asked(PrecopyInfoQueried event) {
        EventHeader header = event.header();
        SavingBuilder saving = opened(header);
        if (event.result().isOk()) {
            boolean reinit = (event.flagsOut().orElse(0) & REINIT) != 0;
            saving.answered(new EstimatePoint(
                    header.seq(),
                    header.timeNs(),
                    Optional.of(true),
                    event.initialBytes(),
                    event.dirtyBytes(),
                    OptionalLong.empty(),
                    reinit,
                    saving.readBytes()));
        } else {
            saving.failed(header, false, event.result());
        }
    }

    private void asked(MigDataSizeQueried event) {
        EventHeader header = event.header();
        SavingBuilder saving = opened(header);
        if (event.result().isOk()) {
            saving.answered(new EstimatePoint(
                    header.seq(),
                    header.timeNs(),
                    Optional.of(true),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    event.stopCopyLength(),
                    false,
                    saving.readBytes()));
        } else {
            saving.failed(header, true, event.result());
        }
    }

    private void read(DataRead event, MigrationState after) {
        EventHeader header = event.header();
        if (event.result().isFailed()) {
            if (event.result().is(Errno.ENOMSG)) {
                opened(header).read(header, stateOf(after, header), 1, 0);
            }
        } else if (event.bytes().isEmpty()) {
            opened(header).readUnsized(header);
        } else {
            opened(header).read(header, stateOf(after, header), 1, event.bytes().getAsLong());
        }
    }

    private void moved(EventHeader header, MigrationState after) {
        Optional<DeviceState> state = stateOf(after, header);
        SavingBuilder saving = open.get(header.device());
        if (state.isPresent() && state.get().isSaving()) {
            opened(header).in(state.get(), header);
        } else if (state.isPresent() && saving != null && saving.isSaving()) {
            saving.left(header);
            open.remove(header.device());
            facts.add(saving.result());
        }
    }

    private SavingBuilder opened(EventHeader header) {
        return open.computeIfAbsent(header.device(), ignored -> new SavingBuilder(header));
    }

    @Override
    public void finish(MigrationState end) {
        open.values().forEach(saving -> facts.add(saving.result()));
    }

    private static Optional<DeviceState> stateOf(MigrationState state, EventHeader header) {
        return state.device(header.device())
                .flatMap(device -> device.state().now().state());
    }
}
