package dev.vfr.ui.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.ui.scale.TimeScale.Range;
import org.junit.jupiter.api.Test;

class TimeScaleTest {

    private static final Range HOUR = new Range(0, 3_600_000_000_000L);

    @Test
    void aPixelAndItsTimeAreInverse() {
        TimeScale scale = new TimeScale(1_795_169_130_220_746_000L, 1_795_169_136_881_352_000L, 170, 1000);
        for (double x = 170; x <= 1170; x += 37) {
            assertEquals(x, scale.xOf(scale.nsAt(x)), 1e-6);
        }
    }

    @Test
    void zoomingKeepsTheAnchorInPlace() {
        TimeScale scale = new TimeScale(1_000_000, 9_000_000, 0, 800);
        long anchor = scale.nsAt(200);
        Range zoomed = scale.zoomed(2, anchor, HOUR);
        assertEquals(4_000_000, zoomed.spanNs());
        assertEquals(200, new TimeScale(zoomed.startNs(), zoomed.endNs(), 0, 800).xOf(anchor), 0.001);
    }

    @Test
    void noZoomAndNoPanLeavesTheTrace() {
        TimeScale scale = new TimeScale(1_000, 3_601_000, 0, 800);
        assertEquals(HOUR, scale.zoomed(1e-9, 2_000, HOUR));
        Range far = scale.panned(1e9, HOUR);
        assertEquals(0, far.startNs());
        assertEquals(scale.spanNs(), far.spanNs());
        assertEquals(HOUR.endNs(), scale.panned(-1e12, HOUR).endNs());
    }

    @Test
    void theClosestZoomStillShowsATime() {
        TimeScale scale = new TimeScale(5_000, 6_000, 0, 800);
        assertEquals(TimeScale.SPAN_NS_MIN, scale.zoomed(1e12, 5_500, HOUR).spanNs());
    }

    @Test
    void revealingMovesOnlyWhereTheTimeIsOutOfSight() {
        Range view = new Range(100_000, 200_000);
        assertEquals(view, view.revealing(150_000, HOUR));
        Range moved = view.revealing(5_000_000, HOUR);
        assertTrue(moved.contains(5_000_000));
        assertEquals(view.spanNs(), moved.spanNs());
    }
}
