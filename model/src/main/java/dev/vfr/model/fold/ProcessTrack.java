package dev.vfr.model.fold;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import java.util.List;
import java.util.Optional;

/// A process of the trace, mostly a VMM, and what it last said of itself.
///
/// @param number the trace's number of the process
/// @param sources how the trace that introduced the process was captured
/// @param runState the VM's run state in the VMM's words
/// @param migrationStatus the migration status in the VMM's words
/// @param lastAnswer the last answer to a query about the migration
/// @param lastCheckpoint the last downtime checkpoint
/// @param lastError the last error line
/// @param errors how many error lines there were
public record ProcessTrack(
        int number,
        String label,
        int hostClock,
        Optional<String> vmm,
        Optional<String> vmmVersion,
        List<CaptureSource> sources,
        Optional<String> runState,
        Optional<String> migrationStatus,
        Optional<MigrationQueried> lastAnswer,
        Optional<String> lastCheckpoint,
        Optional<String> lastError,
        long errors) {

    public ProcessTrack {
        sources = List.copyOf(sources);
    }

    ProcessTrack withRunState(String value) {
        return copy(Optional.of(value), migrationStatus, lastAnswer, lastCheckpoint, lastError, errors);
    }

    ProcessTrack withMigrationStatus(String value) {
        return copy(runState, Optional.of(value), lastAnswer, lastCheckpoint, lastError, errors);
    }

    ProcessTrack withAnswer(MigrationQueried value) {
        return copy(runState, migrationStatus, Optional.of(value), lastCheckpoint, lastError, errors);
    }

    ProcessTrack withCheckpoint(String value) {
        return copy(runState, migrationStatus, lastAnswer, Optional.of(value), lastError, errors);
    }

    ProcessTrack withError(String value) {
        return copy(runState, migrationStatus, lastAnswer, lastCheckpoint, Optional.of(value), errors + 1);
    }

    /// A source of this process shows what the device did, so that what the VMM announced adds nothing.
    boolean showsStates() {
        for (CaptureSource source : sources) {
            switch (source) {
                case INTERPOSER, SIMULATOR, QEMU_LOG, STRACE, FTRACE -> {
                    return true;
                }
                case QMP, QEMU_STDERR, QEMU_STREAM, LIBVIRT_LOG, HMP, KERNEL_LOG -> {}
            }
        }
        return false;
    }

    private ProcessTrack copy(
            Optional<String> newRunState,
            Optional<String> newStatus,
            Optional<MigrationQueried> newAnswer,
            Optional<String> newCheckpoint,
            Optional<String> newError,
            long newErrors) {
        return new ProcessTrack(
                number,
                label,
                hostClock,
                vmm,
                vmmVersion,
                sources,
                newRunState,
                newStatus,
                newAnswer,
                newCheckpoint,
                newError,
                newErrors);
    }
}
