package dev.vfr.ui.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.ui.scale.Ticks.Tick;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void everySpanFromNanosecondsToDaysHasAFewDistinctLabels() {
        for (long span = 200; span < 200_000_000_000_000L; span = span * 3 / 2) {
            TimeScale scale = new TimeScale(0, span, 0, 1000);
            List<String> labels = labels(Ticks.ofTime(scale, 0, 105));
            assertTrue(labels.size() >= 2 && labels.size() <= 14, span + " ns: " + labels);
            assertEquals(labels.size(), labels.stream().distinct().count(), span + " ns: " + labels);
        }
    }

    @Test
    void aCloseLookFarFromTheStartIsLabelledFromABase() {
        TimeScale scale = new TimeScale(5_000_000_000L, 5_000_001_000L, 0, 1000);
        Ticks ticks = Ticks.ofTime(scale, 0, 105);
        assertEquals("5.000000 s +", ticks.base());
        assertTrue(labels(ticks).contains("0.2 µs"), labels(ticks).toString());
    }

    @Test
    void bytesHaveRoundTicksWithinTheAxis() {
        assertEquals(
                List.of("0 B", "16 MiB", "32 MiB", "48 MiB", "64 MiB", "80 MiB"),
                labels(Ticks.ofBytes(83_886_140L + 4_000_000, 6)));
        for (long max = 1; max > 0 && max < Long.MAX_VALUE / 3; max *= 3) {
            Ticks ticks = Ticks.ofBytes(max, 8);
            assertTrue(ticks.ticks().size() >= 2 && ticks.ticks().size() <= 9, max + ": " + ticks);
            assertFalse(ticks.ticks().getLast().value() > max);
        }
    }

    @Test
    void logarithmicBytesArePowersOfTwo() {
        for (Tick tick : Ticks.ofBytesLogarithmic(1L << 40, 6).ticks()) {
            assertEquals(1, Long.bitCount(tick.value()));
        }
    }

    private static List<String> labels(Ticks ticks) {
        return ticks.ticks().stream().filter(Tick::isMajor).map(Tick::label).toList();
    }
}
