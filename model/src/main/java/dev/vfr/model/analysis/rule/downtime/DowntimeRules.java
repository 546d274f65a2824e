package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Rule;
import java.util.List;

/// The rules on time and bytes, in the order in which their findings are told.
public final class DowntimeRules {

    public static final List<Rule> ALL = List.of(
            new BytesDiffer(),
            new DowntimeOverLimit(),
            new SlowDeviceStop(),
            new SlowDeviceSave(),
            new SlowDeviceLoad(),
            new SlowDeviceStart(),
            new StopInDowntime(),
            new SlowConfigLoad(),
            new DowntimeNotByDevice(),
            new P2pRoundMissing(),
            new ClocksContradict(),
            new ClockWasSet(),
            new SidesMixed(),
            new VmmDowntimeDiffers(),
            new VmmBytesDiffer(),
            new ClocksNotProven());

    private DowntimeRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new ClockSteps(facts), new MixedSides(facts));
    }
}
