package dev.vfr.ui.timeline;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.draw.Ink;
import dev.vfr.ui.draw.Pen;
import dev.vfr.ui.draw.StateLook;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.MarkKind;
import dev.vfr.ui.picture.StateBand;
import dev.vfr.ui.picture.TimeColumn;
import dev.vfr.ui.scale.TimeScale;
import java.util.Optional;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// Paints one device: the band of its states, the driver's arcs where they were seen, its data, its marks.
///
/// Work is bounded by the pixels: what shares a pixel column is skipped by binary search.
final class DeviceLanePainter {

    private static final double MARKS_HEIGHT = 9;
    private static final double LABEL_MIN_PX = 34;
    private static final double SPREAD_OPACITY = 0.3;

    private final Pen pen;
    private final TimeScale scale;
    private final long endNs;
    private final double top;
    private final double bandHeight;
    private double dataTop;
    private final double dataBottom;

    DeviceLanePainter(Pen pen, TimeScale scale, long endNs, double top, double height) {
        this.pen = pen;
        this.scale = scale;
        this.endNs = endNs;
        this.top = top + 4;
        this.bandHeight = Math.floor(Math.clamp(height * 0.3, 18, 26));
        this.dataTop = this.top + bandHeight + 3;
        this.dataBottom = Math.floor(top + height - MARKS_HEIGHT - 4);
    }

    void paint(DevicePicture device) {
        states(device.states());
        if (!device.arcs().isEmpty()) {
            new ArcPainter(pen, scale, dataTop).paint(device.arcs());
            dataTop += ArcPainter.HEIGHT;
        }
        pen.horizontal(pen.ink().grid(), scale.leftPx(), scale.rightPx(), dataBottom);
        data(device, device.reads());
        data(device, device.writes());
        marks(device);
    }

    private void states(StateBand band) {
        long index = Math.max(0, band.indexAt(scale.startNs()));
        while (index < band.size()) {
            StateBand.Stretch stretch = band.get(index, endNs);
            if (stretch.startNs() > scale.endNs()) {
                return;
            }
            double left = Math.max(scale.leftPx(), Math.rint(scale.xOf(stretch.startNs())));
            double right = Math.min(scale.rightPx(), Math.rint(scale.xOf(stretch.endNs())));
            if (right - left < 1) {
                index = skip(band, index, left);
                right = left + 1;
            } else {
                index++;
            }
            state(stretch, left, right - left);
        }
    }

    /// The first stretch that reaches beyond the pixel column at `x`.
    private long skip(StateBand band, long index, double x) {
        long beyond = band.indexAt(scale.nsAt(x + 1));
        return Math.max(index + 1, beyond);
    }

    private void state(StateBand.Stretch stretch, double left, double width) {
        if (stretch.state().isEmpty() || width <= 0 || left >= scale.rightPx()) {
            return;
        }
        DeviceState state = stretch.state().get();
        StateLook.paint(pen, state, stretch.observed(), left, top, width, bandHeight);
        if (width > LABEL_MIN_PX) {
            String label = pen.fit(state.name(), width - 8);
            if (!label.isEmpty()) {
                Color ground = StateLook.color(state);
                double labelWidth = pen.width(label) + 6;
                if (state.isP2p()) {
                    pen.fill(
                            stretch.observed() ? ground : pen.ink().surface(),
                            left + 2,
                            top + 3,
                            labelWidth,
                            bandHeight - 6);
                }
                Color text =
                        stretch.observed() ? StateLook.textOn(state) : pen.ink().text();
                pen.fitted(text, label, left + 5, top + bandHeight / 2, width - 8);
            }
        }
    }

