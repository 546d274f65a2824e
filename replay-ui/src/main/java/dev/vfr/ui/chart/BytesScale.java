package dev.vfr.ui.chart;

import dev.vfr.ui.scale.Ticks;

/// Which size lies at which height.
///
/// @param max bytes at the top, > 0
/// @param top px
/// @param bottom px, > top
record BytesScale(long max, double top, double bottom, boolean logarithmic) {

    double yOf(double bytes) {
        double share = logarithmic ? Math.log(Math.max(1, bytes)) / Math.log((double) Math.max(2, max)) : bytes / max;
        return bottom - share * (bottom - top);
    }

    /// Ticks about 26 px apart.
    Ticks ticks() {
        int most = (int) Math.clamp((bottom - top) / 26, 2, 10);
        return logarithmic ? Ticks.ofBytesLogarithmic(max, most) : Ticks.ofBytes(max, most);
    }
}
