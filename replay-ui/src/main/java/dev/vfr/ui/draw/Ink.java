package dev.vfr.ui.draw;

import javafx.scene.paint.Color;

/// The colours that a theme gives to what is drawn. Set by the style sheet, see `draw.css`.
///
/// @param text labels that are read
/// @param muted labels and edges that stay behind
/// @param grid lines of axes
/// @param surface the pane's ground
/// @param raised ground of headers and of every other lane
/// @param accent the cursor, the brush
/// @param danger failures
/// @param warning what deserves a look
public record Ink(
        Color text, Color muted, Color grid, Color surface, Color raised, Color accent, Color danger, Color warning) {

    /// A colour of this theme, partly see-through.
    public static Color faded(Color color, double opacity) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), color.getOpacity() * opacity);
    }
}
