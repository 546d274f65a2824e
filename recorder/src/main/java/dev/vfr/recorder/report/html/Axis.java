package dev.vfr.recorder.report.html;

import static j2html.TagCreator.tag;

import dev.vfr.model.drawing.Frame;
import dev.vfr.model.report.Figures;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The horizontal axis of a picture: from places to px, with round ticks.
///
/// @param timed places are ns; otherwise numbers of events
record Axis(Frame frame, boolean timed) {

    /// Room for names left of the axis, px.
    static final int LEFT = 130;
    /// Width of the axis, px: one a column.
    static final int WIDTH = Frame.COLUMNS;
    /// Width of a picture, px.
    static final int TOTAL = LEFT + WIDTH + 24;

    private static final double SPACING_PX = 110;
    private static final long S = 1_000_000_000L;
    private static final long[] LONG_STEPS = {
        S, 2 * S, 5 * S, 10 * S, 15 * S, 30 * S, 60 * S, 120 * S, 300 * S, 600 * S, 900 * S, 1800 * S, 3600 * S,
        7200 * S, 21600 * S, 86400 * S
    };

    /// Px of a place, cut to the picture.
    double x(long place) {
        double part = ((double) place - frame.from()) / ((double) frame.to() - frame.from());
        return LEFT + Math.clamp(part, 0, 1) * WIDTH;
    }

    double x(int column) {
        return LEFT + column;
    }

    boolean shows(long from, long to) {
        return to >= frame.from() && from <= frame.to();
    }

    /// Ticks with labels above `bottom` and lines down to it.
    List<DomContent> ticks(int top, int bottom) {
        List<DomContent> ticks = new ArrayList<>();
        long step = step(((double) frame.to() - frame.from()) / WIDTH * SPACING_PX);
        for (long at = Math.ceilDiv(frame.from(), step) * step; at <= frame.to(); at += step) {
            String x = px(x(at));
            ticks.add(line(x, top, x, bottom).withClass("grid"));
            ticks.add(text(x, top - 9, label(at, step))
                    .attr("text-anchor", "middle")
                    .withClass("tick"));
        }
        return ticks;
    }

    private long step(double least) {
        if (least > S / 2.0 && timed) {
            for (long step : LONG_STEPS) {
                if (step >= least) {
                    return step;
                }
            }
            long day = LONG_STEPS[LONG_STEPS.length - 1];
            return Math.ceilDiv((long) least, day) * day;
        }
        long power = 1;
        while (power * 10 <= least) {
            power *= 10;
        }
        double rest = least / power;
        return rest <= 1 ? power : rest <= 2 ? 2 * power : rest <= 5 ? 5 * power : 10 * power;
    }

    private String label(long at, long step) {
        if (!timed) {
            return "#" + at;
        }
        long largest = Math.max(Math.abs(frame.from()), Math.abs(frame.to()));
        long unit = largest >= S ? S : largest >= 1_000_000 ? 1_000_000 : largest >= 1_000 ? 1_000 : 1;
        String name = unit == S ? "s" : unit == 1_000_000 ? "ms" : unit == 1_000 ? "us" : "ns";
        int decimals = 0;
        for (long rest = step; rest < unit; rest *= 10) {
            decimals++;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f %s", (double) at / unit, name);
    }

    /// A place in words, such as `+4.661 s` or `event 12`.
    String told(long place) {
        return timed ? (place < 0 ? "" : "+") + Figures.time(place) : "event " + place;
    }

    /// A length in words.
    String length(long length) {
        return timed ? Figures.time(length) : length + " events";
    }

    /// A number of px with two decimals at most.
    static String px(double px) {
        long hundredths = Math.round(px * 100);
        String sign = hundredths < 0 ? "-" : "";
        long whole = Math.abs(hundredths) / 100;
        long rest = Math.abs(hundredths) % 100;
        if (rest == 0) {
            return sign + whole;
        }
        return sign + whole + "." + (rest % 10 == 0 ? Long.toString(rest / 10) : (rest < 10 ? "0" : "") + rest);
    }

    static ContainerTag<?> line(String x1, int y1, String x2, int y2) {
        return tag("line")
                .attr("x1", x1)
                .attr("y1", Integer.toString(y1))
                .attr("x2", x2)
                .attr("y2", Integer.toString(y2));
    }

    static ContainerTag<?> rect(double x, int y, double width, int height) {
        return tag("rect")
                .attr("x", px(x))
                .attr("y", Integer.toString(y))
                .attr("width", px(width))
                .attr("height", Integer.toString(height));
    }

    static ContainerTag<?> text(String x, int y, String text) {
        return tag("text").attr("x", x).attr("y", Integer.toString(y)).withText(text);
    }

    /// What a browser shows beside the pointer, and what a screen reader says.
    static ContainerTag<?> told(ContainerTag<?> shape, String text) {
        return shape.with(tag("title").withText(text));
    }
}
