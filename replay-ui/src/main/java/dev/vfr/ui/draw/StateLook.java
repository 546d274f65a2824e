package dev.vfr.ui.draw;

import dev.vfr.model.vfio.DeviceState;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// The look of a device state: one colour a state, safe for colour-blind eyes; a P2P twin has the hue of its sibling
/// and is hatched, so that shape says what colour says. Inferred states are lighter with a dashed edge.
public final class StateLook {

    private static final Color RUNNING = Color.web("#009E73");
    private static final Color PRE_COPY = Color.web("#0072B2");
    private static final Color STOP = Color.web("#7F7F7F");
    private static final Color STOP_COPY = Color.web("#E69F00");
    private static final Color RESUMING = Color.web("#CC79A7");
    private static final Color ERROR = Color.web("#D55E00");

    private static final double INFERRED_OPACITY = 0.38;
    private static final double HATCH_PX = 5;

    private StateLook() {}

    /// The state's hue.
    public static Color color(DeviceState state) {
        return switch (state) {
            case RUNNING, RUNNING_P2P -> RUNNING;
            case PRE_COPY, PRE_COPY_P2P -> PRE_COPY;
            case STOP -> STOP;
            case STOP_COPY -> STOP_COPY;
            case RESUMING -> RESUMING;
            case ERROR -> ERROR;
        };
    }

    /// A colour that is read on top of the state's own.
    public static Color textOn(DeviceState state) {
        return switch (state) {
            case STOP_COPY, RESUMING -> Color.BLACK;
            case RUNNING, RUNNING_P2P, PRE_COPY, PRE_COPY_P2P, STOP, ERROR -> Color.WHITE;
        };
    }

    /// Paints a stretch in one state.
    public static void paint(
            Pen pen, DeviceState state, boolean observed, double x, double y, double width, double height) {
        Color hue = color(state);
        pen.fill(observed ? hue : Ink.faded(hue, INFERRED_OPACITY), x, y, width, height);
        if (state.isP2p() && width >= 2) {
            hatch(pen.graphics(), Ink.faded(Color.WHITE, observed ? 0.55 : 0.4), x, y, width, height);
        }
        if (!observed && width >= 4) {
            dashedEdge(pen, hue, x, y, width, height);
        }
    }

    private static void hatch(GraphicsContext graphics, Color color, double x, double y, double width, double height) {
        graphics.setStroke(color);
        graphics.setLineWidth(1.2);
        double phase = x - Math.floor(x / HATCH_PX) * HATCH_PX;
        for (double at = -height - phase; at < width; at += HATCH_PX) {
            double from = Math.max(0, at);
            double to = Math.min(width, at + height);
            if (to > from) {
                graphics.strokeLine(x + from, y + height - (from - at), x + to, y + height - (to - at));
            }
        }
        graphics.setLineWidth(1);
    }

    private static void dashedEdge(Pen pen, Color color, double x, double y, double width, double height) {
        GraphicsContext graphics = pen.graphics();
        graphics.setLineDashes(3, 2);
        pen.frame(color, x, y, width, height);
        graphics.setLineDashes();
    }
}
