/// The overview of the whole trace with the brush that chooses what the other panes show.
///
/// Read [dev.vfr.ui.overview.OverviewPane] first. May import `ui.session`, `ui.picture`, `ui.scale`, `ui.draw`.
@NullMarked
package dev.vfr.ui.overview;

import org.jspecify.annotations.NullMarked;
