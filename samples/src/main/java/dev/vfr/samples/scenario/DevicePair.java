package dev.vfr.samples.scenario;

import dev.vfr.samples.device.DeviceProfile;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.trap.TrapProposal;
import java.util.List;
import java.util.Optional;

/// One device that is migrated: what it is at the source and at the destination, and what is wrong with either.
///
/// @param trap how a BAR of the source's device is trapped while it is saving; empty if none is
public record DevicePair(
        DeviceProfile source,
        DeviceProfile destination,
        List<Fault> sourceFaults,
        List<Fault> destinationFaults,
        Optional<TrapProposal> trap) {

    public DevicePair {
        sourceFaults = List.copyOf(sourceFaults);
        destinationFaults = List.copyOf(destinationFaults);
    }
}
