package dev.vfr.recorder.report.html;

import static dev.vfr.recorder.report.html.Axis.px;

import dev.vfr.model.report.Figures;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/// The area of a chart: an [Axis] below which figures from 0 to `most` rise, with round steps.
///
/// @param top px
/// @param height px
/// @param most the figure at the top, > 0
record Plot(Axis axis, int top, int height, long most, Unit unit) {

    /// What the figures are.
    enum Unit {
        BYTES,
        NS;

        String told(long figure) {
            return this == BYTES ? Figures.bytes(figure) : Figures.time(figure);
        }

        /// A round step that divides `most` into four at most.
        long step(long most) {
            long least = Math.max(1, Math.ceilDiv(most, 4));
            if (this == BYTES) {
                return Long.highestOneBit(least * 2 - 1);
            }
            long power = 1;
            while (power * 10 <= least) {
                power *= 10;
            }
            return power >= least
                    ? power
                    : 2 * power >= least ? 2 * power : 5 * power >= least ? 5 * power : 10 * power;
        }
    }

    int bottom() {
        return top + height;
    }

    /// Lines and labels of both axes.
    List<DomContent> grid() {
        List<DomContent> grid = new ArrayList<>(axis.ticks(top, bottom()));
        long step = unit.step(most);
        for (long at = 0; at >= 0 && at <= most; at += step) {
            int y = (int) Math.round(height(at));
            grid.add(Axis.line(Integer.toString(Axis.LEFT), y, Integer.toString(Axis.LEFT + Axis.WIDTH), y)
                    .withClass("grid"));
            grid.add(Axis.text(Integer.toString(Axis.LEFT - 6), y + 4, unit.told(at))
                    .attr("text-anchor", "end")
                    .withClass("tick"));
        }
        return grid;
    }

    /// Px of a figure; one beyond the top is drawn there.
    String y(long figure) {
        return px(height(figure));
    }

    private double height(long figure) {
        return bottom() - Math.min(1, (double) figure / most) * height;
    }
}
