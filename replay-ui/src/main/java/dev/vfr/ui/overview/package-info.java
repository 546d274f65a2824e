/// The overview of the whole trace with the brush that chooses what the other panes show.
///
/// Read [dev.vfr.ui.overview.OverviewPane] first.
@NullMarked
package dev.vfr.ui.overview;

import org.jspecify.annotations.NullMarked;
