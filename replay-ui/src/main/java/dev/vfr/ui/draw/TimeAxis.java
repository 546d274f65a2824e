package dev.vfr.ui.draw;

import dev.vfr.ui.scale.Ticks;
import dev.vfr.ui.scale.TimeScale;
import javafx.scene.text.TextAlignment;

/// The horizontal axis and its grid, the same for all panes that share it.
public final class TimeAxis {

    /// Width of the column of labels left of the axis, px.
    public static final double GUTTER = 170;

    /// Room right of the axis, px.
    public static final double MARGIN = 14;

    /// Height of the row of tick labels, px.
    public static final double HEIGHT = 22;

    private static final double SPACING_PX = 105;

    private TimeAxis() {}

    /// Ticks for a scale that counts ns since `originNs`, or events.
    public static Ticks ticks(TimeScale scale, long originNs, boolean counted) {
        return counted ? Ticks.ofCount(scale, SPACING_PX) : Ticks.ofTime(scale, originNs, SPACING_PX);
    }

    /// Draws the grid from `top` to `bottom`.
    public static void grid(Pen pen, TimeScale scale, Ticks ticks, double top, double bottom) {
        for (Ticks.Tick tick : ticks.ticks()) {
            if (tick.isMajor()) {
                pen.vertical(pen.ink().grid(), scale.xOf(tick.value()), top, bottom);
            }
        }
    }

    /// Draws the row of labels with its base line at `bottom`.
    public static void labels(Pen pen, TimeScale scale, Ticks ticks, double bottom) {
        Ink ink = pen.ink();
        double free = scale.leftPx() - 30;
        for (Ticks.Tick tick : ticks.ticks()) {
            double x = scale.xOf(tick.value());
            pen.vertical(ink.muted(), x, bottom - (tick.isMajor() ? 5 : 3), bottom);
            double half = pen.width(tick.label()) / 2;
            if (tick.isMajor() && x - half > free && x + half < scale.rightPx() + MARGIN) {
                pen.text(ink.muted(), tick.label(), x, bottom - HEIGHT / 2 - 1, TextAlignment.CENTER);
                free = x + half + 8;
            }
        }
        pen.horizontal(ink.grid(), scale.leftPx(), scale.rightPx(), bottom);
    }

    /// The line of the cursor with its head at `top`; nothing where it is out of sight.
    public static void cursor(Pen pen, TimeScale scale, long position, double top, double bottom) {
        if (scale.shows(position)) {
            pen.vertical(pen.ink().accent(), scale.xOf(position), top, bottom);
        }
    }
}
