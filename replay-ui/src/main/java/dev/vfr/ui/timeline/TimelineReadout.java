package dev.vfr.ui.timeline;

import dev.vfr.model.report.Figures;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.picture.ArcColumn;
import dev.vfr.ui.picture.Axis;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.LabelBand;
import dev.vfr.ui.picture.MarkKind;
import dev.vfr.ui.picture.ProcessPicture;
import dev.vfr.ui.picture.StateBand;
import dev.vfr.ui.picture.TimeColumn;
import dev.vfr.ui.picture.TracePicture;
import dev.vfr.ui.timeline.TimelineLanes.DeviceLane;
import dev.vfr.ui.timeline.TimelineLanes.Lane;
import dev.vfr.ui.timeline.TimelineLanes.VmmLane;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What lies under the mouse, in words.
final class TimelineReadout {

    private TimelineReadout() {}

    /// One line for the time, then what the lane has there.
    ///
    /// @param reach how far from `at` a mark or a piece of data still counts
    static List<String> lines(TracePicture picture, Optional<Lane> lane, long at, long reach) {
        List<String> lines = new ArrayList<>();
        lines.add(
                picture.axis() == Axis.TIME
                        ? Figures.sinceStart(at - picture.whole().startNs())
                        : "event " + Figures.count(at));
        long endNs = picture.whole().endNs();
        lane.ifPresent(found -> {
            switch (found) {
                case VmmLane vmm -> vmm(lines, vmm.process(), at, endNs);
                case DeviceLane device -> device(lines, device.device(), at, reach, endNs);
            }
        });
        return lines;
    }

    private static void vmm(List<String> lines, ProcessPicture process, long at, long endNs) {
        label(process.runStates(), at, endNs).ifPresent(word -> lines.add("VM " + word));
        label(process.statuses(), at, endNs).ifPresent(word -> lines.add("migration " + word));
    }

    private static Optional<String> label(LabelBand band, long at, long endNs) {
        long index = band.indexAt(at);
        return index < 0 ? Optional.empty() : Optional.of(band.get(index, endNs).label());
    }

    private static void device(List<String> lines, DevicePicture device, long at, long reach, long endNs) {
        long index = device.states().indexAt(at);
        if (index >= 0) {
            StateBand.Stretch stretch = device.states().get(index, endNs);
            String state = stretch.state().map(DeviceState::name).orElse("state unknown");
            lines.add(state + (stretch.observed() ? "" : " (inferred)") + "  "
                    + Figures.time(stretch.endNs() - stretch.startNs()));
        }
        arcs(lines, device.arcs(), at, reach);
        data(lines, "read", device.reads(), at, reach);
        data(lines, "written", device.writes(), at, reach);
        for (MarkKind kind : MarkKind.values()) {
            TimeColumn marks = device.marks(kind);
            long from = marks.countBefore(at - reach);
            long to = marks.countBefore(at + reach);
            if (to > from) {
                String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                lines.add(name.equals("enomsg") ? "ENOMSG × " + (to - from) : name + " × " + (to - from));
            }
        }
    }

    /// The arc under the pointer, or the last of those that share its pixels.
    private static void arcs(List<String> lines, ArcColumn arcs, long at, long reach) {
        long last = arcs.countBefore(at + reach) - 1;
        if (last >= 0 && arcs.startNs(last) + arcs.durationNs(last) >= at - reach) {
            lines.add("arc to " + arcs.to(last) + (arcs.failed(last) ? " failed  " : "  ")
                    + Figures.time(arcs.durationNs(last)));
        }
    }

    private static void data(List<String> lines, String verb, TimeColumn pieces, long at, long reach) {
        long from = pieces.countBefore(at - reach);
        long to = pieces.countBefore(at + reach);
        if (to == from + 1) {
            lines.add(verb + " " + Figures.bytes(pieces.value(from)));
        } else if (to > from) {
            lines.add(verb + " " + Figures.count(to - from) + " × up to " + Figures.bytes(pieces.max(from, to)));
        }
    }
}
