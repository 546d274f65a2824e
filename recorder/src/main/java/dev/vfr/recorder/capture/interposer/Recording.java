package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.recorder.Product;
import dev.vfr.recorder.trace.TraceException;
import dev.vfr.recorder.trace.TracePlace;
import dev.vfr.recorder.trace.TraceWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/// Moves what the library writes into the ring to a trace, until the subject has ended.
///
/// For one thread, but for [#progress].
public final class Recording {

    private static final long LOOK_NS = 50_000_000;
    private static final long SLOW_LOOK_NS = 1_000_000_000;
    private static final long ANCHOR_NS = 10_000_000_000L;

    /// How long, after the end, somebody who is in the middle of a call is waited for.
    private static final long LAST_WAIT_NS = 1_000_000_000;

    /// Between two looks into a ring that is not full of messages. Looking more often would cost the traced threads
    /// more than the recorder: each look takes the ring's memory out of their processor's cache.
    private static final long MIN_PARK_NS = 200_000;

    /// A ring must not fill while nobody looks: faster than any process makes calls.
    private static final long RING_BYTES_A_US = 4096;

    private final RingFile ring;
    private final Subject subject;
    private final Optional<Path> library;
    private final ClockReading start = ClockReading.take();
    private volatile RecordingProgress progress = RecordingProgress.NONE;

    /// @param library the preloaded library, empty where its cost is not to be measured
    public Recording(RingFile ring, Subject subject, Optional<Path> library) {
        this.ring = ring;
        this.subject = subject;
        this.library = library;
    }

    /// How far it has come. For any thread.
    public RecordingProgress progress() {
        return progress;
    }

    /// Records until the subject has ended, or the trace cannot be written any more.
    public RecordingSummary run(TracePlace place) {
        try (TraceWriter trace = place.open()) {
            return new Run(trace).run();
        } catch (TraceException e) {
            ring.stopRecording();
            RecordingProgress last = progress;
            return new RecordingSummary(
                    last.events(), last.lost(), ring.wasUsed(), 0, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /// One recording into a trace that is open.
    private final class Run {

        private final TraceWriter trace;
        private final AttachedProcesses processes = new AttachedProcesses(ring.file());
        private final MessageIntake intake;
        private final RingDrain drain;
        private final HeadGuard guard;
        private final LostCounters counters;
        private final Departures departures;
        private final IdleStrategy idle =
                new BackoffIdleStrategy(0, 0, MIN_PARK_NS, 1000L * ring.ring().capacity() / RING_BYTES_A_US);
        private long lookedNs = System.nanoTime();
        private long slowlyLookedNs = lookedNs;
        private long anchoredNs = lookedNs;
        private long moved;

        Run(TraceWriter trace) {
            this.trace = trace;
            this.intake = new MessageIntake(trace, new Introductions(trace, processes, new HostNames()));
            this.drain = new RingDrain(ring, intake);
            this.guard = new HeadGuard(drain, processes);
            this.counters = new LostCounters(ring.file(), intake);
            this.departures = new Departures(trace, intake, subject, processes);
        }

        RecordingSummary run() throws TraceException {
            try {
                open();
                while (!subject.hasEnded(
                        processes.wereSeen(), !processes.alive().isEmpty())) {
                    idle.idle(drainSome() < RingDrain.BATCH ? 0 : 1);
                }
                return end();
            } catch (TraceException e) {
                ring.stopRecording();
                trace.close();
                return summary(Optional.of(String.valueOf(e.getMessage())));
            }
        }

        private void open() throws TraceException {
            EventHeader header = MessageIntake.now();
            trace.append(new TraceOpened(
                    header, List.of(CaptureSource.INTERPOSER), Product.nameAndVersion(), TraceOpened.SCHEMA_VERSION));
            trace.append(start.event());
            Optional<CaptureCostMeasured> cost =
                    library.flatMap(file -> CaptureCost.measure(file, ring.payload() != PayloadMode.NONE));
            if (cost.isPresent()) {
                trace.append(cost.get());
            }
        }

        /// @return how many messages were moved
        private int drainSome() throws TraceException {
            int count = drain.poll();
            moved += count;
            if (drain.isBroken()) {
                drain.startOver();
                intake.lose(Loss.DISORDER, 0);
            }
            long now = System.nanoTime();
            if (now - lookedNs >= LOOK_NS) {
                look(now);
            }
            return count;
        }

        private void look(long now) throws TraceException {
            lookedNs = now;
            progress = intake.progress();
            for (AttachedProcess process : processes.look()) {
                guard.onProcessGone();
                departures.add(process, drain.tail());
            }
            if (moved == 0 && guard.check(now)) {
                intake.lose(Loss.CUT_OFF, 1);
            }
            departures.write(drain.position());
            if (now - slowlyLookedNs >= SLOW_LOOK_NS) {
                slowlyLookedNs = now;
                if (moved > 0 || drain.isEmpty()) {
                    guard.onProgress();
                }
                counters.check();
                intake.tellLosses();
            }
            if (now - anchoredNs >= ANCHOR_NS) {
                anchoredNs = now;
                trace.append(ClockReading.take().event());
            }
            moved = 0;
        }

        private RecordingSummary end() throws TraceException {
            if (ring.isMade()) {
                ring.stopRecording();
            }
            drainRest();
            for (AttachedProcess process : processes.look()) {
                departures.add(process, drain.position());
            }
            departures.write(Long.MAX_VALUE);
            if (ring.isMade()) {
                departures.writeMergedOfLiving();
            }
            departures.writeOwnChild();
            counters.check();
            intake.tellLosses();
            trace.append(ClockReading.take().event());
            trace.append(new TraceClosed(MessageIntake.now()));
            trace.close();
            return summary(Optional.empty());
        }

        /// Takes what is there; waits for those who are in the middle of a call, but not for ever.
        private void drainRest() throws TraceException {
            long end = drain.tail();
            long until = System.nanoTime() + LAST_WAIT_NS;
            while (drain.position() < end && System.nanoTime() < until) {
                int count = drainSome();
                if (count > 0) {
                    until = System.nanoTime() + LAST_WAIT_NS;
                } else {
                    look(System.nanoTime());
                    idle.idle(0);
                }
            }
            if (drain.position() < end) {
                intake.tellLoss("calls that were being recorded when recording ended");
            }
        }

        private RecordingSummary summary(Optional<String> failure) {
            progress = intake.progress();
            return new RecordingSummary(
                    trace.count(),
                    progress.lost(),
                    ring.wasUsed(),
                    processes.alive().size(),
                    failure);
        }
    }
}
