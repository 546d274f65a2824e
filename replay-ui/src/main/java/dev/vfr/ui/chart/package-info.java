/// The chart of bytes: what was moved against what the driver estimated.
///
/// Read [dev.vfr.ui.chart.BytesChart] first, then [dev.vfr.ui.chart.ChartModel].
@NullMarked
package dev.vfr.ui.chart;

import org.jspecify.annotations.NullMarked;
