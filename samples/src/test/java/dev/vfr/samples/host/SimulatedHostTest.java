package dev.vfr.samples.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulatedHostTest {

    private static final long REALTIME_NS = 1_767_225_600_000_000_000L;
    private static final long HOUR_NS = 3_600_000_000_000L;

    private static SimulatedHost host(HostClock clock) {
        return new SimulatedHost(0, REALTIME_NS, new SplittableRandom(1), clock);
    }

    @Test
    void aWrongClockIsAheadByItsSkewAndRunsTooFastByItsDrift() {
        SimulatedHost good = host(HostClock.good());
        SimulatedHost wrong = host(new HostClock(180_000_000_000L, 50));
        assertEquals(180_000_000_000L, wrong.realtimeNs() - good.realtimeNs());
        long monotonicNs = wrong.monotonicNs();
        good.pass(HOUR_NS);
        wrong.pass(HOUR_NS);
        assertEquals(HOUR_NS + HOUR_NS / 1_000_000 * 50, wrong.monotonicNs() - monotonicNs);
        assertEquals(180_000_000_000L + HOUR_NS / 1_000_000 * 50, wrong.realtimeNs() - good.realtimeNs());
    }

    @Test
    void theTrueTimeOfAReadingIsFoundAgain() {
        for (int ppm : new int[] {-500, -7, 0, 3, 500}) {
            SimulatedHost host = host(new HostClock(0, ppm));
            for (int i = 0; i < 100; i++) {
                host.pass(1_234_567 + i);
                SimulatedHost same = host(new HostClock(0, ppm));
                same.pass(host.trueNsAt(host.monotonicNs()));
                assertEquals(host.monotonicNs(), same.monotonicNs(), ppm + " ppm");
            }
        }
    }

    @Test
    void aThreadHasATimeOfItsOwn() {
        SimulatedHost host = host(HostClock.good());
        host.pass(1_000);
        long done = host.<RuntimeException>onThread(7, 5_000, () -> {
            assertEquals(7, host.thread());
            host.pass(30);
        });
        assertEquals(5_030, done);
        assertEquals(1_000, host.trueNs());
        assertEquals(SimulatedHost.MAIN_THREAD, host.thread());
    }

    @Test
    void aClockThatDriftsByMoreIsBroken() {
        assertThrows(IllegalArgumentException.class, () -> new HostClock(0, 501));
    }
}
