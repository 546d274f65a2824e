package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.VmmMessage;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;

/// How one side of a migration ended, as far as that side shows.
public enum Ending {
    COMPLETED,
    FAILED,
    CANCELLED,
    /// The trace ends before the migration does.
    OPEN;

    public static Ending of(MigrationSide side) {
        boolean lost =
                side.saidStateLost().isPresent() || side.devices().stream().anyMatch(DeviceSide::lostState);
        if (side.refused() || lost) {
            return FAILED;
        }
        if (side.end().isPresent()) {
            return switch (side.end().get()) {
                case "completed" -> side.isTorn() && !isShownRunning(side) ? OPEN : COMPLETED;
                case "cancelled" -> CANCELLED;
                default -> FAILED;
            };
        }
        if (side.vmm().status().paused() || side.said().stream().anyMatch(message -> ends(side, message))) {
            return FAILED;
        }
        if (!side.hasStatus() && side.downtimeEnded() && side.devices().stream().noneMatch(DeviceSide::tookPart)) {
            return COMPLETED;
        }
        if (side.isDestination()) {
            return ofDestination(side);
        }
        return side.hasStatus() || !side.isSource() ? OPEN : ofSource(side);
    }

    /// Whether the side's trace has lines of a kind that would show how it ended: a status of the VMM or states of a
    /// device. Where it has none, that no end is shown says nothing.
    public static boolean wouldShow(MigrationSide side) {
        return side.hasStatus()
                || side.devices().stream().anyMatch(device -> device.lastState().isPresent());
    }

    /// Whether nothing contradicts or misses that the devices of a destination run after the migration.
    private static boolean isShownRunning(MigrationSide side) {
        return !side.isDestination()
                || (!side.devices().isEmpty()
                        && known(side).stream()
                                .allMatch(device -> device.running().isPresent()));
    }

    /// The VMM goes no further after it. Where it reports a status it goes on until that says otherwise, or it dies.
    private static boolean ends(MigrationSide side, VmmMessage message) {
        return side.hasStatus() ? message.endsProcess() : message.saysFailed();
    }

    private static Ending ofDestination(MigrationSide side) {
        if (side.deviceFailed() || side.said().stream().anyMatch(VmmMessage::endsMigration)) {
            return FAILED;
        }
        List<DeviceSide> took =
                known(side).stream().filter(DeviceSide::tookPart).toList();
        boolean ran = !took.isEmpty()
                && took.stream().allMatch(device -> device.running().isPresent());
        return ran && !side.hasStatus() ? COMPLETED : OPEN;
    }

    /// If the VMM said nothing, the device's own states show it.
    private static Ending ofSource(MigrationSide side) {
        boolean broke = side.deviceFailed();
        boolean saving = side.devices().isEmpty();
        boolean stopped = true;
        for (DeviceSide device : known(side)) {
            saving |= device.lastState().filter(DeviceState::isSaving).isPresent();
            stopped &= device.isLastIn(DeviceState.STOP) && device.stopCopy().isPresent();
        }
        boolean silent =
                side.devices().stream().allMatch(device -> device.lastState().isEmpty());
        if (saving || (silent && !broke)) {
            return OPEN;
        }
        if (stopped && !broke) {
            return COMPLETED;
        }
        return broke ? FAILED : CANCELLED;
    }

    /// The devices whose states count. If a trace of several devices does not show which of them a transfer is of,
    /// that is no device that failed to stop or to run.
    private static List<DeviceSide> known(MigrationSide side) {
        List<DeviceSide> known = side.devices().stream()
                .filter(device -> device.number() != EventHeader.NONE)
                .toList();
        return known.isEmpty() ? side.devices() : known;
    }
}
