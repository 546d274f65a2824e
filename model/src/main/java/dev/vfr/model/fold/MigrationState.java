package dev.vfr.model.fold;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The picture of a migration after some number of events. Immutable, and of a size that does not grow with them.
public final class MigrationState {

    /// Before the first event.
    public static final MigrationState EMPTY =
            new MigrationState(0, 0, TraceTrack.NONE, Table.empty(), Table.empty(), Table.empty());

    private final long events;
    private final long anomalies;
    private final TraceTrack trace;
    private final Table<ClockTrack> clocks;
    private final Table<ProcessTrack> processes;
    private final Table<DeviceTrack> devices;

    MigrationState(
            long events,
            long anomalies,
            TraceTrack trace,
            Table<ClockTrack> clocks,
            Table<ProcessTrack> processes,
            Table<DeviceTrack> devices) {
        this.events = events;
        this.anomalies = anomalies;
        this.trace = trace;
        this.clocks = clocks;
        this.processes = processes;
        this.devices = devices;
    }

    /// The number of the event that comes next: how many events there were so far, missing ones included.
    public long events() {
        return events;
    }

    /// How many anomalies the fold has reported.
    public long anomalies() {
        return anomalies;
    }

    public TraceTrack trace() {
        return trace;
    }

    /// The host clocks, in the order of introduction.
    public List<ClockTrack> clocks() {
        return clocks.values();
    }

    /// The processes, in the order of introduction.
    public List<ProcessTrack> processes() {
        return processes.values();
    }

    /// The devices, in the order of introduction.
    public List<DeviceTrack> devices() {
        return devices.values();
    }

    public Optional<ClockTrack> clock(int number) {
        return Optional.ofNullable(clocks.get(number));
    }

    public Optional<ProcessTrack> process(int number) {
        return Optional.ofNullable(processes.get(number));
    }

    public Optional<DeviceTrack> device(int number) {
        return Optional.ofNullable(devices.get(number));
    }

    Table<ClockTrack> clockTable() {
        return clocks;
    }

    Table<ProcessTrack> processTable() {
        return processes;
    }

    Table<DeviceTrack> deviceTable() {
        return devices;
    }

    MigrationState with(TraceTrack newTrace) {
        return new MigrationState(events, anomalies, newTrace, clocks, processes, devices);
    }

    MigrationState with(ClockTrack clock) {
        return new MigrationState(events, anomalies, trace, clocks.with(clock.number(), clock), processes, devices);
    }

    MigrationState with(ProcessTrack process) {
        return new MigrationState(events, anomalies, trace, clocks, processes.with(process.number(), process), devices);
    }

    MigrationState with(DeviceTrack device) {
        return new MigrationState(events, anomalies, trace, clocks, processes, devices.with(device.number(), device));
    }

    MigrationState counted(long newEvents, long moreAnomalies) {
        return new MigrationState(newEvents, anomalies + moreAnomalies, trace, clocks, processes, devices);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MigrationState s
                && events == s.events
                && anomalies == s.anomalies
                && trace.equals(s.trace)
                && clocks.equals(s.clocks)
                && processes.equals(s.processes)
                && devices.equals(s.devices);
    }

    @Override
    public int hashCode() {
        return Objects.hash(events, anomalies, trace, clocks, processes, devices);
    }

    @Override
    public String toString() {
        return "after " + events + " events: " + devices;
    }
}
