package dev.vfr.model.analysis.rule.estimate;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Rule;
import java.util.List;

/// The rules on estimates, in the order in which their findings are told.
public final class EstimateRules {

    public static final List<Rule> ALL = List.of(
            new EstimateOverflow(),
            new StopCopySizeUnknown(),
            new PendingCountedTwice(),
            new SwitchoverAckMissing(),
            new DeviceNeverIdle(),
            new DirtyRateOverBandwidth(),
            new StopCopySizeTooLow(),
            new QueueGrewAtDestination(),
            new ReinitBeforeSwitchover(),
            new PrecopyEstimatesUnknown(),
            new ExpectedDowntimeIgnoresDevice(),
            new StopCopySizeTooHigh(),
            new InitialBytesFellUnread(),
            new EstimatesNeverAsked());

    private EstimateRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new BufferWatcher(facts), new ExpectationWatcher(facts), new CapabilityWatcher(facts));
    }
}
