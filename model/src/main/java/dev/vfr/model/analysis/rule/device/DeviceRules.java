package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Rule;
import java.util.List;

/// The rules on devices and their drivers, in the order in which their findings are told.
public final class DeviceRules {

    public static final List<Rule> ALL = List.of(
            new TooManyDevicesAtOnce(),
            new NoFdLeft(),
            new KernelMemoryShort(),
            new FirmwareBusy(),
            new DeviceBusy(),
            new SuspendTimeout(),
            new ParentDriverGone(),
            new DeviceResetInSession(),
            new SessionDied(),
            new TrapAfterSaving(),
            new RegionWrittenInStopCopy(),
            new GuestWithoutVfDriver());

    private DeviceRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new StopCopyWriteWatcher(facts));
    }
}
