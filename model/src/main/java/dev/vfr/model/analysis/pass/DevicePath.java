package dev.vfr.model.analysis.pass;

import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;

/// The states of one device, in the order of the trace.
///
/// @param dropped how many entries did not fit
public record DevicePath(List<Entry> entries, long dropped) {

    /// The path of a device of which no state is shown.
    public static final DevicePath EMPTY = new DevicePath(List.of(), 0);

    public DevicePath {
        entries = List.copyOf(entries);
    }

    /// One state, with times on the host clock, UNKNOWN_NS if unknown.
    ///
    /// @param observed false if it is only inferred
    /// @param side the migration's side that it belongs to; empty if it belongs to none
    public record Entry(
            DeviceState state,
            long enteredNs,
            long leftNs,
            boolean observed,
            Report.Cause cause,
            Optional<MigrationSide> side) {}
}
