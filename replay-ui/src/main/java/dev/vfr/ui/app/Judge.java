package dev.vfr.ui.app;

import dev.vfr.ui.verdict.Verdict;
import java.util.List;

/// What the verdict bar says of opened traces.
final class Judge {

    private Judge() {}

    static Judgement judge(Traces traces) {
        return new Judgement(new Verdict("trace", Verdict.Tone.UNKNOWN, traces.title(), "", ""), List.of());
    }
}
