package dev.vfr.ui.timeline;

import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.ProcessPicture;
import dev.vfr.ui.picture.TracePicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where each lane lies, in px from the top of the first one.
///
/// @param lanes from top to bottom
/// @param height px of all together
record TimelineLanes(List<Lane> lanes, double height) {

    private static final double VMM_HEIGHT = 38;
    private static final double DEVICE_HEIGHT = 62;
    private static final double STRETCH_MAX = 2.6;
    private static final double GROUP_GAP = 8;

    TimelineLanes {
        lanes = List.copyOf(lanes);
    }

    /// One row of the timeline.
    sealed interface Lane {
        /// px from the top of the first lane.
        double top();

        double height();

        ProcessPicture process();

        /// First lane of its process.
        boolean first();

        default double bottom() {
            return top() + height();
        }
    }

    /// What the VMM says of itself.
    record VmmLane(ProcessPicture process, double top, double height, boolean first) implements Lane {}

    /// A device.
    record DeviceLane(ProcessPicture process, DevicePicture device, double top, double height, boolean first)
            implements Lane {}

    /// Lays the lanes of a picture out, stretched a little where there is more room than needed.
    static TimelineLanes of(TracePicture picture, double available) {
        double needed = 0;
        for (ProcessPicture process : picture.processes()) {
            needed +=
                    (process.hasVmmFacts() ? VMM_HEIGHT : 0) + process.devices().size() * DEVICE_HEIGHT;
            needed += isShown(process) ? GROUP_GAP : 0;
        }
        double stretch = needed == 0 ? 1 : Math.clamp(available / needed, 1, STRETCH_MAX);
        List<Lane> lanes = new ArrayList<>();
        double top = 0;
        for (ProcessPicture process : picture.processes()) {
            boolean first = true;
            if (process.hasVmmFacts()) {
                lanes.add(new VmmLane(process, top, VMM_HEIGHT, true));
                top += VMM_HEIGHT;
                first = false;
            }
            for (DevicePicture device : process.devices()) {
                double height = Math.floor(DEVICE_HEIGHT * stretch);
                lanes.add(new DeviceLane(process, device, top, height, first));
                top += height;
                first = false;
            }
            top += isShown(process) ? GROUP_GAP : 0;
        }
        return new TimelineLanes(lanes, top);
    }

    /// The lane at `y`, px from the top of the first one.
    Optional<Lane> at(double y) {
        return lanes.stream()
                .filter(lane -> y >= lane.top() && y < lane.bottom())
                .findFirst();
    }

    private static boolean isShown(ProcessPicture process) {
        return process.hasVmmFacts() || !process.devices().isEmpty();
    }
}
