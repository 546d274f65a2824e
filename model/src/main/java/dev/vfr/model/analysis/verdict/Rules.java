package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.downtime.Anatomy;
import dev.vfr.model.analysis.estimate.Estimates;
import dev.vfr.model.analysis.pairing.MissedWrites;
import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.capture.CaptureRules;
import dev.vfr.model.analysis.rule.device.DeviceRules;
import dev.vfr.model.analysis.rule.downtime.DowntimeRules;
import dev.vfr.model.analysis.rule.estimate.EstimateRules;
import dev.vfr.model.analysis.rule.kernel.KernelRules;
import dev.vfr.model.analysis.rule.logging.LoggingRules;
import dev.vfr.model.analysis.rule.message.MessageRules;
import dev.vfr.model.analysis.rule.protocol.ProtocolRules;
import dev.vfr.model.analysis.rule.vmm.VmmRules;
import java.util.List;
import java.util.stream.Stream;

/// Every rule, in the order in which a verdict believes them and a report lists their findings.
public final class Rules {

    public static final List<Rule> ALL = Stream.of(
                    VmmRules.LOSSES,
                    ProtocolRules.ALL,
                    DeviceRules.ALL,
                    LoggingRules.ALL,
                    KernelRules.ALL,
                    VmmRules.CAUSES,
                    DowntimeRules.ALL,
                    EstimateRules.ALL,
                    MessageRules.ALL,
                    CaptureRules.ALL)
            .<Rule>flatMap(List::stream)
            .toList();

    private Rules() {}

    /// New watchers for one trace: they gather the evidence that the rules judge, and what the rules build on.
    public static List<Watcher> watchers(FactCollector facts) {
        return Stream.of(
                        MissedWrites.watchers(facts),
                        Anatomy.watchers(facts),
                        Estimates.watchers(facts),
                        ProtocolRules.watchers(facts),
                        DeviceRules.watchers(facts),
                        LoggingRules.watchers(facts),
                        KernelRules.watchers(facts),
                        DowntimeRules.watchers(facts),
                        EstimateRules.watchers(facts))
                .flatMap(List::stream)
                .toList();
    }
}
