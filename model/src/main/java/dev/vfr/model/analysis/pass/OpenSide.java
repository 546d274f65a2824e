package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One side of a migration while it goes on: [MigrationSide].
final class OpenSide {

    private final int process;
    private final long startSeq;
    private final long startNs;
    private final VmmNotesBuilder vmm = new VmmNotesBuilder();
    private final Map<Integer, DeviceWalk> devices = new LinkedHashMap<>();
    private final StreamMarks.Builder calls = new StreamMarks.Builder();
    private long callCount;
    private long lastSeq;
    private long lastNs = EventHeader.UNKNOWN_NS;
    private Report.@Nullable Side role;
    private boolean byStream;
    private boolean streamEnded;
    private boolean byDataAlone;
    private boolean vmRunning;

    /// @param first the event that begins it
    OpenSide(EventHeader first, int process, boolean vmRunning) {
        this.process = process;
        this.startSeq = first.seq();
        this.startNs = first.timeNs();
        this.lastSeq = startSeq;
        this.vmRunning = vmRunning;
    }

    VmmNotesBuilder vmm() {
        return vmm;
    }

    DeviceWalk device(int number) {
        return devices.computeIfAbsent(number, DeviceWalk::new);
    }

    /// Null if nothing was shown of the device so far.
    @Nullable
    DeviceWalk shown(int device) {
        return devices.get(device);
    }

    Collection<DeviceWalk> devices() {
        return devices.values();
    }

    /// The side ends no earlier than with this event.
    void takeIn(EventHeader header, boolean running) {
        lastSeq = header.seq();
        vmRunning = running;
        if (header.hasTime()) {
            lastNs = header.timeNs();
            if (header.hasDuration()) {
                callCount++;
                calls.add(callCount, header.endNs());
            }
        }
    }

    /// Ends the migration for each device that is back at rest after it: what it does from now on belongs to no
    /// migration.
    void settle(boolean running) {
        Optional<String> end = vmm.end();
        if (vmm.hasStatus() && end.isEmpty()) {
            return;
        }
        boolean completed = !vmm.hasStatus() || end.equals(Optional.of("completed"));
        devices.values().forEach(device -> device.settle(completed, running));
    }

    /// Which side it is, null if nothing has shown it so far.
    Report.@Nullable Side role() {
        return role;
    }

    boolean mayBe(Report.Side other) {
        return role == null || role == other;
    }

    void role(Report.Side known) {
        role = known;
    }

    boolean isByStream() {
        return byStream;
    }

    void byStream() {
        byStream = true;
    }

    void streamEnded() {
        streamEnded = true;
    }

    boolean isByDataAlone() {
        return byDataAlone;
    }

    void byDataAlone() {
        byDataAlone = true;
    }

    /// The VMM passed its last checkpoint of the downtime.
    boolean downtimeEnded() {
        return vmm.passed(MigrationSide.lastCheckpoint(role == null ? Report.Side.DESTINATION : role));
    }

    int process() {
        return process;
    }

    long startSeq() {
        return startSeq;
    }

    MigrationSide.Extent extent() {
        return new MigrationSide.Extent(startSeq, startNs, lastSeq, lastNs, calls.build());
    }

    MigrationSide.ShownBy shownBy() {
        return new MigrationSide.ShownBy(byStream, streamEnded, byDataAlone);
    }

    VmmNotes vmmNotes() {
        return vmm.build(vmRunning);
    }

    /// A side that nothing showed to be one or the other is taken for what its process is called, else for the source.
    ///
    /// @param label what the process is called
    MigrationSide build(ScannedTrace trace, String label) {
        return new MigrationSide(trace, role == null ? guessed(label) : role, this);
    }

    private Report.Side guessed(String label) {
        boolean incoming = vmm.passedAny("dst-")
                || vmm.passedAny("loadvm_")
                || vmm.passedAny("migration_socket_incoming")
                || vmm.passedAny("process_incoming")
                || label.contains("dst")
                || label.contains("dest");
        return incoming ? Report.Side.DESTINATION : Report.Side.SOURCE;
    }
}
