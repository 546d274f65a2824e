package dev.vfr.samples.kernel;

import dev.vfr.model.event.MemoryEvent.IovaRange;
import java.util.List;

/// What stands behind the header of a VFIO_DEVICE_FEATURE argument, on the way in and on the way back.
public sealed interface FeaturePayload {

    /// Nothing: a probe, or a feature without a payload.
    record None() implements FeaturePayload {}

    /// Of MIGRATION.
    record Flags(long bits) implements FeaturePayload {}

    /// Of MIG_DEVICE_STATE.
    ///
    /// @param number of the state, unsigned
    /// @param dataFd -1 for none
    record MigState(long number, int dataFd) implements FeaturePayload {}

    /// Of MIG_DATA_SIZE.
    record DataSize(long stopCopyLength) implements FeaturePayload {}

    /// Of DMA_LOGGING_START.
    record LoggingControl(long pageSizeBytes, List<IovaRange> ranges) implements FeaturePayload {

        public LoggingControl {
            ranges = List.copyOf(ranges);
        }
    }

    /// Of DMA_LOGGING_REPORT.
    ///
    /// @param dirtyPages how many bits came back set
    record LoggingReport(IovaRange range, long pageSizeBytes, long dirtyPages) implements FeaturePayload {}
}
