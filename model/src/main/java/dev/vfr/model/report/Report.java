package dev.vfr.model.report;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What happened in one or several traces. Every figure that the traces do not prove is empty, never 0.
public record Report(
        List<TraceSummary> traces,
        List<MigrationSummary> migrations,
        List<DeviceSummary> devices,
        List<Finding> findings) {

    /// The findings that say no more than how a migration ended.
    private static final Set<String> ENDINGS =
            Set.of("migration-failed", "migration-blocked", "migration-cancelled", "migration-open");

    public Report {
        traces = List.copyOf(traces);
        migrations = List.copyOf(migrations);
        devices = List.copyOf(devices);
        findings = List.copyOf(findings);
    }

    /// The verdict already says it: the finding is how a migration ended, or the cause.
    public boolean isInVerdict(Finding finding) {
        return ENDINGS.contains(finding.rule())
                || migrations.stream()
                        .flatMap(migration -> migration.diagnosis().stream())
                        .anyMatch(diagnosis -> diagnosis.restsOn(finding) || diagnosis.isShownBy(finding));
    }

    /// Why no migration is shown, a sentence: there is none, or the ways of capture cannot show it. Empty if one is
    /// shown.
    public Optional<String> withoutMigration() {
        if (!migrations.isEmpty()) {
            return Optional.empty();
        }
        Set<String> sources =
                traces.stream().flatMap(trace -> trace.sources().stream()).collect(Collectors.toSet());
        String where = traces.size() == 1 ? "this trace" : "these traces";
        String better = "; record with vfr record, or keep QEMU's trace log of vfio_* and migrat*";
        if (sources.equals(Set.of(CaptureSource.STRACE.label()))) {
            return Optional.of(
                    "No device data moved in " + where + "; this source cannot show whether a migration began:"
                            + " strace has the calls, but not the states that they requested" + better);
        }
        if (sources.equals(Set.of(CaptureSource.KERNEL_LOG.label()))) {
            return Optional.of("No migration in " + where + "; this source rarely shows one: the kernel's log has what"
                    + " drivers said, but not the calls of the VMM. Import it together with the logs of the VMM");
        }
        if (sources.equals(Set.of(CaptureSource.QEMU_STDERR.label()))) {
            return Optional.of("No migration in " + where + "; this source cannot show one: QEMU's messages show what"
                    + " failed, but neither states nor times of a migration" + better);
        }
        return Optional.of("No migration in " + where);
    }

    /// One trace that went into the report.
    ///
    /// @param name as given by the user
    /// @param sources the ways of capture, as [dev.vfr.model.event.CaptureSource#label]
    /// @param lost how many events were reported lost, a lower bound where `lostUncounted`
    /// @param intact closed in order, without holes
    /// @param companion shows the calls of another trace as strace or the driver saw them; not analysed
    /// @param startRealtimeNs ns since 1970-01-01T00:00:00Z
    /// @param durationNs ns from the start to the last time in the trace
    /// @param captureCost what recording cost the recorded process, where the recorder measured it
    public record TraceSummary(
            String name,
            List<String> sources,
            long events,
            long lost,
            boolean lostUncounted,
            boolean intact,
            boolean companion,
            OptionalLong startRealtimeNs,
            OptionalLong durationNs,
            Optional<CaptureCostMeasured> captureCost) {
        public TraceSummary {
            sources = List.copyOf(sources);
        }
    }

    /// How a migration ended.
    public enum Outcome {
        COMPLETED,
        FAILED,
        CANCELLED,
        /// The traces do not show its end.
        INCOMPLETE,
        /// It cannot begin, or was refused before it began.
        BLOCKED;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// How device state was carried.
    public enum Kind {
        /// By the VFIO migration protocol.
        VFIO,
        /// Not at all: the device was unplugged before the migration, and one was plugged in after it.
        REPLUG,
        /// By a VMM that was replaced on its host, with the device left as it was.
        CPR,
        /// No passed-through device is shown.
        PLAIN;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /// From where to where a downtime is measured, for a label.
        public String downtimeSpan() {
            return this == VFIO
                    ? "source device stopped to destination running"
                    : "guest stopped at the source to running at the destination";
        }
    }

    /// Who tracks the pages that a device writes while the VM runs.
    public enum DirtyTracking {
        /// The device, by DMA logging.
        DEVICE("the device (DMA logging)"),
        /// The IOMMU, in its page table.
        IOMMU("the IOMMU"),
        /// Some devices do, and the IOMMU does for others.
        DEVICE_AND_IOMMU("the device (DMA logging) and the IOMMU"),
        /// Nothing does: all memory that the device can reach counts as dirty.
        NONE("nothing: all memory that the device can reach counts as dirty");

        private final String text;

        DirtyTracking(String text) {
            this.text = text;
        }

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /// Who does it, in words.
        public String text() {
            return text;
        }
    }

    /// How the clocks of the two sides were compared.
    public enum ClockBasis {
        /// Both sides are on one clock.
        SAME_HOST,
        /// Facts that must precede each other bound the offset from both ends.
        CAUSAL,
        /// One bound is proven, and the wall clocks stand right at it.
        WALL_CLOCK,
        /// Neither: times of the two sides cannot be compared.
        NONE;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /// One migration, with both its sides where the traces show them.
    ///
    /// @param verdict headline and facts for people
    /// @param diagnosis why it ended so; empty only if nothing is wrong and nothing contradicts it
    /// @param downtimeNs from the entry of the SET that takes the source device out of RUNNING or PRE_COPY to the
    ///     return of the destination's SET RUNNING; empty if the destination never ran
    /// @param captureCostNs upper bound of what recording added to the downtime, ns; empty unless both sides
    ///     measured it
    /// @param vmmDowntimeNs what the VMM answered
    /// @param vmmCheckpointDowntimeNs from the VMM's first downtime checkpoint to its last at the source
    /// @param clockOffsetNs destination minus source
    /// @param clockBasis how the two clocks were compared; empty if only one side is known
    /// @param estimates what the driver and the VMM thought was left, whether it converged, and what if
    /// @param sourceStoppedNs how long the device at the source was stopped in a migration that was aborted
    /// @param anatomy where the downtime went; empty if no device stopped for the migration
    /// @param dirtyTracking who tracked the pages that devices wrote; empty if the traces do not show it
    /// @param streams whether what arrived is what was sent, a comparison for each pair of devices
    public record MigrationSummary(
            Kind kind,
            Outcome outcome,
            Verdict verdict,
            Optional<Diagnosis> diagnosis,
            Optional<Interval> downtimeNs,
            OptionalLong captureCostNs,
            OptionalLong vmmDowntimeNs,
            OptionalLong vmmCheckpointDowntimeNs,
            List<Phase> downtimePhases,
            Optional<Interval> clockOffsetNs,
            Optional<ClockBasis> clockBasis,
            OptionalLong sourceStoppedNs,
            Optional<DowntimeAnatomy> anatomy,
            Optional<DirtyTracking> dirtyTracking,
            List<StreamComparison> streams,
            MigrationEstimates estimates,
            Optional<String> sourceTrace,
            Optional<String> destinationTrace) {
        public MigrationSummary {
            downtimePhases = List.copyOf(downtimePhases);
            streams = List.copyOf(streams);
        }
    }

    /// Which end of a migration.
    public enum Side {
        SOURCE,
        DESTINATION;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// A span inside the downtime.
    ///
    /// @param name such as `p2p-quiesce`
    /// @param device the device's name
    /// @param startNs ns since the start of the trace that shows it
    /// @param ns its length
    public record Phase(String name, Side side, String device, long startNs, long ns) {}

    /// What a device did in the migrations of its trace.
    public enum Role {
        SOURCE,
        DESTINATION,
        BOTH,
        NONE;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// One device of one trace.
    ///
    /// @param trace the trace's name
    /// @param process the label of the process that used it
    /// @param flags empty if the driver's answer is not shown
    /// @param enomsg reads that ended with ENOMSG; empty if the source cannot show them
    public record DeviceSummary(
            String name,
            String trace,
            String process,
            Role role,
            Optional<MigrationFlags> flags,
            List<String> aliases,
            List<PathEntry> path,
            Amounts bytes,
            Amounts chunks,
            OptionalLong enomsg,
            Estimates estimates) {
        public DeviceSummary {
            aliases = List.copyOf(aliases);
            path = List.copyOf(path);
        }
    }

    /// Why a device came into a state.
    public enum Cause {
        SET,
        RECOVER,
        RESET,
        INITIAL,
        INFERRED;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// One state of a device's path.
    ///
    /// @param enteredNs ns since the start of the trace when the device was surely in the state
    /// @param ns how long it stayed, as far as the trace shows
    /// @param observed a source showed it, as opposed to inferred
    /// @param migration index into [Report#migrations]
    public record PathEntry(
            DeviceState state,
            OptionalLong enteredNs,
            OptionalLong ns,
            boolean observed,
            Cause cause,
            OptionalInt migration) {}

    /// Bytes or chunks by the state in which they moved: lower bounds.
    ///
    /// @param complete nothing may be missing
    public record Amounts(OptionalLong preCopy, OptionalLong stopCopy, OptionalLong resumed, boolean complete) {}

    /// Estimates of what was left to read, in bytes.
    ///
    /// @param stopCopyError bytes read in STOP_COPY minus stopCopyLength
    /// @param fromVmm the figures are the VMM's copy, because the trace does not show the driver's answers
    public record Estimates(
            OptionalLong initialBytesFirst,
            OptionalLong initialBytesLast,
            OptionalLong dirtyBytesLast,
            OptionalLong dirtyBytesMax,
            OptionalLong stopCopyLength,
            OptionalLong stopCopyError,
            Optional<Boolean> fromVmm) {}
}
