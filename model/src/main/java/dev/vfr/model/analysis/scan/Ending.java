package dev.vfr.model.analysis.scan;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;

/// How one side of a migration ended, as far as that side shows.
public enum Ending {
    COMPLETED,
    FAILED,
    CANCELLED,
    /// The trace ends before it does.
    OPEN;

    public static Ending of(Leg leg) {
        if (leg.devices.values().stream().anyMatch(DeviceLeg::lostState)) {
            return FAILED;
        }
        if (leg.refused()) {
            return FAILED;
        }
        if (leg.end().isPresent()) {
            return switch (leg.end().get()) {
                case "completed" -> COMPLETED;
                case "cancelled" -> CANCELLED;
                default -> FAILED;
            };
        }
        if (!leg.hasStatus && leg.said.stream().map(Leg.Said::text).anyMatch(ErrorLines::endsMigration)) {
            return FAILED;
        }
        if (!leg.hasStatus
                && leg.downtimeEnded()
                && leg.devices.values().stream().noneMatch(leg::took)) {
            return COMPLETED;
        }
        if (leg.side == Report.Side.DESTINATION) {
            return ofDestination(leg);
        }
        return leg.hasStatus ? OPEN : ofSource(leg);
    }

    private static Ending ofDestination(Leg leg) {
        boolean broke =
                leg.devices.values().stream().anyMatch(part -> part.failedTransfer != null || part.refusal != null);
        String error = leg.errorText;
        if (broke || (error != null && error.contains("load of migration failed"))) {
            return FAILED;
        }
        List<DeviceLeg> took = known(leg).stream().filter(leg::took).toList();
        boolean ran = !took.isEmpty() && took.stream().allMatch(part -> part.running != null);
        return ran && !leg.hasStatus ? COMPLETED : OPEN;
    }

    /// Without a word of the VMM the device's own states tell.
    private static Ending ofSource(Leg leg) {
        boolean broke = false;
        boolean saving = leg.devices.isEmpty();
        boolean stopped = true;
        for (DeviceLeg part : leg.devices.values()) {
            broke |= part.refusal != null || part.failedTransfer != null;
        }
        for (DeviceLeg part : known(leg)) {
            saving |= part.lastState != null && part.lastState.isSaving();
            stopped &= part.lastState == DeviceState.STOP && part.stopCopy != null;
        }
        boolean silent = leg.devices.values().stream().allMatch(part -> part.lastState == null);
        if (saving || (silent && !broke)) {
            return OPEN;
        }
        if (stopped && !broke) {
            return COMPLETED;
        }
        return broke ? FAILED : CANCELLED;
    }

    /// The devices whose states tell. Where a trace of several devices does not show which of them a transfer is of,
    /// that is no device that failed to stop or to run.
    private static List<DeviceLeg> known(Leg leg) {
        List<DeviceLeg> known = leg.devices.values().stream()
                .filter(part -> part.device != EventHeader.NONE)
                .toList();
        return known.isEmpty() ? List.copyOf(leg.devices.values()) : known;
    }
}
