/// Numbers on a screen: nanoseconds to pixels, ticks of the axes, units that suit the size.
///
/// Read [dev.vfr.ui.scale.TimeScale] first.
@NullMarked
package dev.vfr.ui.scale;

import org.jspecify.annotations.NullMarked;
