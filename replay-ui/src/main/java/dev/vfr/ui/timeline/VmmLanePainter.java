package dev.vfr.ui.timeline;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.draw.Ink;
import dev.vfr.ui.draw.Pen;
import dev.vfr.ui.draw.StateLook;
import dev.vfr.ui.picture.LabelBand;
import dev.vfr.ui.picture.ProcessPicture;
import dev.vfr.ui.picture.TimeColumn;
import dev.vfr.ui.scale.TimeScale;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// Paints what a VMM says of itself: the VM's run state, the migration's status, printed errors.
final class VmmLanePainter {

    private static final double STRIP_HEIGHT = 14;

    private final Pen pen;
    private final TimeScale scale;
    private final long endNs;
    private final double top;

    VmmLanePainter(Pen pen, TimeScale scale, long endNs, double top) {
        this.pen = pen;
        this.scale = scale;
        this.endNs = endNs;
        this.top = top + 4;
    }

    void paint(ProcessPicture process) {
        strip(process.runStates(), top);
        strip(process.statuses(), top + STRIP_HEIGHT + 2);
        errors(process.errorLines());
    }

    private void strip(LabelBand band, double y) {
        long index = Math.max(0, band.indexAt(scale.startNs()));
        while (index < band.size()) {
            LabelBand.Stretch stretch = band.get(index, endNs);
            if (stretch.startNs() > scale.endNs()) {
                return;
            }
            double left = Math.max(scale.leftPx(), Math.rint(scale.xOf(stretch.startNs())));
            double right = Math.min(scale.rightPx(), Math.rint(scale.xOf(stretch.endNs())));
            double width = Math.max(1, right - left);
            pen.fill(Ink.faded(color(stretch.label()), 0.24), left, y, width, STRIP_HEIGHT);
            pen.fill(color(stretch.label()), left, y, 1, STRIP_HEIGHT);
            if (width > 24) {
                pen.fitted(pen.ink().text(), stretch.label(), left + 5, y + STRIP_HEIGHT / 2, width - 7);
            }
            index = width > 1 ? index + 1 : Math.max(index + 1, band.indexAt(scale.nsAt(left + 1)));
        }
    }

    /// Words that mean the same as a device state have its hue; failures are red, all else stays grey.
    private Color color(String word) {
        return switch (word) {
            case "running", "completed" -> StateLook.color(DeviceState.RUNNING);
            case "active", "setup" -> StateLook.color(DeviceState.PRE_COPY);
            case "device", "pre-switchover", "finish-migrate" -> StateLook.color(DeviceState.STOP_COPY);
            case "inmigrate", "postcopy-active" -> StateLook.color(DeviceState.RESUMING);
            case "failed", "internal-error", "io-error" -> pen.ink().danger();
            case "cancelling", "cancelled" -> pen.ink().warning();
            default -> pen.ink().muted();
        };
    }

    private void errors(TimeColumn lines) {
        long from = lines.countBefore(scale.startNs());
        while (from < lines.size() && lines.time(from) <= scale.endNs()) {
            double x = Math.floor(scale.xOf(lines.time(from)));
            triangle(x, top + STRIP_HEIGHT + 1);
            from = Math.max(from + 1, lines.countBefore(scale.nsAt(x + 1)));
        }
    }

    private void triangle(double x, double middle) {
        GraphicsContext graphics = pen.graphics();
        graphics.setFill(pen.ink().danger());
        graphics.fillPolygon(new double[] {x - 5, x + 5, x}, new double[] {middle + 5, middle + 5, middle - 5}, 3);
    }
}
