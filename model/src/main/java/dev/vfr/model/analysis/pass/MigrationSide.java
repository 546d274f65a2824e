package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One side of one migration, as one process shows it.
///
/// It is compared by identity, as each side is cut out of its trace once.
public final class MigrationSide {

    private final ScannedTrace trace;
    private final int process;
    private final Optional<Report.Side> role;
    private final Extent extent;
    private final ShownBy shownBy;
    private final boolean blocked;
    private final boolean torn;
    private final VmmNotes vmm;
    private final List<DeviceSide> devices;

    /// The events of the process from the first to the last of the side, times on the host clock.
    ///
    /// @param calls how many calls the process had made by when, as far as the trace shows their durations
    public record Extent(long startSeq, long startNs, long lastSeq, long lastNs, StreamMarks calls) {}

    /// What shows the side, if it is neither states nor what the VMM said.
    ///
    /// @param stream the migration stream began it
    /// @param wholeStream the migration stream has all that the source sent
    /// @param dataAlone only device data that moved, in a trace that shows no states
    record ShownBy(boolean stream, boolean wholeStream, boolean dataAlone) {}

    /// @param open what the pass gathered, at its end
    MigrationSide(ScannedTrace trace, Optional<Report.Side> role, OpenSide open) {
        this.trace = trace;
        this.process = open.process();
        this.role = role;
        this.extent = open.extent();
        this.shownBy = open.shownBy();
        this.blocked = open.isBlocked();
        this.torn = open.isTorn();
        this.vmm = open.vmmNotes();
        this.devices = open.devices().stream().map(DeviceWalk::build).toList();
    }

    /// The trace that shows it.
    public ScannedTrace trace() {
        return trace;
    }

    public int process() {
        return process;
    }

    /// Which side of the migration it is; empty where nothing shows it.
    public Optional<Report.Side> role() {
        return role;
    }

    public boolean isSource() {
        return role.equals(Optional.of(Report.Side.SOURCE));
    }

    public boolean isDestination() {
        return role.equals(Optional.of(Report.Side.DESTINATION));
    }

    /// `source`, `destination` or `process` for sentences.
    public String word() {
        return role.map(Report.Side::word).orElse("process");
    }

    /// What its messages say of the failure, read as one; empty where they say nothing of one.
    public Optional<Burst> burst() {
        return vmm.errors().burst();
    }

    /// What the VMM said.
    public VmmNotes vmm() {
        return vmm;
    }

    /// The devices that the trace shows in it, in the order in which they appear.
    public List<DeviceSide> devices() {
        return devices;
    }

    /// One of them.
    ///
    /// @param number the trace's number of the device
    public Optional<DeviceSide> device(int number) {
        return devices.stream().filter(device -> device.number() == number).findFirst();
    }

    /// A request or a transfer of one of its devices failed.
    public boolean deviceFailed() {
        return devices.stream().anyMatch(DeviceSide::failed);
    }

    public long startSeq() {
        return extent.startSeq();
    }

    public long startNs() {
        return extent.startNs();
    }

    public long lastSeq() {
        return extent.lastSeq();
    }

    public long lastNs() {
        return extent.lastNs();
    }

    /// How many calls the process had made by when, as far as the trace shows their durations.
    public StreamMarks calls() {
        return extent.calls();
    }

    /// The event is one of the side's.
    public boolean holds(long seq) {
        return startSeq() <= seq && seq <= lastSeq();
    }

    /// Ns since the start of the trace, UNKNOWN_NS if unknown.
    ///
    /// @param hostNs on the process's host clock
    public long axisNs(long hostNs) {
        return trace.clock().axisNs(process, hostNs);
    }

    /// Events are missing before its end, because the trace is damaged there.
    public boolean isTorn() {
        return torn;
    }

    /// The migration stream began it.
    public boolean byStream() {
        return shownBy.stream();
    }

    /// The migration stream has all that the source sent.
    public boolean streamEnded() {
        return shownBy.wholeStream();
    }

    /// Only device data that moved show it: the source of the trace shows no states.
    public boolean byDataAlone() {
        return shownBy.dataAlone();
    }

    /// The VMM reported a status in this migration.
    public boolean hasStatus() {
        return vmm.status().isShown();
    }

    /// The last word of the VMM on how it ended; empty if it has not said so.
    public Optional<String> end() {
        return vmm.status().end();
    }

    /// The event at which the VMM said how it ended.
    public OptionalLong terminalSeq() {
        return vmm.status().terminalSeq();
    }

    public boolean failing() {
        return vmm.status().failing();
    }

    /// The VMM's most complete answer to a query.
    public Optional<MigrationQueried> answer() {
        return vmm.status().answer();
    }

    /// The first messages of the VMM that something failed, in their order.
    public List<VmmMessage> said() {
        return vmm.errors().said();
    }

    public Optional<String> errorText() {
        return vmm.errors().text();
    }

    public OptionalLong errorSeq() {
        return vmm.errors().seq();
    }

    /// A device of the destination refused the state that was written to it, as the VMM says.
    public Optional<VmmMessage> saidStateLost() {
        return isDestination()
                ? said().stream().filter(VmmMessage::refusesToRun).findFirst()
                : Optional.empty();
    }

    /// The stream surely goes through a socket.
    public boolean throughSocket() {
        return vmm.transport().socket();
    }

    /// The stream surely goes through a file.
    public boolean throughFile() {
        return vmm.transport().file();
    }

    /// The limit that the VMM was given before the migration, or its default.
    public long downtimeLimitNs() {
        return vmm.limit().ns();
    }

    /// What the VMM's handlers of VFIO devices took, by its own measure, in their order; the first of them.
    public List<HandlerTime> handlers() {
        return vmm.handlers().vfio();
    }

    /// The first time that something named happened on the host clock, UNKNOWN_NS if it is not shown.
    public long momentNs(String name) {
        return vmm.moments().of(name);
    }

    /// Something happened whose name begins like this.
    public boolean hasMomentOf(String prefix) {
        return vmm.moments().hasAny(prefix);
    }

    /// The VMM passed its last checkpoint of the downtime. Neither a source that fails nor a destination whose load
    /// fails comes to it.
    public boolean downtimeEnded() {
        return role.stream().anyMatch(side -> vmm.moments().ns().containsKey(lastCheckpoint(side)));
    }

    static String lastCheckpoint(Report.Side role) {
        return role == Report.Side.SOURCE ? "src-downtime-end" : "dst-precopy-bh-vm-started";
    }

    /// The VMM was asked to migrate and gave an error instead of beginning, or says that it cannot migrate.
    public boolean refused() {
        return blocked
                || (vmm.asked()
                        && !hasStatus()
                        && errorText().isPresent()
                        && devices.stream().noneMatch(DeviceSide::tookPart));
    }
}
