package dev.vfr.ui.graph;

import dev.vfr.model.fold.ArcCounts;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.ArcTable;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.session.ReplayModel;
import java.util.Optional;
import java.util.Set;

/// What the graph says of the chosen device at the cursor.
public final class GraphModel {

    /// All that the uapi of today knows; assumed where the source does not show the driver's flags.
    private static final MigrationFlags ALL_FLAGS =
            new MigrationFlags(MigrationFlags.STOP_COPY_BIT | MigrationFlags.P2P_BIT | MigrationFlags.PRE_COPY_BIT);

    private final ReplayModel replay;

    public GraphModel(ReplayModel replay) {
        this.replay = replay;
    }

    ReplayModel replay() {
        return replay;
    }

    /// The device as known at the cursor, empty before it is introduced.
    Optional<DeviceTrack> track() {
        return replay.device()
                .get()
                .map(DevicePicture::number)
                .flatMap(number -> replay.cursor().get().state().device(number));
    }

    String title() {
        return replay.device().get().map(DevicePicture::shortName).orElse("");
    }

    boolean flagsKnown() {
        return replay.device().get().flatMap(DevicePicture::flags).isPresent();
    }

    MigrationFlags flags() {
        return replay.device().get().flatMap(DevicePicture::flags).orElse(ALL_FLAGS);
    }

    /// The single arcs that the kernel can ask of a driver with these flags.
    Set<Arc> legalArcs() {
        return ArcTable.arcs(flags());
    }

    boolean isOffered(DeviceState state) {
        return flags().allows(state);
    }

    /// How often an arc was walked up to the cursor.
    long walked(DeviceState from, DeviceState to) {
        return track().map(track -> track.state().arcs())
                .map(arcs -> count(arcs, from, to))
                .orElse(0L);
    }

    /// The present state, empty where unknown.
    Optional<DeviceState> present() {
        return track().flatMap(track -> track.state().now().state());
    }

    boolean isObserved() {
        return track().filter(track -> track.state().now() instanceof StateKnowledge.Observed)
                .isPresent();
    }

    private static long count(ArcCounts arcs, DeviceState from, DeviceState to) {
        return arcs.observed(from, to) + arcs.inferred(from, to);
    }
}
