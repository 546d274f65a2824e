package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.rule.capture.CaptureRules;
import dev.vfr.model.analysis.rule.device.DeviceRules;
import dev.vfr.model.analysis.rule.downtime.DowntimeRules;
import dev.vfr.model.analysis.rule.estimate.EstimateRules;
import dev.vfr.model.analysis.rule.logging.LoggingRules;
import dev.vfr.model.analysis.rule.protocol.ProtocolRules;
import dev.vfr.model.analysis.rule.vmm.VmmRules;
import java.util.List;
import java.util.stream.Stream;

/// Every rule, in the order in which its findings are told.
public final class Rules {

    public static final List<Rule> ALL = Stream.of(
                    List.of(OutcomeRule.FAILED),
                    VmmRules.LOSSES,
                    ProtocolRules.ALL,
                    DeviceRules.ALL,
                    LoggingRules.ALL,
                    VmmRules.CAUSES,
                    List.of(OutcomeRule.OPEN, OutcomeRule.CANCELLED),
                    DowntimeRules.ALL,
                    EstimateRules.ALL,
                    CaptureRules.ALL)
            .<Rule>flatMap(List::stream)
            .toList();

    private Rules() {}
}
