package dev.vfr.ui.chart;

import dev.vfr.model.report.Figures;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.chart.ChartModel.Curve;
import dev.vfr.ui.chart.ChartModel.Kind;
import dev.vfr.ui.draw.DrawnPane;
import dev.vfr.ui.draw.Ink;
import dev.vfr.ui.draw.Pen;
import dev.vfr.ui.draw.StateLook;
import dev.vfr.ui.draw.TimeAxis;
import dev.vfr.ui.picture.Axis;
import dev.vfr.ui.picture.TimeColumn;
import dev.vfr.ui.scale.Ticks;
import dev.vfr.ui.scale.TimeScale;
import dev.vfr.ui.scale.TimeScale.Range;
import dev.vfr.ui.session.ReplayModel;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// Bytes moved against the driver's estimates, on the same time axis as the timeline above it.
public final class BytesChart extends DrawnPane {

    private static final double TOP = 24;
    private static final double BOTTOM = 8;

    private final ChartModel model;
    private final ReplayModel replay;
    private double mouseX = Double.NaN;

    public BytesChart(ChartModel model) {
        super("chart");
        this.model = model;
        this.replay = model.replay();
        replay.view().subscribe(_ -> redraw());
        replay.cursor().subscribe(_ -> redraw());
        replay.device().subscribe(_ -> redraw());
        model.logarithmic().subscribe(_ -> redraw());
        setOnScroll(event -> replay.zoom(Math.pow(1.0045, event.getDeltaY()), scale().nsAt(event.getX())));
        setOnMousePressed(event -> replay.seekPosition(scale().nsAt(event.getX())));
        setOnMouseDragged(event -> replay.seekPosition(scale().nsAt(event.getX())));
        setOnMouseMoved(event -> hover(event.getX()));
        setOnMouseExited(_ -> hover(Double.NaN));
    }

    @Override
    protected void draw(Pen pen, double width, double height) {
        if (width < TimeAxis.GUTTER + 2 * TimeAxis.MARGIN || height < TOP + BOTTOM + 20) {
            return;
        }
        TimeScale scale = scale();
        BytesScale bytes = new BytesScale(
                Math.max(1, Math.round(model.max() * 1.04)),
                TOP,
                height - BOTTOM,
                model.logarithmic().get());
        Ticks ticks = TimeAxis.ticks(
                scale, replay.picture().whole().startNs(), replay.picture().axis() == Axis.EVENTS);
        TimeAxis.grid(pen, scale, ticks, TOP, height - BOTTOM);
        axis(pen, scale, bytes);
        List<Curve> curves = model.curves();
        GraphicsContext graphics = pen.graphics();
        graphics.save();
        graphics.beginPath();
        graphics.rect(scale.leftPx(), 0, scale.widthPx(), height);
        graphics.clip();
        curves.forEach(curve -> curve(pen, scale, bytes, curve));
        graphics.restore();
        long readAt = Double.isNaN(mouseX) ? replay.cursor().get().position() : scale.nsAt(mouseX);
        legend(pen, curves, readAt, width);
        TimeAxis.cursor(pen, scale, replay.cursor().get().position(), 0, height);
        if (!Double.isNaN(mouseX) && mouseX >= scale.leftPx()) {
            pen.vertical(Ink.faded(pen.ink().muted(), 0.6), mouseX, TOP, height);
        }
    }

    private TimeScale scale() {
        Range view = replay.view().get();
        double width = Math.max(1, Math.floor(getWidth()) - TimeAxis.GUTTER - TimeAxis.MARGIN);
        return new TimeScale(view.startNs(), view.endNs(), TimeAxis.GUTTER, width);
    }

    private void axis(Pen pen, TimeScale scale, BytesScale bytes) {
        Ink ink = pen.ink();
        if (model.max() > 0) {
            for (Ticks.Tick tick : bytes.ticks().ticks()) {
                double y = Math.rint(bytes.yOf((double) tick.value()));
                pen.horizontal(ink.grid(), scale.leftPx(), scale.rightPx(), y);
                pen.text(ink.muted(), tick.label(), scale.leftPx() - 8, y, TextAlignment.RIGHT);
            }
        }
        pen.bold(ink.text(), "Bytes", 12, 12, TextAlignment.LEFT);
        pen.fitted(ink.muted(), model.title(), 12, 28, TimeAxis.GUTTER - 80);
    }

