/// What every drawn pane shares: a canvas that follows its size and its theme, and the look of device states.
///
/// Read [dev.vfr.ui.draw.DrawnPane] first.
@NullMarked
package dev.vfr.ui.draw;

import org.jspecify.annotations.NullMarked;
