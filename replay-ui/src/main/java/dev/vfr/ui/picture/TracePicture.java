package dev.vfr.ui.picture;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.ui.scale.TimeScale.Range;
import java.util.List;
import java.util.Optional;

/// Everything that the panes draw of a whole trace, made by [PictureBuilder] in one pass.
///
/// @param axis what positions count: ns, or events where the trace has no times
/// @param whole from the first to the last event
/// @param focus the migration without the idle time around it
/// @param count events in the trace, missing ones included
/// @param processes VMMs in the order of their numbers, sources first
/// @param losses where events are missing
/// @param index which event happened when
/// @param clock puts the times of all hosts onto one axis
/// @param stateChanges seq of each event that changed a device's state, ascending
/// @param failures seq of each failed call, lost event and printed error, ascending
public record TracePicture(
        Axis axis,
        Range whole,
        Range focus,
        long count,
        List<ProcessPicture> processes,
        List<Loss> losses,
        TimeIndex index,
        TraceClock clock,
        LongColumn stateChanges,
        LongColumn failures) {

    public TracePicture {
        processes = List.copyOf(processes);
        losses = List.copyOf(losses);
    }

    /// A gap in the trace.
    ///
    /// @param fromNs the last event before the gap
    /// @param toNs when the loss was noticed
    public record Loss(long fromNs, long toNs, String reason, long seq) {}

    /// Where an event stands on the axis.
    ///
    /// @param seq the event's position in the trace
    public long positionOf(long seq, MigrationEvent event) {
        return switch (axis) {
            case EVENTS -> seq;
            case TIME -> {
                long ns = clock.startNs(event.header());
                yield ns == EventHeader.UNKNOWN_NS ? index.timeOf(seq) : ns;
            }
        };
    }

    /// The last event at or before a position of the axis, the first event where there is none.
    ///
    /// @param source the trace that this is the picture of
    public long seqAt(EventSource source, long position) throws EventSourceException {
        long best = Math.min(index.floorSeq(position), count - 1);
        long first = best;
        if (index.stride() == 1) {
            return best;
        }
        try (EventSource.EventReader reader = source.readFrom(first)) {
            MigrationEvent event = reader.next();
            while (event != null
                    && event.header().seq() < first + index.stride()
                    && positionOf(event.header().seq(), event) <= position) {
                best = event.header().seq();
                event = reader.next();
            }
        }
        return best;
    }

    /// All devices, sources first.
    public List<DevicePicture> devices() {
        return processes.stream().flatMap(process -> process.devices().stream()).toList();
    }

    public Optional<DevicePicture> device(int number) {
        return devices().stream().filter(device -> device.number() == number).findFirst();
    }

    public Optional<ProcessPicture> process(int number) {
        return processes.stream().filter(process -> process.number() == number).findFirst();
    }
}