    private void curve(Pen pen, TimeScale scale, BytesScale bytes, Curve curve) {
        GraphicsContext graphics = pen.graphics();
        graphics.setStroke(color(pen, curve.kind()));
        graphics.setLineWidth(curve.summed() ? 1.8 : 1.2);
        if (curve.kind() == Kind.STOP_COPY_LENGTH) {
            graphics.setLineDashes(6, 3);
        } else if (curve.kind() == Kind.DIRTY_BYTES) {
            graphics.setLineDashes(2, 2);
        }
        steps(graphics, scale, bytes, curve);
        graphics.setLineDashes();
        graphics.setLineWidth(1);
    }

    /// A line of steps with one corner a pixel column, and a stroke between the extremes inside of it.
    private static void steps(GraphicsContext graphics, TimeScale scale, BytesScale bytes, Curve curve) {
        TimeColumn column = curve.column();
        long before = column.countBefore(scale.startNs());
        boolean started = curve.summed() || before > 0;
        double y = bytes.yOf(before == 0 ? 0 : value(curve, before - 1));
        graphics.beginPath();
        if (started) {
            graphics.moveTo(scale.leftPx() - 2, y);
        }
        long from = before;
        while (from < column.size() && column.time(from) <= scale.endNs()) {
            double x = Math.floor(scale.xOf(column.time(from))) + 0.5;
            long to = Math.max(from + 1, column.countBefore(scale.nsAt(x + 0.5)));
            if (started) {
                graphics.lineTo(x, y);
            } else {
                graphics.moveTo(x, bytes.yOf(value(curve, from)));
                started = true;
            }
            if (!curve.summed() && to - from > 1) {
                graphics.lineTo(x, bytes.yOf((double) column.max(from, to)));
                graphics.lineTo(x, bytes.yOf((double) column.min(from, to)));
            }
            y = bytes.yOf(value(curve, to - 1));
            graphics.lineTo(x, y);
            from = to;
        }
        if (started) {
            graphics.lineTo(scale.rightPx() + 2, y);
        }
        graphics.stroke();
    }

    private static double value(Curve curve, long index) {
        return curve.summed()
                ? curve.column().sumBefore(index + 1)
                : curve.column().value(index);
    }

    private void legend(Pen pen, List<Curve> curves, long at, double width) {
        double x = TimeAxis.GUTTER + 6;
        for (Curve curve : curves) {
            long index = curve.column().floorIndex(at);
            String value = index < 0 ? curve.summed() ? "0 B" : "–" : Figures.bytes(Math.round(value(curve, index)));
            String label = curve.kind().label();
            double needed = 24 + pen.width(label) + 8 + pen.width(value) + 18;
            if (x + needed > width) {
                return;
            }
            pen.graphics().setLineWidth(2);
            pen.line(color(pen, curve.kind()), x, 12, x + 16, 12);
            pen.graphics().setLineWidth(1);
            pen.text(pen.ink().muted(), label, x + 22, 12, TextAlignment.LEFT);
            pen.text(pen.ink().text(), value, x + 22 + pen.width(label) + 6, 12, TextAlignment.LEFT);
            x += needed;
        }
        if (curves.isEmpty()) {
            pen.text(
                    pen.ink().muted(),
                    "the trace shows no data and no estimates of this device",
                    x,
                    12,
                    TextAlignment.LEFT);
        }
    }

    private static Color color(Pen pen, Kind kind) {
        return switch (kind) {
            case READ -> pen.ink().text();
            case WRITTEN -> StateLook.color(DeviceState.RESUMING);
            case INITIAL_BYTES -> StateLook.color(DeviceState.PRE_COPY);
            case DIRTY_BYTES -> StateLook.color(DeviceState.ERROR);
            case STOP_COPY_LENGTH -> StateLook.color(DeviceState.STOP_COPY);
        };
    }

    private void hover(double x) {
        mouseX = x;
        redraw();
    }
}
