package dev.vfr.ui.overview;

import dev.vfr.model.report.Figures;
import dev.vfr.ui.draw.DrawnPane;
import dev.vfr.ui.draw.Ink;
import dev.vfr.ui.draw.Pen;
import dev.vfr.ui.draw.StateLook;
import dev.vfr.ui.draw.TimeAxis;
import dev.vfr.ui.picture.Axis;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.LongColumn;
import dev.vfr.ui.picture.StateBand;
import dev.vfr.ui.picture.TracePicture;
import dev.vfr.ui.scale.Ticks;
import dev.vfr.ui.scale.TimeScale;
import dev.vfr.ui.scale.TimeScale.Range;
import dev.vfr.ui.session.ReplayModel;
import java.util.List;
import javafx.scene.Cursor;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.TextAlignment;

/// The whole trace in a strip: how many events when, the devices' states, and the brush. Dragging in the brush moves
/// it, dragging at its edge resizes it, dragging elsewhere draws a new one.
public final class OverviewPane extends DrawnPane {

    private static final double EDGE_PX = 6;
    private static final double BAND_MAX_PX = 7;

    private final ReplayModel replay;
    private Grip grip = Grip.NEW;
    private double pressedX;
    private Range pressedView;

    /// What the mouse holds.
    private enum Grip {
        NEW,
        LEFT,
        RIGHT,
        WHOLE
    }

