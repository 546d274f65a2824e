package dev.vfr.ui.draw;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/// Draws crisp lines and fitting labels on a canvas.
public final class Pen {

    /// Height of the small font's capitals and digits with a little air, px.
    public static final double LABEL_HEIGHT = 12;

    private static final Font SMALL = Font.font(Font.getDefault().getFamily(), 10.5);
    private static final Font SMALL_BOLD = Font.font(Font.getDefault().getFamily(), FontWeight.BOLD, 10.5);

    private final GraphicsContext graphics;
    private final Ink ink;
    private final Text ruler = new Text();

    Pen(GraphicsContext graphics, Ink ink) {
        this.graphics = graphics;
        this.ink = ink;
        graphics.setLineWidth(1);
        graphics.setLineDashes();
        graphics.setTextBaseline(VPos.CENTER);
        graphics.setFont(SMALL);
    }

    public GraphicsContext graphics() {
        return graphics;
    }

    public Ink ink() {
        return ink;
    }

    /// A filled rectangle.
    public void fill(Color color, double x, double y, double width, double height) {
        graphics.setFill(color);
        graphics.fillRect(x, y, width, height);
    }

    /// The one-pixel edge of a rectangle.
    public void frame(Color color, double x, double y, double width, double height) {
        graphics.setStroke(color);
        graphics.strokeRect(Math.floor(x) + 0.5, Math.floor(y) + 0.5, Math.max(0, Math.rint(width) - 1), height - 1);
    }

    public void horizontal(Color color, double x1, double x2, double y) {
        graphics.setStroke(color);
        graphics.strokeLine(x1, Math.floor(y) + 0.5, x2, Math.floor(y) + 0.5);
    }

    public void vertical(Color color, double x, double y1, double y2) {
        graphics.setStroke(color);
        graphics.strokeLine(Math.floor(x) + 0.5, y1, Math.floor(x) + 0.5, y2);
    }

    public void line(Color color, double x1, double y1, double x2, double y2) {
        graphics.setStroke(color);
        graphics.strokeLine(x1, y1, x2, y2);
    }

    /// A label whose middle line is at `y`.
    public void text(Color color, String label, double x, double y, TextAlignment alignment) {
        graphics.setFont(SMALL);
        plain(color, label, x, y, alignment);
    }

    /// A heavier label whose middle line is at `y`.
    public void bold(Color color, String label, double x, double y, TextAlignment alignment) {
        graphics.setFont(SMALL_BOLD);
        plain(color, label, x, y, alignment);
        graphics.setFont(SMALL);
    }

    /// A label that is shortened to fit into `width`; nothing where not even a few letters fit.
    public void fitted(Color color, String label, double x, double y, double width) {
        String fitting = fit(label, width);
        if (!fitting.isEmpty()) {
            text(color, fitting, x, y, TextAlignment.LEFT);
        }
    }

    /// As much of the beginning of `label` as `width` holds.
    public String fit(String label, double width) {
        if (width(label) <= width) {
            return label;
        }
        for (int letters = label.length() - 1; letters >= 3; letters--) {
            String shorter = label.substring(0, letters).stripTrailing() + "…";
            if (width(shorter) <= width) {
                return shorter;
            }
        }
        return "";
    }

    /// Width of a label in the small font, px.
    public double width(String label) {
        ruler.setFont(SMALL);
        ruler.setText(label);
        return ruler.getLayoutBounds().getWidth();
    }

    private void plain(Color color, String label, double x, double y, TextAlignment alignment) {
        graphics.setFill(color);
        graphics.setTextAlign(alignment);
        graphics.fillText(label, x, y);
    }
}
