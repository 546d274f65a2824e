package dev.vfr.model.fold;

import java.util.List;

/// A device of the trace and everything known of it so far.
///
/// @param number the trace's number of the device
/// @param process the trace's number of the process that last used it, [dev.vfr.model.event.EventHeader#NONE]
///     before the first use
public record DeviceTrack(
        int number,
        String name,
        List<String> aliases,
        int process,
        FlagsTrack flags,
        StateTrack state,
        DataTrack data,
        EstimateTrack estimates) {

    public DeviceTrack {
        aliases = List.copyOf(aliases);
    }

    DeviceTrack withProcess(int newProcess) {
        return new DeviceTrack(number, name, aliases, newProcess, flags, state, data, estimates);
    }

    DeviceTrack withNames(String newName, List<String> newAliases) {
        return new DeviceTrack(number, newName, newAliases, process, flags, state, data, estimates);
    }

    DeviceTrack with(FlagsTrack newFlags) {
        return new DeviceTrack(number, name, aliases, process, newFlags, state, data, estimates);
    }

    DeviceTrack with(StateTrack newState) {
        return new DeviceTrack(number, name, aliases, process, flags, newState, data, estimates);
    }

    DeviceTrack with(DataTrack newData) {
        return new DeviceTrack(number, name, aliases, process, flags, state, newData, estimates);
    }

    DeviceTrack with(EstimateTrack newEstimates) {
        return new DeviceTrack(number, name, aliases, process, flags, state, data, newEstimates);
    }
}
