/// The window: opens traces, wires the panes to one replay, and draws them without a display.
///
/// Read [dev.vfr.ui.app.UiCommand] first, then [dev.vfr.ui.app.ReplayPage]. The only package that knows everybody;
/// the only one that may import `recorder`.
@NullMarked
package dev.vfr.ui.app;

import org.jspecify.annotations.NullMarked;