    /// A bar a pixel column, as high as the logarithm of its largest piece of data, in the hue of the device's
    /// state. Where several pieces share the column, the strong part of the bar is their mean size.
    private void data(DevicePicture device, TimeColumn pieces) {
        if (pieces.isEmpty()) {
            return;
        }
        double bits = bits(pieces.max(0, pieces.size()));
        double room = dataBottom - dataTop;
        long from = pieces.countBefore(scale.startNs());
        int stateNumber = -1;
        Color color = pen.ink().muted();
        while (from < pieces.size() && pieces.time(from) <= scale.endNs()) {
            double x = Math.floor(scale.xOf(pieces.time(from)));
            long to = Math.max(from + 1, pieces.countBefore(scale.nsAt(x + 1)));
            long largest = pieces.max(from, to);
            double height = largest <= 0 ? 1 : Math.max(2, room * bits(largest) / bits);
            Optional<DeviceState> state = stateAt(device, pieces.time(from));
            if (state.map(DeviceState::number).orElse(-1) != stateNumber) {
                stateNumber = state.map(DeviceState::number).orElse(-1);
                color = state.map(StateLook::color).orElse(pen.ink().muted());
            }
            double gapPx = to < pieces.size() ? scale.xOf(pieces.time(to)) - x : 3;
            double barWidth = gapPx >= 4 ? 2 : 1;
            if (to - from > 1) {
                long mean = (pieces.sumBefore(to) - pieces.sumBefore(from)) / (to - from);
                double meanHeight = Math.max(1, room * bits(mean) / bits);
                pen.fill(Ink.faded(color, SPREAD_OPACITY), x, dataBottom - height, barWidth, height - meanHeight);
                height = meanHeight;
            }
            pen.fill(color, x, dataBottom - height, barWidth, height);
            from = to;
        }
    }

    private Optional<DeviceState> stateAt(DevicePicture device, long ns) {
        long index = device.states().indexAt(ns);
        return index < 0 ? Optional.empty() : device.states().get(index, endNs).state();
    }

    private static double bits(long bytes) {
        return Math.log((double) Math.max(2, bytes)) / Math.log(2);
    }

    private void marks(DevicePicture device) {
        Ink ink = pen.ink();
        double y = dataBottom + 2;
        each(device.marks(MarkKind.ENOMSG), x -> pen.vertical(ink.warning(), x, y, y + MARKS_HEIGHT - 2));
        each(device.marks(MarkKind.FAILED_CALL), x -> cross(ink.danger(), x, y + MARKS_HEIGHT / 2, 3));
        each(device.marks(MarkKind.RESET), x -> diamond(ink.text(), x, y + MARKS_HEIGHT / 2));
        each(device.marks(MarkKind.REFUSED_SET), this::refused);
    }

    private void refused(double x) {
        Ink ink = pen.ink();
        pen.graphics().setLineWidth(2);
        pen.vertical(ink.danger(), x, top - 3, dataBottom);
        pen.graphics().setLineWidth(1);
        double y = dataBottom + 2 + MARKS_HEIGHT / 2;
        pen.graphics().setFill(ink.danger());
        pen.graphics().fillOval(x - 5, y - 5, 10, 10);
        cross(Color.WHITE, x, y, 2.5);
    }

    private void each(TimeColumn marks, java.util.function.DoubleConsumer painter) {
        long from = marks.countBefore(scale.startNs());
        while (from < marks.size() && marks.time(from) <= scale.endNs()) {
            double x = Math.floor(scale.xOf(marks.time(from)));
            painter.accept(x);
            from = Math.max(from + 1, marks.countBefore(scale.nsAt(x + 1)));
        }
    }

    private void cross(Color color, double x, double y, double half) {
        GraphicsContext graphics = pen.graphics();
        graphics.setLineWidth(1.6);
        pen.line(color, x - half, y - half, x + half, y + half);
        pen.line(color, x - half, y + half, x + half, y - half);
        graphics.setLineWidth(1);
    }

    private void diamond(Color color, double x, double y) {
        pen.graphics().setFill(color);
        pen.graphics().fillPolygon(new double[] {x - 4, x, x + 4, x}, new double[] {y, y - 4, y, y + 4}, 4);
    }
}
