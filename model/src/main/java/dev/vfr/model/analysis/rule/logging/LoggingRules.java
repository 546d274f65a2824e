package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Rule;
import java.util.List;

/// The rules on DMA logging, in the order in which their findings are told.
public final class LoggingRules {

    public static final List<Rule> ALL = List.of(
            new RangeTooWide(),
            new RangesInvalid(),
            new StartedTwice(),
            new NotStarted(),
            new ReportBeforeStart(),
            new ReportFailed(),
            new ReportOutsideRanges(),
            new LeftOn());

    private LoggingRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new LoggingWatcher(facts));
    }
}
