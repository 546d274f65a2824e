package dev.vfr.ui.chart;

import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.TimeColumn;
import dev.vfr.ui.picture.TracePicture;
import dev.vfr.ui.session.ReplayModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/// Which curves the chart shows, and how.
public final class ChartModel {

    private final ReplayModel replay;
    private final BooleanProperty logarithmic = new SimpleBooleanProperty(false);

    /// @param summed whether the curve is the running sum of the column's values
    record Curve(Kind kind, TimeColumn column, boolean summed) {}

    /// What a curve shows.
    enum Kind {
        READ("read at source"),
        WRITTEN("loaded at destination"),
        INITIAL_BYTES("initial_bytes"),
        DIRTY_BYTES("dirty_bytes"),
        STOP_COPY_LENGTH("stop_copy_length");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    public ChartModel(ReplayModel replay) {
        this.replay = replay;
    }

    ReplayModel replay() {
        return replay;
    }

    /// Whether the axis of bytes is logarithmic.
    public BooleanProperty logarithmic() {
        return logarithmic;
    }

    /// The curves that have values: those of the chosen device, and of its only counterpart on the other side.
    List<Curve> curves() {
        Optional<DevicePicture> source = side(true);
        Optional<DevicePicture> destination = side(false);
        List<Curve> curves = new ArrayList<>();
        source.ifPresent(device -> {
            add(curves, Kind.STOP_COPY_LENGTH, device.stopCopyLength(), false);
            add(curves, Kind.INITIAL_BYTES, device.initialBytes(), false);
            add(curves, Kind.DIRTY_BYTES, device.dirtyBytes(), false);
            add(curves, Kind.READ, device.reads(), true);
        });
        destination.ifPresent(device -> add(curves, Kind.WRITTEN, device.writes(), true));
        return List.copyOf(curves);
    }

    /// Whose curves these are.
    String title() {
        return replay.device().get().map(DevicePicture::shortName).orElse("");
    }

    /// The largest value of any curve.
    long max() {
        return curves().stream()
                .mapToLong(curve -> curve.summed ? curve.column.sum() : curve.column.max(0, curve.column.size()))
                .max()
                .orElse(0);
    }

    private static void add(List<Curve> curves, Kind kind, TimeColumn column, boolean summed) {
        if (!column.isEmpty()) {
            curves.add(new Curve(kind, column, summed));
        }
    }

    private Optional<DevicePicture> side(boolean source) {
        Optional<DevicePicture> chosen = replay.device().get();
        if (chosen.filter(device -> fits(device, source)).isPresent()) {
            return chosen;
        }
        TracePicture picture = replay.picture();
        List<DevicePicture> others = picture.devices().stream()
                .filter(device -> fits(device, source))
                .toList();
        if (others.size() == 1) {
            return Optional.of(others.getFirst());
        }
        List<DevicePicture> sameSide = picture.devices().stream()
                .filter(device -> fits(device, !source))
                .toList();
        // Several devices on each side: they are migrated in the same order on both.
        int index = chosen.map(sameSide::indexOf).orElse(-1);
        return index >= 0 && sameSide.size() == others.size() ? Optional.of(others.get(index)) : Optional.empty();
    }

    private static boolean fits(DevicePicture device, boolean source) {
        return source
                ? device.isSource()
                        || !device.initialBytes().isEmpty()
                        || !device.stopCopyLength().isEmpty()
                : device.isDestination();
    }
}
