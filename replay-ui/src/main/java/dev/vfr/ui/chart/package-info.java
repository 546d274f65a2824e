/// The chart of bytes: what was moved against what the driver estimated.
///
/// Read [dev.vfr.ui.chart.BytesChart] first, then [dev.vfr.ui.chart.ChartModel]. May import `ui.session`,
/// `ui.picture`, `ui.scale`, `ui.draw`.
@NullMarked
package dev.vfr.ui.chart;

import org.jspecify.annotations.NullMarked;
