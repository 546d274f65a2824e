package dev.vfr.ui.timeline;

import dev.vfr.model.report.Figures;
import dev.vfr.ui.draw.Pen;
import dev.vfr.ui.draw.StateLook;
import dev.vfr.ui.picture.ArcColumn;
import dev.vfr.ui.scale.TimeScale;

/// Paints the driver's lane below a device's states: each arc from its entry to its return, in the hue of the
/// state that it leads to. Arcs take µs; one is never narrower than two pixels.
final class ArcPainter {

    static final double HEIGHT = 11;

    private static final double LEAST_PX = 2;
    private static final double LABEL_MIN_PX = 70;

    private final Pen pen;
    private final TimeScale scale;
    private final double top;

    ArcPainter(Pen pen, TimeScale scale, double top) {
        this.pen = pen;
        this.scale = scale;
        this.top = top;
    }

    void paint(ArcColumn arcs) {
        // The one before the first that begins in sight may reach into it.
        long index = Math.max(0, arcs.countBefore(scale.startNs()) - 1);
        while (index < arcs.size() && arcs.startNs(index) <= scale.endNs()) {
            double left = Math.floor(scale.xOf(arcs.startNs(index)));
            double right = Math.max(left + LEAST_PX, scale.xOf(arcs.startNs(index) + arcs.durationNs(index)));
            double from = Math.max(scale.leftPx(), left);
            double width = Math.min(scale.rightPx(), right) - from;
            if (width > 0) {
                arc(arcs, index, from, width);
            }
            index = Math.max(index + 1, arcs.countBefore(scale.nsAt(left + 1)));
        }
    }

    private void arc(ArcColumn arcs, long index, double left, double width) {
        pen.fill(StateLook.color(arcs.to(index)), left, top, width, HEIGHT - 3);
        if (arcs.failed(index)) {
            pen.frame(pen.ink().danger(), left, top, Math.max(4, width), HEIGHT - 3);
        }
        if (width > LABEL_MIN_PX) {
            String label = "→ " + arcs.to(index).name() + "  " + Figures.time(arcs.durationNs(index));
            pen.fitted(StateLook.textOn(arcs.to(index)), label, left + 4, top + (HEIGHT - 3) / 2, width - 6);
        }
    }
}
