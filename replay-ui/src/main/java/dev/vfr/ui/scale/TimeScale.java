package dev.vfr.ui.scale;

/// Which stretch of time lies on which stretch of pixels. Time stays a `long`, so that no zoom loses a nanosecond.
///
/// @param startNs time at `leftPx`
/// @param endNs time at `leftPx + widthPx`, > startNs
/// @param leftPx px from the pane's left edge
/// @param widthPx px, > 0
public record TimeScale(long startNs, long endNs, double leftPx, double widthPx) {

    /// The shortest stretch of time that a pane shows.
    public static final long SPAN_NS_MIN = 200;

    public TimeScale {
        if (endNs <= startNs || widthPx <= 0) {
            throw new IllegalArgumentException("empty scale " + startNs + ".." + endNs + " on " + widthPx + " px");
        }
    }

    public long spanNs() {
        return endNs - startNs;
    }

    public double rightPx() {
        return leftPx + widthPx;
    }

    /// Nanoseconds that one pixel stands for.
    public double nsPerPx() {
        return spanNs() / widthPx;
    }

    /// The pixel of a time, also outside of the pane.
    public double xOf(long ns) {
        return leftPx + (double) (ns - startNs) / spanNs() * widthPx;
    }

    /// The time at a pixel, also outside of the pane.
    public long nsAt(double x) {
        return startNs + Math.round((x - leftPx) / widthPx * spanNs());
    }

    public boolean shows(long ns) {
        return ns >= startNs && ns <= endNs;
    }

    /// The stretch of time that is left when zooming by `factor` (above 1: closer) with `anchorNs` staying in place.
    public Range zoomed(double factor, long anchorNs, Range limits) {
        long span = Math.clamp(Math.round(spanNs() / factor), SPAN_NS_MIN, Math.max(SPAN_NS_MIN, limits.spanNs()));
        double share = (double) (anchorNs - startNs) / spanNs();
        long start = anchorNs - Math.round(span * Math.clamp(share, 0.0, 1.0));
        return new Range(start, start + span).within(limits);
    }

    /// The stretch of time after dragging by `px` to the right.
    public Range panned(double px, Range limits) {
        long shift = Math.round(px * nsPerPx());
        return new Range(startNs - shift, endNs - shift).within(limits);
    }

    /// A stretch of time.
    ///
    /// @param startNs first ns
    /// @param endNs last ns, > startNs
    public record Range(long startNs, long endNs) {
        public Range {
            if (endNs <= startNs) {
                throw new IllegalArgumentException("empty range " + startNs + ".." + endNs);
            }
        }

        /// From one time to another, made long enough to be shown.
        public static Range of(long startNs, long endNs) {
            return new Range(startNs, Math.max(endNs, startNs + SPAN_NS_MIN));
        }

        public long spanNs() {
            return endNs - startNs;
        }

        public boolean contains(long ns) {
            return ns >= startNs && ns <= endNs;
        }

        /// The same stretch with `share` of its length added on each side.
        public Range padded(double share) {
            long pad = Math.max(1, Math.round(spanNs() * share));
            return new Range(startNs - pad, endNs + pad);
        }

        /// The same length moved into `limits`, or `limits` where it is longer than they are.
        public Range within(Range limits) {
            if (spanNs() >= limits.spanNs()) {
                return limits;
            }
            long shift = startNs < limits.startNs
                    ? limits.startNs - startNs
                    : endNs > limits.endNs ? limits.endNs - endNs : 0;
            return new Range(startNs + shift, endNs + shift);
        }

        /// The same length with `ns` in its middle where `ns` was outside, else unchanged.
        public Range revealing(long ns, Range limits) {
            if (contains(ns)) {
                return this;
            }
            long half = spanNs() / 2;
            return new Range(ns - half, ns - half + spanNs()).within(limits);
        }
    }
}
