package dev.vfr.ui.timeline;

import dev.vfr.model.report.Figures;
import dev.vfr.ui.draw.DrawnPane;
import dev.vfr.ui.draw.Ink;
import dev.vfr.ui.draw.Pen;
import dev.vfr.ui.draw.TimeAxis;
import dev.vfr.ui.picture.Axis;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.TracePicture;
import dev.vfr.ui.scale.Ticks;
import dev.vfr.ui.scale.TimeScale;
import dev.vfr.ui.scale.TimeScale.Range;
import dev.vfr.ui.session.ReplayModel;
import dev.vfr.ui.timeline.TimelineLanes.DeviceLane;
import dev.vfr.ui.timeline.TimelineLanes.Lane;
import dev.vfr.ui.timeline.TimelineLanes.VmmLane;
import java.util.List;
import java.util.Optional;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.TextAlignment;

/// Lanes of VMMs and devices over time, with the cursor. The wheel zooms, dragging pans, a click moves the cursor.
public final class TimelinePane extends DrawnPane {

    private static final double ZOOM_STEP = 1.0015;

    private final ReplayModel replay;
    private double scrollPx;
    private double pressedX;
    private double pressedScroll;
    private double pressedY;
    private boolean dragged;
    private Range pressedView;
    private Optional<Hover> hover = Optional.empty();

    /// Where the mouse is.
    private record Hover(double x, double y) {}

    public TimelinePane(ReplayModel replay) {
        super("timeline");
        this.replay = replay;
        this.pressedView = replay.view().get();
        replay.view().subscribe(_ -> redraw());
        replay.cursor().subscribe(_ -> redraw());
        replay.device().subscribe(_ -> redraw());
        setOnScroll(this::scrolled);
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseReleased(this::released);
        setOnMouseMoved(event -> hover(Optional.of(new Hover(event.getX(), event.getY()))));
        setOnMouseExited(_ -> hover(Optional.empty()));
    }

    @Override
    protected void draw(Pen pen, double width, double height) {
        if (width < TimeAxis.GUTTER + 2 * TimeAxis.MARGIN) {
            return;
        }
        TracePicture picture = replay.picture();
        TimeScale scale = scale();
        TimelineLanes lanes = lanes();
        scrollPx = Math.clamp(scrollPx, 0, Math.max(0, lanes.height() - (height - TimeAxis.HEIGHT)));
        Ticks ticks = TimeAxis.ticks(scale, picture.whole().startNs(), picture.axis() == Axis.EVENTS);
        GraphicsContext graphics = pen.graphics();
        graphics.save();
        graphics.beginPath();
        graphics.rect(0, TimeAxis.HEIGHT, width, height - TimeAxis.HEIGHT);
        graphics.clip();
        TimeAxis.grid(pen, scale, ticks, TimeAxis.HEIGHT, height);
        for (Lane lane : lanes.lanes()) {
            lane(pen, scale, lane, lane.top() - scrollPx + TimeAxis.HEIGHT, width);
        }
        losses(pen, scale, picture.losses(), height);
        graphics.restore();
        pen.text(pen.ink().muted(), ticks.base(), TimeAxis.GUTTER - 12, TimeAxis.HEIGHT / 2, TextAlignment.RIGHT);
        TimeAxis.labels(pen, scale, ticks, TimeAxis.HEIGHT);
        cursor(pen, scale, height);
        hover.ifPresent(at -> readout(pen, scale, at, width, height));
    }

    private TimeScale scale() {
        Range view = replay.view().get();
        return new TimeScale(
                view.startNs(),
                view.endNs(),
                TimeAxis.GUTTER,
                Math.max(1, Math.floor(getWidth()) - TimeAxis.GUTTER - TimeAxis.MARGIN));
    }

    private TimelineLanes lanes() {
        return TimelineLanes.of(replay.picture(), Math.floor(getHeight()) - TimeAxis.HEIGHT);
    }

    private void lane(Pen pen, TimeScale scale, Lane lane, double top, double width) {
        if (top + lane.height() < TimeAxis.HEIGHT || top > getHeight()) {
            return;
        }
        Ink ink = pen.ink();
        if (lane.first()) {
            pen.horizontal(ink.grid(), 0, width, top);
        }
        long endNs = replay.picture().whole().endNs();
        switch (lane) {
            case VmmLane vmm -> {
                pen.bold(ink.text(), vmm.process().label(), 12, top + 11, TextAlignment.LEFT);
                pen.fitted(ink.muted(), vmm.process().vmm(), 12, top + 27, TimeAxis.GUTTER - 22);
                new VmmLanePainter(pen, scale, endNs, top).paint(vmm.process());
            }
            case DeviceLane device -> {
                deviceLabel(pen, device, top);
                new DeviceLanePainter(pen, scale, endNs, top, lane.height()).paint(device.device());
            }
        }
    }

    private void deviceLabel(Pen pen, DeviceLane lane, double top) {
        Ink ink = pen.ink();
        DevicePicture device = lane.device();
        boolean chosen = replay.device().get().filter(device::equals).isPresent();
        if (chosen) {
            pen.fill(ink.accent(), 4, top + 5, 2, lane.height() - 10);
        }
        double room = TimeAxis.GUTTER - 22;
        pen.fitted(ink.text(), device.shortName(), 12, top + 13, room);
        String data = device.isSource() ? "read " + Figures.bytes(device.reads().sum()) : "";
        if (device.isDestination()) {
            data += (data.isEmpty() ? "" : ", ") + "loaded "
                    + Figures.bytes(device.writes().sum());
        }
        pen.fitted(ink.muted(), data, 12, top + 28, room);
        if (lane.first() && lane.height() > 56) {
            pen.fitted(ink.muted(), lane.process().label(), 12, top + 43, room);
        }
    }

