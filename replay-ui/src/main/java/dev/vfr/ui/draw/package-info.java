/// What every drawn pane shares: a canvas that follows its size and its theme, and the look of device states.
///
/// Read [dev.vfr.ui.draw.DrawnPane] first. May import `model.vfio`, `ui.scale` and JavaFX.
@NullMarked
package dev.vfr.ui.draw;

import org.jspecify.annotations.NullMarked;
