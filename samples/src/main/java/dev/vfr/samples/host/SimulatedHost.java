package dev.vfr.samples.host;

import java.util.SplittableRandom;

/// One host of the simulation: where it is in time, what its clocks show, and which fds are free.
///
/// All hosts share one true time, ns since the start of the scenario, which nothing in the simulation can read. A
/// host's monotonic clock has an origin of its own, and its real-time clock is wrong by a few hundred
/// microseconds.
///
/// It does one thing after the other, unless it works on several threads by [#onThread].
public final class SimulatedHost {

    private static final long NS_PER_MS = 1_000_000;
    private static final long MILLION = 1_000_000;
    private static final int FIRST_FREE_FD = 40;

    /// RLIMIT_NOFILE of a process by default.
    private static final int OPEN_FILES_MAX = 1024;

    /// The thread that does everything where there is no other; its number is not that of any real thread.
    public static final int MAIN_THREAD = 1;

    /// How far the real-time clock may be wrong, ns.
    public static final long REALTIME_UNCERTAINTY_NS = 500_000;

    private final int number;
    private final long monotonicOriginNs;
    private final long realtimeOriginNs;
    private final int driftPpm;
    private final SplittableRandom jitter;

    private final FdTable fds = new FdTable(FIRST_FREE_FD, OPEN_FILES_MAX);

    private long trueNs;
    private int thread = MAIN_THREAD;

    /// @param number the trace's number of the host clock
    /// @param realtimeNs true real time at the start of the scenario, ns since 1970
    /// @param random gives the host its clocks and the small variations of its durations
    public SimulatedHost(int number, long realtimeNs, SplittableRandom random) {
        this(number, realtimeNs, random, HostClock.good());
    }

    /// @param number the trace's number of the host clock
    /// @param realtimeNs true real time at the start of the scenario, ns since 1970
    /// @param random gives the host its clocks and the small variations of its durations
    /// @param clock how wrong its clocks are beside that
    public SimulatedHost(int number, long realtimeNs, SplittableRandom random, HostClock clock) {
        this.number = number;
        // Up for between a minute and some days.
        this.monotonicOriginNs = random.nextLong(60_000 * NS_PER_MS, 400_000_000 * NS_PER_MS);
        this.realtimeOriginNs =
                realtimeNs + random.nextLong(-REALTIME_UNCERTAINTY_NS, REALTIME_UNCERTAINTY_NS + 1) + clock.skewNs();
        this.driftPpm = clock.driftPpm();
        this.jitter = random.split();
    }

    /// The trace's number of the host clock.
    public int number() {
        return number;
    }

    /// True time, ns since the start of the scenario.
    public long trueNs() {
        return trueNs;
    }

    /// What the monotonic clock shows, ns.
    public long monotonicNs() {
        return monotonicOriginNs + shownNs(trueNs);
    }

    /// The ns that a drifting clock counts while `ns` of true time pass.
    private long shownNs(long ns) {
        return ns + ns / MILLION * driftPpm + ns % MILLION * driftPpm / MILLION;
    }

    /// The true time at which the monotonic clock showed `monotonicNs`, the first one where it showed it twice.
    public long trueNsAt(long monotonicNs) {
        long shown = monotonicNs - monotonicOriginNs;
        long truth = (long) (shown / (1 + (double) driftPpm / MILLION));
        while (shownNs(truth) >= shown && truth > 0) {
            truth--;
        }
        while (shownNs(truth) < shown) {
            truth++;
        }
        return truth;
    }

    /// What the real-time clock shows, ns since 1970.
    public long realtimeNs() {
        return realtimeNsAt(trueNs);
    }

    /// What the real-time clock shows at another true time, ns since 1970.
    public long realtimeNsAt(long otherTrueNs) {
        return realtimeOriginNs + shownNs(otherTrueNs);
    }

    /// Lets exactly `ns` pass.
    public void pass(long ns) {
        if (ns < 0) {
            throw new IllegalArgumentException("time does not go back by " + -ns + " ns");
        }
        trueNs += ns;
    }

    /// Lets about `ns` pass, as much as a busy machine takes: between 90 % and 130 %.
    public void passAbout(long ns) {
        if (ns > 0) {
            pass(ns * jitter.nextInt(90, 131) / 100);
        }
    }

    /// Some time between 0 and `ns`, which does not pass.
    public long upTo(long ns) {
        return jitter.nextLong(ns + 1);
    }

    /// Waits until `trueNs`; no time passes where that is over.
    public void waitUntil(long untilTrueNs) {
        trueNs = Math.max(trueNs, untilTrueNs);
    }

    /// The thread that does something now.
    public int thread() {
        return thread;
    }

    /// Something that a thread does.
    ///
    /// @param <E> what it throws
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /// Lets another thread do something from `fromTrueNs` on; the time of the calling thread stays.
    ///
    /// Whoever has several threads at work calls this for the one that is furthest behind, so that what they share
    /// is used in the order of time.
    ///
    /// @return the true time at which the thread is done
    public <E extends Exception> long onThread(int number, long fromTrueNs, Work<E> work) throws E {
        long callersNs = trueNs;
        int caller = thread;
        trueNs = fromTrueNs;
        thread = number;
        try {
            work.run();
            return trueNs;
        } finally {
            trueNs = callersNs;
            thread = caller;
        }
    }

    /// The fds of the one process that the simulation has on this host.
    public FdTable fds() {
        return fds;
    }

    /// The number of a new fd for a file that is not read or written here, such as an eventfd.
    public int openFd() {
        return fds.open(new Object()).orElseThrow();
    }
}
