package dev.vfr.recorder.cli;

import dev.vfr.recorder.trace.Manifest;
import dev.vfr.recorder.trace.Manifest.ClockAnchor;
import dev.vfr.recorder.trace.Manifest.TracedProcess;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.OptionalLong;

/// When a trace begins and how long it lasts, as far as its manifest knows.
///
/// @param startRealtimeNs ns since 1970, empty if no clock is anchored in real time
/// @param durationNs ns from the first to the last event with a time
record TraceSpan(OptionalLong startRealtimeNs, OptionalLong durationNs) {

    static TraceSpan of(Manifest manifest) {
        LongSummaryStatistics clock = new LongSummaryStatistics();
        LongSummaryStatistics real = new LongSummaryStatistics();
        for (TracedProcess process : manifest.processes()) {
            if (process.firstTimeNs().isPresent() && process.lastTimeNs().isPresent()) {
                clock.accept(process.firstTimeNs().getAsLong());
                clock.accept(process.lastTimeNs().getAsLong());
                Optional<Long> offset = realMinusClock(manifest, process);
                offset.ifPresent(ns -> real.accept(process.firstTimeNs().getAsLong() + ns));
                offset.ifPresent(ns -> real.accept(process.lastTimeNs().getAsLong() + ns));
            }
        }
        if (clock.getCount() == 0) {
            return new TraceSpan(OptionalLong.empty(), OptionalLong.empty());
        }
        if (real.getCount() == clock.getCount()) {
            return new TraceSpan(OptionalLong.of(real.getMin()), OptionalLong.of(real.getMax() - real.getMin()));
        }
        // Times on different hosts' clocks are not comparable where a clock is not anchored.
        boolean oneClock = manifest.processes().stream()
                        .map(TracedProcess::hostClock)
                        .distinct()
                        .count()
                == 1;
        return new TraceSpan(
                OptionalLong.empty(),
                oneClock ? OptionalLong.of(clock.getMax() - clock.getMin()) : OptionalLong.empty());
    }

    private static Optional<Long> realMinusClock(Manifest manifest, TracedProcess process) {
        return manifest.clocks().stream()
                .filter(anchor -> anchor.hostClock() == process.hostClock())
                .min((a, b) -> Long.compare(a.uncertaintyNs(), b.uncertaintyNs()))
                .map((ClockAnchor anchor) -> anchor.realtimeNs() - anchor.monotonicNs());
    }
}
