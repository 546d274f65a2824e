package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.DeviceStateWanted;
import dev.vfr.model.event.VmmEvent.DowntimeCheckpointPassed;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.event.VmmEvent.StreamRecordSeen;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.inprocess.ProcessRecorder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What one VMM says about its migration, as events.
public final class VmmLog {

    /// The program's name in its own messages.
    public static final String PROGRAM = "simulated-vmm";

    private final ProcessRecorder recorder;
    private final boolean source;

    /// @param source whether the VMM is the source of the migration
    public VmmLog(ProcessRecorder recorder, boolean source) {
        this.recorder = recorder;
        this.source = source;
    }

    private EventHeader header() {
        return recorder.ofMoment(EventHeader.NONE);
    }

    void status(String status) {
        recorder.append(new MigrationStatusChanged(header(), status));
    }

    void runState(String runState) {
        recorder.append(new RunStateChanged(header(), runState));
    }

    void checkpoint(String checkpoint) {
        recorder.append(new DowntimeCheckpointPassed(header(), checkpoint));
    }

    void command(String name) {
        command(name, "");
    }

    /// A client gives the VMM a command with arguments, as JSON text.
    void command(String name, String arguments) {
        recorder.append(new VmmCommandSeen(header(), name, arguments));
    }

    /// What the command before it switches on.
    void capabilitiesOn(List<String> names) {
        recorder.append(new MigrationCapabilitiesShown(header(), false, names, List.of()));
    }

    /// The VMM refuses the command `migrate`, and prints nothing.
    void refuseToMigrate(String text) {
        recorder.append(new CommandRefused(header(), Optional.of("migrate"), text));
    }

    void error(String text) {
        recorder.append(new ErrorLinePrinted(header(), Optional.of(PROGRAM), text));
    }

    /// A step of the whole migration.
    void step(String name) {
        step(name, "");
    }

    private void step(String name, String text) {
        recorder.append(new VmmStepSeen(header(), name, text));
    }

    /// A step of one device.
    void step(int device, String name, String text) {
        recorder.append(new VmmStepSeen(recorder.ofMoment(device), name, text));
    }

    void wanted(int device, boolean vmRunning, String reason, DeviceState state) {
        recorder.append(new DeviceStateWanted(recorder.ofMoment(device), vmRunning, reason, state));
    }

    void record(int device, long tag, OptionalLong lengthBytes) {
        recorder.append(new StreamRecordSeen(recorder.ofMoment(device), source, tag, lengthBytes));
    }

    void handlerDowntime(int device, String handler, long elapsedNs) {
        recorder.append(new HandlerDowntimeMeasured(recorder.ofMoment(device), source, handler, 0, true, elapsedNs));
    }

    void estimate(int device, boolean exact, long initialBytes, long dirtyBytes, OptionalLong stopCopyBytes) {
        recorder.append(new VmmEstimated(
                recorder.ofMoment(device),
                Optional.of(exact),
                OptionalLong.of(initialBytes),
                OptionalLong.of(dirtyBytes),
                stopCopyBytes));
    }

    /// What all handlers together have left. Source: migration/trace-events, migrate_pending_exact and
    /// migrate_pending_estimate, in 11.1 qemu_savevm_query_pending.
    ///
    /// @param preCopy bytes that can go while the guest runs
    /// @param all bytes that the release counts altogether in this query
    void pending(VmmRelease release, boolean exact, double preCopy, double all) {
        if (release.has(Change.SHRINKING_STOP_COPY_SIZE)) {
            step(
                    "qemu_savevm_query_pending",
                    String.format(
                            Locale.ROOT,
                            "exact=%d, final=0, precopy=%.0f, stopcopy=%.0f, postcopy=0, total=%.0f",
                            exact ? 1 : 0,
                            preCopy,
                            Math.max(0, all - preCopy),
                            all));
        } else {
            step(
                    exact ? "migrate_pending_exact" : "migrate_pending_estimate",
                    (exact ? "exact" : "estimate")
                            + String.format(Locale.ROOT, " pending size %.0f (pre = %.0f post=0)", all, all));
        }
    }

    /// A buffer of device state that goes through multifd channels.
    void buffer(int device, String step, long index) {
        recorder.append(new MultifdBufferSeen(recorder.ofMoment(device), step, index));
    }

    /// What query-migrate answers, in its units.
    record Progress(
            String status,
            OptionalLong downtimeMs,
            OptionalLong expectedDowntimeMs,
            OptionalLong totalTimeMs,
            OptionalLong setupTimeMs,
            OptionalLong ramBytes,
            OptionalLong vfioBytes,
            Optional<String> error) {

        /// No more than a word.
        static Progress of(String status) {
            OptionalLong none = OptionalLong.empty();
            return new Progress(status, none, none, none, none, none, none, Optional.empty());
        }
    }

    /// The client asks how the migration goes.
    void queried(Progress progress) {
        recorder.append(new MigrationQueried(
                header(),
                Optional.of(progress.status()),
                progress.downtimeMs(),
                progress.expectedDowntimeMs(),
                progress.totalTimeMs(),
                progress.setupTimeMs(),
                progress.ramBytes(),
                progress.vfioBytes(),
                progress.error()));
    }
}
