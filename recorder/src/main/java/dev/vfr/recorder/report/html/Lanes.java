package dev.vfr.recorder.report.html;

import static dev.vfr.recorder.report.html.Axis.px;
import static dev.vfr.recorder.report.html.Axis.rect;
import static dev.vfr.recorder.report.html.Axis.text;
import static dev.vfr.recorder.report.html.Axis.told;
import static j2html.TagCreator.tag;

import dev.vfr.model.drawing.Marks;
import dev.vfr.model.drawing.Marks.Mark;
import dev.vfr.model.drawing.Stretch;
import dev.vfr.model.drawing.TraceDrawing;
import dev.vfr.model.drawing.TraceDrawing.DeviceLane;
import dev.vfr.model.drawing.TraceDrawing.FrameDrawing;
import dev.vfr.model.drawing.TraceDrawing.VmmLane;
import dev.vfr.model.drawing.TraceDrawing.Word;
import dev.vfr.model.report.Finding;
import dev.vfr.model.vfio.DeviceState;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The lanes of a time line, from the top down: for each process its migration status and run state, for each of its
/// devices the states and below them what failed.
final class Lanes {

    private static final int BAND = 22;
    private static final int WORDS = 13;
    private static final int FLAG = 16;
    private static final int FLAGS_MAX = 60;
    private static final double CHARACTER_PX = 6.6;

    private final Axis axis;
    private final List<DomContent> shapes = new ArrayList<>();
    private int y;

    Lanes(Axis axis, int top) {
        this.axis = axis;
        this.y = top;
    }

    /// A finding on the time line.
    ///
    /// @param number of the finding in the page, from 1
    /// @param at its place on the picture's axis
    record Flag(int number, Finding finding, long at) {}

    int bottom() {
        return y;
    }

    List<DomContent> shapes() {
        return shapes;
    }

    /// Everything that one trace shows.
    void add(TraceDrawing drawing, FrameDrawing frame) {
        int top = y;
        for (VmmLane process : drawing.processes()) {
            if (!process.devices().isEmpty() || !process.statuses().isEmpty()) {
                add(process, frame);
            }
        }
        gaps(drawing, frame, top);
    }

    private void add(VmmLane process, FrameDrawing frame) {
        shapes.add(text("0", y + 11, Names.cut(process.label(), 18)).withClass("lane"));
        if (!process.vmm().isEmpty()) {
            shapes.add(
                    text("0", y + 24, Names.cut(Names.vmm(process.vmm()), 20)).withClass("small"));
        }
        int top = y;
        words(process, process.statuses(), frame, "migration status");
        words(process, process.runStates(), frame, "run state");
        Marks errors = frame.errorLines().get(process.number());
        if (errors != null) {
            marks(errors, y + 6);
            y += WORDS;
        }
        y = Math.max(y, top + 2 * WORDS) + 4;
        for (DeviceLane device : process.devices()) {
            shapes.add(text("0", y + 15, Names.cut(Names.device(device.name(), device.aliases()), 18))
                    .withClass("lane"));
            for (Stretch stretch : device.stretches()) {
                stretch(process, stretch, frame);
            }
            y += BAND + 2;
            Marks marks = frame.marks().get(device.number());
            if (marks != null) {
                marks(marks, y + 5);
                y += 12;
            }
            y += 6;
        }
        y += 10;
    }

    /// A lane of its own for the findings, each leading to its text; those at one place stand below each other.
    void flags(List<Flag> flags) {
        List<Flag> ordered = flags.stream()
                .filter(flag -> axis.shows(flag.at(), flag.at()))
                .sorted(Comparator.comparingLong(Flag::at).thenComparingInt(Flag::number))
                .limit(FLAGS_MAX)
                .toList();
        if (ordered.isEmpty()) {
            return;
        }
        shapes.add(text("0", y + 13, "findings").withClass("lane"));
        List<Double> ends = new ArrayList<>();
        for (Flag flag : ordered) {
            double x = axis.x(flag.at());
            int row = 0;
            while (row < ends.size() && ends.get(row) > x - FLAG / 2.0) {
                row++;
            }
            double end = x + FLAG / 2.0 + 2;
            if (row == ends.size()) {
                ends.add(end);
            } else {
                ends.set(row, end);
            }
            flag(flag, x, y + row * (FLAG + 2));
        }
        y += ends.size() * (FLAG + 2) + 6;
    }

    private void flag(Flag flag, double x, int top) {
        ContainerTag<?> shape = tag("a").attr("href", "#finding-" + flag.number());
        String severity = flag.finding().severity().word();
        shapes.add(shape.with(
                told(
                        tag("circle")
                                .attr("cx", px(x))
                                .attr("cy", px(top + FLAG / 2.0))
                                .attr("r", px(FLAG / 2.0))
                                .withClass("flag " + severity),
                        severity + ": " + flag.finding().summary()),
                text(px(x), top + FLAG / 2 + 4, Integer.toString(flag.number()))
                        .attr("text-anchor", "middle")
                        .withClass("in-flag")));
    }