    private void losses(Pen pen, TimeScale scale, List<TracePicture.Loss> losses, double height) {
        for (TracePicture.Loss loss : losses) {
            double left = Math.max(scale.leftPx(), scale.xOf(loss.fromNs()));
            double right = Math.min(scale.rightPx(), Math.max(scale.xOf(loss.toNs()), left + 5));
            if (right > left) {
                torn(pen, left, right, height);
            }
        }
    }

    /// A gap with ragged edges.
    private static void torn(Pen pen, double left, double right, double height) {
        Ink ink = pen.ink();
        pen.fill(ink.surface(), left, TimeAxis.HEIGHT, right - left, height);
        double step = 6;
        for (double y = TimeAxis.HEIGHT; y < height; y += step) {
            pen.line(ink.danger(), left, y, left + 3, y + step / 2);
            pen.line(ink.danger(), left + 3, y + step / 2, left, y + step);
            pen.line(ink.danger(), right, y, right - 3, y + step / 2);
            pen.line(ink.danger(), right - 3, y + step / 2, right, y + step);
        }
    }

    private void cursor(Pen pen, TimeScale scale, double height) {
        long position = replay.cursor().get().position();
        TimeAxis.cursor(pen, scale, position, TimeAxis.HEIGHT - 6, height);
        if (scale.shows(position)) {
            double x = Math.floor(scale.xOf(position)) + 0.5;
            pen.graphics().setFill(pen.ink().accent());
            pen.graphics().setLineCap(StrokeLineCap.SQUARE);
            double y = TimeAxis.HEIGHT - 7;
            pen.graphics().fillPolygon(new double[] {x - 5, x + 5, x}, new double[] {y, y, y + 7}, 3);
        }
    }

    private void readout(Pen pen, TimeScale scale, Hover at, double width, double height) {
        if (at.x() < scale.leftPx() || at.x() > scale.rightPx() || dragged) {
            return;
        }
        Optional<Lane> lane = lanes().at(at.y() + scrollPx - TimeAxis.HEIGHT);
        List<String> lines =
                TimelineReadout.lines(replay.picture(), lane, scale.nsAt(at.x()), Math.round(scale.nsPerPx() * 3));
        pen.vertical(Ink.faded(pen.ink().muted(), 0.6), at.x(), TimeAxis.HEIGHT, height);
        double boxWidth = lines.stream().mapToDouble(pen::width).max().orElse(0) + 16;
        double boxHeight = lines.size() * 15 + 8;
        double x = Math.min(at.x() + 14, width - boxWidth - 4);
        double y = Math.clamp(at.y() + 14, TimeAxis.HEIGHT, Math.max(TimeAxis.HEIGHT, height - boxHeight - 4));
        pen.fill(pen.ink().raised(), x, y, boxWidth, boxHeight);
        pen.frame(pen.ink().muted(), x, y, boxWidth, boxHeight);
        for (int i = 0; i < lines.size(); i++) {
            pen.text(
                    i == 0 ? pen.ink().text() : pen.ink().muted(),
                    lines.get(i),
                    x + 8,
                    y + 12 + i * 15,
                    TextAlignment.LEFT);
        }
    }

    private void hover(Optional<Hover> where) {
        hover = where;
        redraw();
    }

    private void scrolled(ScrollEvent event) {
        if (event.isShiftDown() || Math.abs(event.getDeltaX()) > Math.abs(event.getDeltaY())) {
            double px = event.getDeltaX() != 0 ? event.getDeltaX() : event.getDeltaY();
            replay.show(scale().panned(px, replay.limits()));
        } else if (event.getX() < TimeAxis.GUTTER || event.isAltDown()) {
            scrollPx -= event.getDeltaY();
            redraw();
        } else {
            replay.zoom(Math.pow(ZOOM_STEP, event.getDeltaY() * 3), scale().nsAt(event.getX()));
        }
        event.consume();
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        pressedX = event.getX();
        pressedY = event.getY();
        pressedScroll = scrollPx;
        pressedView = replay.view().get();
        dragged = false;
    }

    private void dragged(MouseEvent event) {
        if (!dragged && Math.hypot(event.getX() - pressedX, event.getY() - pressedY) < 4) {
            return;
        }
        dragged = true;
        TimeScale scale = scale();
        TimeScale then = new TimeScale(pressedView.startNs(), pressedView.endNs(), scale.leftPx(), scale.widthPx());
        replay.show(then.panned(event.getX() - pressedX, replay.limits()));
        scrollPx = pressedScroll - (event.getY() - pressedY);
        redraw();
    }

    private void released(MouseEvent event) {
        if (!dragged && event.getButton() == MouseButton.PRIMARY) {
            lanes().at(event.getY() + scrollPx - TimeAxis.HEIGHT).ifPresent(this::choose);
            if (event.getX() >= TimeAxis.GUTTER) {
                replay.seekPosition(scale().nsAt(event.getX() + 0.5));
            }
        }
        dragged = false;
    }

    private void choose(Lane lane) {
        if (lane instanceof DeviceLane device) {
            replay.device().set(Optional.of(device.device()));
        }
    }
}
