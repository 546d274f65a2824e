package dev.vfr.samples.scenario;

import dev.vfr.samples.device.DeviceProfile;
import dev.vfr.samples.device.Fault;
import java.util.List;

/// One device that is migrated: what it is at the source and at the destination, and what is wrong with either.
public record DevicePair(
        DeviceProfile source, DeviceProfile destination, List<Fault> sourceFaults, List<Fault> destinationFaults) {

    public DevicePair {
        sourceFaults = List.copyOf(sourceFaults);
        destinationFaults = List.copyOf(destinationFaults);
    }

    /// The same healthy device on both sides.
    public static DevicePair of(DeviceProfile profile) {
        return new DevicePair(profile, profile, List.of(), List.of());
    }

    public DevicePair withSourceFaults(Fault... faults) {
        return new DevicePair(source, destination, List.of(faults), destinationFaults);
    }

    public DevicePair withDestination(DeviceProfile newDestination) {
        return new DevicePair(source, newDestination, sourceFaults, destinationFaults);
    }

    public DevicePair withDestinationFaults(Fault... faults) {
        return new DevicePair(source, destination, sourceFaults, List.of(faults));
    }
}