    public OverviewPane(ReplayModel replay) {
        super("overview");
        this.replay = replay;
        this.pressedView = replay.view().get();
        replay.view().subscribe(_ -> redraw());
        replay.cursor().subscribe(_ -> redraw());
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseReleased(this::released);
        setOnMouseMoved(event -> setCursor(shape(gripAt(event.getX()))));
        setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                replay.showAll();
            }
        });
        setOnScroll(event -> replay.zoom(Math.pow(1.0045, event.getDeltaY()), scale().nsAt(event.getX())));
    }

    @Override
    protected void draw(Pen pen, double width, double height) {
        if (width < TimeAxis.GUTTER + 2 * TimeAxis.MARGIN) {
            return;
        }
        TracePicture picture = replay.picture();
        TimeScale scale = scale();
        Ticks ticks = TimeAxis.ticks(scale, picture.whole().startNs(), picture.axis() == Axis.EVENTS);
        double axis = height - TimeAxis.HEIGHT + 4;
        pen.bold(pen.ink().text(), "Whole trace", 12, 14, TextAlignment.LEFT);
        String span = picture.axis() == Axis.TIME ? Figures.time(picture.whole().spanNs()) + ", " : "";
        pen.fitted(pen.ink().muted(), span + Figures.count(picture.count()) + " events", 12, 30, TimeAxis.GUTTER - 20);
        double bands = bands(pen, scale, picture.devices(), axis);
        density(pen, scale, picture, 3, bands - 3);
        failures(pen, scale, picture.failures(), 3);
        brush(pen, scale, axis);
        TimeAxis.cursor(pen, scale, replay.cursor().get().position(), 0, axis);
        TimeAxis.labels(pen, scale, ticks, height - 2);
        pen.horizontal(pen.ink().grid(), 0, width, height - 1);
    }

    private TimeScale scale() {
        Range whole = replay.limits();
        double width = Math.max(1, Math.floor(getWidth()) - TimeAxis.GUTTER - TimeAxis.MARGIN);
        return new TimeScale(whole.startNs(), whole.endNs(), TimeAxis.GUTTER, width);
    }

    /// Draws one thin band a device above `bottom` and gives the top of the first.
    private double bands(Pen pen, TimeScale scale, List<DevicePicture> devices, double bottom) {
        double room = bottom * 0.55;
        double each = Math.max(2, Math.min(BAND_MAX_PX, Math.floor(room / Math.max(1, devices.size())) - 1));
        double top = Math.floor(bottom - 3 - devices.size() * (each + 1));
        double y = top;
        for (DevicePicture device : devices) {
            band(pen, scale, device.states(), y, each);
            y += each + 1;
        }
        return top;
    }

    private void band(Pen pen, TimeScale scale, StateBand band, double y, double height) {
        long endNs = replay.picture().whole().endNs();
        long index = 0;
        while (index < band.size()) {
            StateBand.Stretch stretch = band.get(index, endNs);
            double left = Math.rint(scale.xOf(stretch.startNs()));
            double width = Math.max(1, Math.rint(scale.xOf(stretch.endNs())) - left);
            stretch.state()
                    .ifPresent(state -> pen.fill(
                            Ink.faded(StateLook.color(state), stretch.observed() ? 1 : 0.4), left, y, width, height));
            index = Math.max(index + 1, width > 1 ? 0 : band.indexAt(scale.nsAt(left + 1)));
        }
    }

    /// A bar a pixel column, as high as the logarithm of how many events happened in it.
    private static void density(Pen pen, TimeScale scale, TracePicture picture, double top, double bottom) {
        int columns = (int) scale.widthPx();
        long[] counts = new long[columns];
        long most = 1;
        long before = picture.index().countBefore(scale.startNs());
        for (int i = 0; i < columns; i++) {
            long until = picture.index().countBefore(scale.nsAt(scale.leftPx() + i + 1));
            counts[i] = until - before;
            most = Math.max(most, counts[i]);
            before = until;
        }
        for (int i = 0; i < columns; i++) {
            if (counts[i] > 0) {
                double height =
                        Math.max(1, (bottom - top) * Math.log1p((double) counts[i]) / Math.log1p((double) most));
                pen.fill(Ink.faded(pen.ink().muted(), 0.55), scale.leftPx() + i, bottom - height, 1, height);
            }
        }
    }

    private void failures(Pen pen, TimeScale scale, LongColumn seqs, double y) {
        double last = -10;
        // More marks than pixels say nothing; the first ones of a long trace are enough to find it.
        long most = Math.min(seqs.size(), 2000);
        for (long i = 0; i < most; i++) {
            double x = scale.xOf(replay.picture().index().timeOf(seqs.get(i)));
            if (x - last >= 2) {
                pen.fill(pen.ink().danger(), Math.floor(x) - 1, y, 3, 5);
                last = x;
            }
        }
    }

    private void brush(Pen pen, TimeScale scale, double bottom) {
        Range view = replay.view().get();
        double left = scale.xOf(view.startNs());
        double right = Math.max(left + 2, scale.xOf(view.endNs()));
        pen.fill(Ink.faded(pen.ink().surface(), 0.62), scale.leftPx(), 0, left - scale.leftPx(), bottom);
        pen.fill(Ink.faded(pen.ink().surface(), 0.62), right, 0, scale.rightPx() - right, bottom);
        pen.fill(Ink.faded(pen.ink().accent(), 0.10), left, 0, right - left, bottom);
        pen.frame(pen.ink().accent(), left, 0, right - left, bottom);
    }

    private Grip gripAt(double x) {
        TimeScale scale = scale();
        double left = scale.xOf(replay.view().get().startNs());
        double right = scale.xOf(replay.view().get().endNs());
        if (Math.abs(x - left) < EDGE_PX && x <= left + (right - left) / 3) {
            return Grip.LEFT;
        }
        if (Math.abs(x - right) < EDGE_PX && x >= right - (right - left) / 3) {
            return Grip.RIGHT;
        }
        return x > left && x < right && !replay.view().get().equals(replay.limits()) ? Grip.WHOLE : Grip.NEW;
    }

    private static Cursor shape(Grip grip) {
        return switch (grip) {
            case NEW -> Cursor.CROSSHAIR;
            case LEFT, RIGHT -> Cursor.H_RESIZE;
            case WHOLE -> Cursor.MOVE;
        };
    }

    private void pressed(MouseEvent event) {
        grip = gripAt(event.getX());
        pressedX = event.getX();
        pressedView = replay.view().get();
    }

    private void dragged(MouseEvent event) {
        TimeScale scale = scale();
        long at = Math.clamp(scale.nsAt(event.getX()), scale.startNs(), scale.endNs());
        long then = Math.clamp(scale.nsAt(pressedX), scale.startNs(), scale.endNs());
        switch (grip) {
            case NEW -> {
                if (Math.abs(event.getX() - pressedX) >= 3) {
                    replay.show(Range.of(Math.min(at, then), Math.max(at, then)));
                }
            }
            case LEFT -> replay.show(Range.of(Math.min(at, pressedView.endNs() - 1), pressedView.endNs()));
            case RIGHT -> replay.show(Range.of(pressedView.startNs(), Math.max(at, pressedView.startNs() + 1)));
            case WHOLE -> replay.show(new Range(pressedView.startNs() + at - then, pressedView.endNs() + at - then));
        }
    }

    private void released(MouseEvent event) {
        if (Math.abs(event.getX() - pressedX) < 3 && event.getX() >= TimeAxis.GUTTER && event.getClickCount() == 1) {
            replay.seekPosition(scale().nsAt(event.getX()));
            replay.reveal();
        }
    }
}
