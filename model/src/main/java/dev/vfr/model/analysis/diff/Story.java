package dev.vfr.model.analysis.diff;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.model.report.MigrationDiff.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What one device or process did, in order: what can be expected to come again in a run like this one.
final class Story {

    /// Longer stories are compared as far as they are kept.
    private static final int STEPS_MAX = 100_000;

    /// One step.
    ///
    /// @param what in words, without anything that differs from run to run by nature
    record Step(String what, EventHeader header) {}

    private final String trace;
    private final List<Step> steps = new ArrayList<>();
    private boolean cut;

    Story(String trace) {
        this.trace = trace;
    }

    void add(EventHeader header, String what) {
        if (steps.size() < STEPS_MAX) {
            steps.add(new Step(what, header));
        } else {
            cut = true;
        }
    }

    List<Step> steps() {
        return steps;
    }

    /// There was more than is kept.
    boolean isCut() {
        return cut;
    }

    Place place(Step step, TraceClock clock) {
        return place(trace, step.header(), step.what(), clock);
    }

    static Place place(String trace, EventHeader header, String what, TraceClock clock) {
        long ns = clock.startNs(header);
        return new Place(
                trace, header.seq(), ns == EventHeader.UNKNOWN_NS ? OptionalLong.empty() : OptionalLong.of(ns), what);
    }
}
