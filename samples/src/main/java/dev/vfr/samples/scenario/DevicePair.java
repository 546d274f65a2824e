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
}
