package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private boolean blocked;
    private boolean torn;
    private final SideProof proof = new SideProof();
    private final Set<String> commands;
    private final VmmSettings.Builder settings;
    private @Nullable VmmSettings settled;

    /// @param first the event that begins it
    /// @param settings how it is set up, as long as the trace goes on
    /// @param commands what the process is told and reports, as long as the trace goes on
    OpenSide(EventHeader first, int process, boolean vmRunning, Set<String> commands, VmmSettings.Builder settings) {
        this.process = process;
        this.startSeq = first.seq();
        this.startNs = first.timeNs();
        this.lastSeq = startSeq;
        this.vmRunning = vmRunning;
        this.commands = commands;
        this.settings = settings;
    }

    /// What is set from here on is for a later migration, if this one has ended.
    void settle() {
        if (settled == null && vmm.end().isPresent()) {
            settled = settings.build();
        }
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

    SideProof proof() {
        return proof;
    }

    /// Nothing but that the VM cannot migrate is shown.
    void blocked() {
        blocked = true;
    }

    boolean isBlocked() {
        return blocked;
    }

    /// The trace is damaged somewhere before the end of the side.
    void tear() {
        torn = true;
    }

    boolean isTorn() {
        return torn;
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
        return vmm.build(vmRunning, commands, settled == null ? settings.build() : settled);
    }

    /// A side that no command and no device state showed to be one or the other is what most speaks for.
    ///
    /// @param label what the process is called
    MigrationSide build(ScannedTrace trace, String label) {
        return new MigrationSide(trace, role == null ? weighed(label) : Optional.of(role), this);
    }

    /// Steps of QEMU's log that only one side takes, by how their names begin.
    private static final List<String> OF_DESTINATION =
            List.of("dst-", "loadvm_", "qemu_loadvm_", "migration_socket_incoming", "process_incoming");

    private static final List<String> OF_SOURCE = List.of(
            "src-", "savevm_", "migration_thread_", "migration_socket_outgoing", "source_return_path", "migrate_fd_");

    private Optional<Report.Side> weighed(String label) {
        if (OF_DESTINATION.stream().anyMatch(vmm::passedAny)) {
            proof.add(Report.Side.DESTINATION, SideProof.Weight.STEP);
        }
        if (OF_SOURCE.stream().anyMatch(vmm::passedAny)) {
            proof.add(Report.Side.SOURCE, SideProof.Weight.STEP);
        }
        vmm.proveSide(proof);
        if (label.contains("dst") || label.contains("dest") || label.contains("target")) {
            proof.add(Report.Side.DESTINATION, SideProof.Weight.LABEL);
        } else if (label.contains("src") || label.contains("source")) {
            proof.add(Report.Side.SOURCE, SideProof.Weight.LABEL);
        }
        return proof.side();
    }
}
