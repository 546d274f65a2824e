package dev.vfr.ui.graph;

import dev.vfr.model.report.Figures;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.draw.DrawnPane;
import dev.vfr.ui.draw.Ink;
import dev.vfr.ui.draw.Pen;
import dev.vfr.ui.draw.StateLook;
import java.util.Set;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// The eight states with the arcs that the device's flags allow: walked ones strong with their counts, the present
/// state filled.
public final class StateGraph extends DrawnPane {

    private static final double TOP = 26;
    private static final double BOTTOM = 6;
    /// Half of the distance between an arc and its counterpart, px.
    private static final double LANE = 7;

    private final GraphModel model;

    public StateGraph(GraphModel model) {
        super("graph");
        this.model = model;
        model.replay().cursor().subscribe(_ -> redraw());
        model.replay().device().subscribe(_ -> redraw());
    }

    @Override
    protected void draw(Pen pen, double width, double height) {
        pen.bold(pen.ink().text(), "State", 12, 13, TextAlignment.LEFT);
        String title = model.title() + (model.flagsKnown() ? "" : "   flags not shown by the source");
        pen.fitted(pen.ink().muted(), title, 50, 13, width - 60);
        if (height < TOP + 100) {
            return;
        }
        GraphLayout layout = new GraphLayout(width, height - TOP - BOTTOM, TOP);
        Set<Arc> arcs = model.legalArcs();
        for (Arc arc : arcs) {
            if (model.walked(arc.from(), arc.to()) == 0) {
                arc(pen, layout, arc, 0);
            }
        }
        for (DeviceState from : DeviceState.values()) {
            for (DeviceState to : DeviceState.values()) {
                long walked = from == to || isError(from, to) ? 0 : model.walked(from, to);
                if (walked > 0) {
                    arc(pen, layout, new Arc(from, to), walked);
                }
            }
        }
        for (DeviceState state : DeviceState.values()) {
            node(pen, layout, state);
        }
    }

    private static boolean isError(DeviceState from, DeviceState to) {
        return from == DeviceState.ERROR || to == DeviceState.ERROR;
    }

    private void node(Pen pen, GraphLayout layout, DeviceState state) {
        double width = layout.nodeWidth();
        double height = layout.nodeHeight();
        double x = layout.x(state) - Math.floor(width / 2);
        double y = layout.y(state) - Math.floor(height / 2);
        boolean present = model.present().filter(now -> now == state).isPresent();
        boolean offered = model.isOffered(state) || state == DeviceState.ERROR;
        Ink ink = pen.ink();
        Color hue = StateLook.color(state);
        pen.fill(ink.surface(), x, y, width, height);
        Color text = offered ? ink.text() : Ink.faded(ink.muted(), 0.6);
        if (present) {
            StateLook.paint(pen, state, model.isObserved(), x, y, width, height);
            text = model.isObserved() ? StateLook.textOn(state) : ink.text();
            if (state.isP2p()) {
                double label = pen.width(state.name()) + 12;
                Color ground = model.isObserved() ? hue : ink.surface();
                pen.fill(ground, layout.x(state) - label / 2, y + 4, label, height - 8);
            }
        } else {
            pen.frame(offered ? hue : Ink.faded(ink.muted(), 0.4), x, y, width, height);
            pen.fill(offered ? hue : Ink.faded(ink.muted(), 0.4), x, y, 4, height);
        }
        if (present) {
            pen.bold(text, state.name(), layout.x(state), layout.y(state), TextAlignment.CENTER);
        } else {
            pen.text(text, state.name(), layout.x(state), layout.y(state), TextAlignment.CENTER);
        }
    }

    private void arc(Pen pen, GraphLayout layout, Arc arc, long walked) {
        Ink ink = pen.ink();
        Color color = walked > 0 ? ink.text() : Ink.faded(ink.muted(), 0.45);
        pen.graphics().setLineWidth(walked > 0 ? 2 : 1);
        double x1 = layout.x(arc.from());
        double y1 = layout.y(arc.from());
        double x2 = layout.x(arc.to());
        double y2 = layout.y(arc.to());
        if (y1 == y2) {
            horizontal(pen, layout, color, x1, x2, y1, walked);
        } else if (Math.abs(GraphLayout.rowOf(arc.from()) - GraphLayout.rowOf(arc.to())) == 1 && x1 == x2) {
            vertical(pen, layout, color, x1, y1, y2, walked);
        } else {
            around(pen, layout, color, x1, y1, x2, y2, walked);
        }
        pen.graphics().setLineWidth(1);
    }

    private static void horizontal(
            Pen pen, GraphLayout layout, Color color, double x1, double x2, double y, long walked) {
        double sign = Math.signum(x2 - x1);
        double at = y - sign * LANE + 0.5;
        double from = x1 + sign * (layout.nodeWidth() / 2 + 2);
        double to = x2 - sign * (layout.nodeWidth() / 2 + 3);
        pen.line(color, from, at, to - sign * 4, at);
        head(pen.graphics(), color, to, at, sign, 0);
        count(pen, walked, (from + to) / 2, at - sign * 8);
    }

    private static void vertical(
            Pen pen, GraphLayout layout, Color color, double x, double y1, double y2, long walked) {
        double sign = Math.signum(y2 - y1);
        double at = x + sign * LANE + 0.5;
        double from = y1 + sign * (layout.nodeHeight() / 2 + 2);
        double to = y2 - sign * (layout.nodeHeight() / 2 + 3);
        pen.line(color, at, from, at, to - sign * 4);
        head(pen.graphics(), color, at, to, 0, sign);
        count(pen, walked, at + sign * 14, (from + to) / 2);
    }

    /// An arc that skips a row passes its boxes on the outside.
    private static void around(
            Pen pen, GraphLayout layout, Color color, double x1, double y1, double x2, double y2, long walked) {
        double side = x1 < layout.width() / 2 ? -1 : 1;
        double out = x1 + side * (layout.nodeWidth() / 2 + (y2 > y1 ? 10 : 20));
        double edge = x1 + side * layout.nodeWidth() / 2;
        pen.line(color, edge, y1, out, y1);
        pen.line(color, out, y1, out, y2);
        double end = x2 + side * (layout.nodeWidth() / 2 + 2);
        pen.line(color, out, y2, end + side * 4, y2);
        head(pen.graphics(), color, end, y2, -side, 0);
        count(pen, walked, out + side * 12, (y1 + y2) / 2);
    }

    private static void head(GraphicsContext graphics, Color color, double x, double y, double dx, double dy) {
        graphics.setFill(color);
        graphics.fillPolygon(
                new double[] {x, x - 7 * dx - 3.5 * dy, x - 7 * dx + 3.5 * dy},
                new double[] {y, y - 7 * dy - 3.5 * dx, y - 7 * dy + 3.5 * dx},
                3);
    }

    private static void count(Pen pen, long walked, double x, double y) {
        if (walked > 0) {
            String label = Figures.count(walked);
            double width = pen.width(label) + 6;
            pen.fill(pen.ink().surface(), x - width / 2, y - 6, width, 12);
            pen.bold(pen.ink().text(), label, x, y, TextAlignment.CENTER);
        }
    }
}
