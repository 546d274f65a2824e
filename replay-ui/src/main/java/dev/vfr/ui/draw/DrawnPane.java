package dev.vfr.ui.draw;

import java.util.List;
import java.util.function.Function;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// A pane that draws all of itself on one canvas, only what is visible, at most once per pulse.
///
/// The colours come from the style sheet through `-vfr-*` properties, so that a change of theme redraws the pane.
public abstract class DrawnPane extends Region {

    private static final StyleablePropertyFactory<DrawnPane> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    private static final CssMetaData<DrawnPane, Color> TEXT = color("-vfr-text", pane -> pane.text);
    private static final CssMetaData<DrawnPane, Color> MUTED = color("-vfr-muted", pane -> pane.muted);
    private static final CssMetaData<DrawnPane, Color> GRID = color("-vfr-grid", pane -> pane.grid);
    private static final CssMetaData<DrawnPane, Color> SURFACE = color("-vfr-surface", pane -> pane.surface);
    private static final CssMetaData<DrawnPane, Color> RAISED = color("-vfr-raised", pane -> pane.raised);
    private static final CssMetaData<DrawnPane, Color> ACCENT = color("-vfr-accent", pane -> pane.accent);
    private static final CssMetaData<DrawnPane, Color> DANGER = color("-vfr-danger", pane -> pane.danger);
    private static final CssMetaData<DrawnPane, Color> WARNING = color("-vfr-warning", pane -> pane.warning);

    private final StyleableObjectProperty<Color> text = property(TEXT);
    private final StyleableObjectProperty<Color> muted = property(MUTED);
    private final StyleableObjectProperty<Color> grid = property(GRID);
    private final StyleableObjectProperty<Color> surface = property(SURFACE);
    private final StyleableObjectProperty<Color> raised = property(RAISED);
    private final StyleableObjectProperty<Color> accent = property(ACCENT);
    private final StyleableObjectProperty<Color> danger = property(DANGER);
    private final StyleableObjectProperty<Color> warning = property(WARNING);
    private final Canvas canvas = new Canvas();

    // A node sets itself up in its constructor; nobody sees it before that ends.
    @SuppressWarnings("this-escape")
    protected DrawnPane(String styleClass) {
        getStyleClass().addAll("drawn", styleClass);
        canvas.setManaged(false);
        getChildren().add(canvas);
        widthProperty().addListener(_ -> redraw());
        heightProperty().addListener(_ -> redraw());
    }

    /// Draws the whole pane, whose ground has been painted.
    protected abstract void draw(Pen pen, double width, double height);

    /// Asks for the pane to be drawn in the next pulse.
    public final void redraw() {
        requestLayout();
    }

    /// The colours of the present theme.
    protected final Ink ink() {
        return new Ink(
                text.get(),
                muted.get(),
                grid.get(),
                surface.get(),
                raised.get(),
                accent.get(),
                danger.get(),
                warning.get());
    }

    @Override
    protected void layoutChildren() {
        double width = Math.floor(getWidth());
        double height = Math.floor(getHeight());
        if (width < 1 || height < 1) {
            return;
        }
        if (canvas.getWidth() != width || canvas.getHeight() != height) {
            canvas.setWidth(width);
            canvas.setHeight(height);
        }
        GraphicsContext graphics = canvas.getGraphicsContext2D();
        Ink ink = ink();
        graphics.setFill(ink.surface());
        graphics.fillRect(0, 0, width, height);
        draw(new Pen(graphics, ink), width, height);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }

    private static CssMetaData<DrawnPane, Color> color(
            String name, Function<DrawnPane, StyleableProperty<Color>> property) {
        return FACTORY.createColorCssMetaData(name, property, Color.GRAY);
    }

    private StyleableObjectProperty<Color> property(CssMetaData<DrawnPane, Color> metaData) {
        return new SimpleStyleableObjectProperty<>(metaData, this, metaData.getProperty(), Color.GRAY) {
            @Override
            protected void invalidated() {
                redraw();
            }
        };
    }
}
