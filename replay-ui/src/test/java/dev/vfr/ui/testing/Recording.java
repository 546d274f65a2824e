package dev.vfr.ui.testing;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DeviceEvent;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// Writes a recording of one device event by event.
public final class Recording {

    private final InMemoryEvents events = new InMemoryEvents();
    private final boolean timed;

    /// @param timed whether the source has times
    public Recording(boolean timed) {
        this.timed = timed;
        events.append(new TraceOpened(header(0, -1, -1, -1), List.of(CaptureSource.SIMULATOR), "test", 1));
        events.append(new ProcessNamed(
                header(0, -1, 0, -1),
                "source",
                0,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("qemu-system-x86_64"),
                Optional.of("10.0.13"),
                List.of()));
        events.append(new DeviceNamed(header(0, -1, 0, 0), "0000:81:00.1", List.of()));
    }

    /// The events so far, numbered.
    public InMemoryEvents events() {
        return events;
    }

    /// A SET at `ms` that took `durationMs`, -1 where that is unknown.
    public Recording set(long ms, long durationMs, DeviceState state, CallResult result) {
        return add(
                ms,
                durationMs,
                h -> DeviceStateSet.of(h, state, result, OptionalInt.empty(), SetCause.SET, Optional.empty()));
    }

    /// A read of so many bytes.
    public Recording read(long ms, long bytes) {
        return add(
                ms,
                -1,
                h -> new DataRead(
                        h,
                        CallResult.OK,
                        OptionalLong.empty(),
                        OptionalLong.of(bytes),
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    /// A read that failed with an errno.
    public Recording readFailed(long ms, int errno) {
        return add(
                ms,
                -1,
                h -> new DataRead(
                        h,
                        CallResult.of(errno),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    /// Any event of the device.
    public Recording add(long ms, long durationMs, Function<EventHeader, MigrationEvent> event) {
        events.append(event.apply(header(ms, durationMs, 0, 0)));
        return this;
    }

    /// An ordinary pre-copy migration, 1 s after the start, between idle stretches.
    public static Recording ofMigration() {
        Recording recording = new Recording(true);
        recording.set(10, 1, DeviceState.RUNNING, CallResult.OK);
        recording.set(60_000, 5, DeviceState.PRE_COPY, CallResult.OK);
        recording.read(60_100, 4096).readFailed(60_200, 42).read(60_300, 1 << 20);
        recording.set(60_400, 20, DeviceState.STOP_COPY, CallResult.OK);
        recording.read(60_500, 1 << 20).read(60_600, 0);
        recording.set(60_700, -1, DeviceState.STOP, CallResult.OK);
        recording.add(120_000, -1, DeviceEvent.DeviceClosed::new);
        return recording;
    }

    private EventHeader header(long ms, long durationMs, int process, int device) {
        return new EventHeader(
                0,
                timed ? ms * 1_000_000 : EventHeader.UNKNOWN_NS,
                timed && durationMs >= 0 ? durationMs * 1_000_000 : EventHeader.UNKNOWN_NS,
                process,
                EventHeader.NONE,
                device,
                EventHeader.NONE);
    }
}
