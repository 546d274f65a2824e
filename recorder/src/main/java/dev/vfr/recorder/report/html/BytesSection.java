package dev.vfr.recorder.report.html;

import static dev.vfr.recorder.report.html.Axis.px;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tag;

import dev.vfr.model.drawing.ByteCurves;
import dev.vfr.model.drawing.Curve;
import dev.vfr.model.drawing.TraceDrawing;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/// Bytes over time: what was read and written, against what the driver said was left.
final class BytesSection {

    private static final int TOP = 24;
    private static final int HEIGHT = 150;

    /// An estimate so many times larger than all that moved says nothing by its height.
    private static final int ABSURD = 20;

    private BytesSection() {}

    static DomContent of(Report report, Scenes scenes, List<TraceDrawing> drawings) {
        List<DomContent> charts = new ArrayList<>();
        for (Scenes.Scene scene : scenes.all()) {
            if (!scene.switchover()) {
                for (Scenes.Part part : scene.parts()) {
                    charts(scene, drawings.get(part.trace()), part.frame(), charts);
                }
            }
        }
        return section(
                        h2("Bytes"),
                        charts.isEmpty()
                                ? p("The traces show no data of a device.").withClass("none")
                                : each(charts, chart -> chart),
                        AmountsTable.of(report),
                        StreamsTable.of(report))
                .withId("bytes");
    }

    private static void charts(Scenes.Scene scene, TraceDrawing drawing, int frame, List<DomContent> charts) {
        TraceDrawing.FrameDrawing framed = drawing.frames().get(frame);
        Axis axis = new Axis(framed.frame(), drawing.timed());
        for (TraceDrawing.VmmLane process : drawing.processes()) {
            for (TraceDrawing.DeviceLane device : process.devices()) {
                ByteCurves curves = framed.bytes().get(device.number());
                if (curves != null && !curves.isEmpty()) {
                    charts.add(chart(
                            Names.device(device.name(), device.aliases()) + ", " + process.label()
                                    + (scene.title().contains(":")
                                            ? " ("
                                                    + scene.title()
                                                            .substring(
                                                                    0,
                                                                    scene.title()
                                                                            .indexOf(':')) + ")"
                                            : ""),
                            axis,
                            curves));
                }
            }
        }
    }

    private static DomContent chart(String name, Axis axis, ByteCurves curves) {
        List<Line> lines = lines(curves);
        long most = scale(lines);
        Plot plot = new Plot(axis, TOP, HEIGHT, most, Plot.Unit.BYTES);
        List<DomContent> shapes = new ArrayList<>(plot.grid());
        for (Line line : lines) {
            shapes.add(
                    Axis.told(tag("path").attr("d", path(line, plot)).withClass("curve " + line.look()), line.name()));
        }
        ContainerTag<?> svg = StateLook.svg(Axis.TOTAL, plot.bottom() + 6)
                .attr("role", "img")
                .attr("aria-label", "Bytes of " + name + " over time; the figures are in the table below.")
                .with(shapes);
        return figure(
                figcaption(
                        span(name).withClass("what"),
                        each(
                                lines,
                                line -> span(key(line.look()), span(line.told(most)))
                                        .withClass("key"))),
                tag("div").withClass("wide").with(svg));
    }

    /// One line of a chart.
    ///
    /// @param sum a running sum, which begins at 0
    private record Line(String name, String look, Curve curve, boolean sum) {
        String told(long most) {
            String beyond = curve.largest() > most ? " (beyond the picture)" : "";
            return name + " " + Figures.bytes(curve.points().getLast().last()) + beyond;
        }
    }

    private static List<Line> lines(ByteCurves curves) {
        List<Line> lines = new ArrayList<>(List.of(
                new Line("read", "read", curves.read, true),
                new Line("written", "written", curves.written, true),
                estimate("initial_bytes", "initial", curves.initialBytes),
                estimate("dirty_bytes", "dirty", curves.dirtyBytes),
                estimate("stop_copy_length", "stop-copy", curves.stopCopyLength)));
        lines.removeIf(line -> line.curve().isEmpty());
        return lines;
    }

    private static Line estimate(String name, String look, Curve curve) {
        return new Line(curve.isFromDriver() ? name : name + " (VMM's copy)", look, curve, false);
    }

    /// Steps: what is known holds until the next answer. A column with several values shows their range.
    private static String path(Line line, Plot plot) {
        StringBuilder path = new StringBuilder();
        if (line.sum()) {
            path.append("M").append(Axis.LEFT).append(' ').append(plot.bottom());
        }
        for (Curve.Point point : line.curve().points()) {
            String x = px(plot.axis().x(point.column()));
            path.append(path.isEmpty() ? "M" + x + " " : "H" + x + "V");
            path.append(plot.y(point.min()));
            if (point.max() != point.min()) {
                path.append("V").append(plot.y(point.max()));
                path.append("V").append(plot.y(point.last()));
            }
        }
        return path.append(line.sum() ? "H" + (Axis.LEFT + Axis.WIDTH) : "h4").toString();
    }

    /// The top of the picture: an estimate that is absurdly large must not hide everything else.
    private static long scale(List<Line> lines) {
        long moved = 0;
        long any = 1;
        for (Line line : lines) {
            long largest = line.curve().largest();
            moved = line.sum() ? Math.max(moved, largest) : moved;
            any = Math.max(any, largest);
        }
        return moved > 0 && any / ABSURD > moved ? moved : any;
    }

    /// A sample of a line's look, for its legend.
    static DomContent key(String look) {
        return StateLook.svg(18, 8)
                .attr("aria-hidden", "true")
                .with(tag("path").attr("d", "M0 4H18").withClass("curve " + look));
    }
}