    private void words(VmmLane process, List<Word> words, FrameDrawing frame, String what) {
        if (words.isEmpty()) {
            return;
        }
        for (int i = 0; i < words.size(); i++) {
            long from = frame.frame().place(process.label(), words.get(i).from());
            long to = i + 1 < words.size()
                    ? frame.frame().place(process.label(), words.get(i + 1).from())
                    : Long.MAX_VALUE;
            if (axis.shows(from, to)) {
                word(
                        words.get(i),
                        axis.x(from),
                        axis.x(to),
                        what + " " + words.get(i).text() + " from " + axis.told(from) + ", event "
                                + words.get(i).seq());
            }
        }
        y += WORDS;
    }

    private void word(Word word, double x, double end, String title) {
        shapes.add(told(rect(x, y, Math.max(1, end - x - 1), WORDS - 2).withClass("word"), title));
        if (end - x > word.text().length() * CHARACTER_PX) {
            shapes.add(text(px(x + 3), y + 9, word.text()).withClass("in-word"));
        }
    }

    private void stretch(VmmLane process, Stretch stretch, FrameDrawing frame) {
        long from = frame.frame().place(process.label(), stretch.from());
        long to = frame.frame().place(process.label(), stretch.to());
        if (stretch.state().isEmpty() || !axis.shows(from, to)) {
            return;
        }
        DeviceState state = stretch.state().get();
        double x = axis.x(from);
        double width = axis.x(to) - x;
        boolean hidden = width < 0.25 && to > from && stretch.seq() % 4 != 0;
        if (hidden && shapes.size() > 4_000) {
            return;
        }
        ContainerTag<?> band = rect(x, y, Math.max(width, 0.75), BAND).attr("fill", StateLook.fill(state));
        if (!stretch.observed()) {
            band.withClass("inferred");
            if (width >= 4) {
                band.attr("stroke", StateLook.color(state));
            }
        }
        shapes.add(told(
                band,
                state + ", " + axis.length(to - from) + ", from " + axis.told(from) + " to " + axis.told(to)
                        + (stretch.observed() ? "" : ", inferred") + ", event " + stretch.seq()));
        if (width > state.name().length() * 7.4 + 8) {
            String look = stretch.observed() && !state.isP2p() ? StateLook.textOn(state) : "plain";
            shapes.add(text(px(x + 5), y + 15, state.name()).withClass("in-band " + look));
        }
    }

    private void marks(Marks marks, int middle) {
        for (Mark mark : marks.all()) {
            double x = axis.x(mark.column()) + 0.5;
            String title = words(mark.kind()) + (mark.count() > 1 ? ", " + mark.count() + " times from" : ",")
                    + " event " + mark.seq();
            ContainerTag<?> shape = tag("path");
            switch (mark.kind()) {
                case ENOMSG ->
                    shape.attr("d", "M" + px(x) + " " + (middle - 4) + "v8").withClass("enomsg");
                case RESET ->
                    shape.attr("d", "M" + px(x - 4) + " " + middle + "l4 -4l4 4l-4 4z")
                            .withClass("reset");
                case REFUSED_SET, FAILED_CALL, ERROR_LINE ->
                    shape.attr("d", "M" + px(x - 3.5) + " " + (middle - 3.5) + "l7 7m0 -7l-7 7")
                            .withClass("failed");
            }
            shapes.add(told(shape, title));
        }
    }

    private static String words(Marks.Kind kind) {
        return switch (kind) {
            case ENOMSG -> "ENOMSG: no pre-copy data for now";
            case REFUSED_SET -> "a SET of the device state failed";
            case FAILED_CALL -> "a call failed";
            case RESET -> "device reset";
            case ERROR_LINE -> "the VMM printed an error";
        };
    }

    /// Missing events: everything between two torn edges is covered.
    private void gaps(TraceDrawing drawing, FrameDrawing frame, int top) {
        for (TraceDrawing.Gap gap : drawing.gaps()) {
            long from = frame.frame().place("", gap.from());
            long to = frame.frame().place("", gap.to());
            if (!axis.shows(from, to)) {
                continue;
            }
            double x = axis.x(from);
            double width = Math.max(5, axis.x(to) - x);
            StringBuilder path = new StringBuilder("M" + px(x) + " " + top);
            int teeth = Math.max(1, (y - top) / 6);
            for (int i = 0; i < teeth; i++) {
                path.append(i % 2 == 0 ? "l2.5 6" : "l-2.5 6");
            }
            path.append("h").append(px(width));
            for (int i = teeth - 1; i >= 0; i--) {
                path.append(i % 2 == 0 ? "l-2.5 -6" : "l2.5 -6");
            }
            shapes.add(told(
                    tag("path").attr("d", path + "z").withClass("gap"), gap.text() + " (event " + gap.seq() + ")"));
        }
    }
}
