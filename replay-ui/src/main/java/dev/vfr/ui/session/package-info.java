/// The one replay that all panes follow: where it stands, what is in view, and whether it plays.
///
/// Read [dev.vfr.ui.session.ReplayModel] first.
@NullMarked
package dev.vfr.ui.session;

import org.jspecify.annotations.NullMarked;
