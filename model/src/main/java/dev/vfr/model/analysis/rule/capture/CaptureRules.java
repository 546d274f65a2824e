package dev.vfr.model.analysis.rule.capture;

import dev.vfr.model.analysis.rule.Rule;
import java.util.List;

/// The rules on what a trace lacks, in the order in which their findings are told.
public final class CaptureRules {

    public static final List<Rule> ALL =
            List.of(new TraceIncomplete(), new EventsMissing(), new PathCut(), new LogWithoutTimes());

    private CaptureRules() {}
}
