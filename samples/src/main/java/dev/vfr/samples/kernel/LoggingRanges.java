package dev.vfr.samples.kernel;

import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.DmaLoggingControl;
import dev.vfr.model.vfio.DmaLoggingReport;
import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.kernel.FeaturePayload.LoggingControl;
import java.util.List;
import java.util.Optional;

/// What the core checks of the ranges of DMA_LOGGING_START, before the driver sees them.
final class LoggingRanges {

    private LoggingRanges() {}

    static Optional<Errno> refusal(LoggingControl control) {
        List<IovaRange> ranges = control.ranges();
        if (ranges.isEmpty() || !DmaLoggingReport.isLegalPageSize(control.pageSizeBytes())) {
            return Optional.of(Errno.EINVAL);
        }
        if (ranges.size() > DmaLoggingControl.RANGES_MAX) {
            return Optional.of(Errno.E2BIG);
        }
        for (int i = 0; i < ranges.size(); i++) {
            IovaRange range = ranges.get(i);
            if (((range.iova() | range.lengthBytes()) & (control.pageSizeBytes() - 1)) != 0
                    || range.lengthBytes() == 0) {
                return Optional.of(Errno.EINVAL);
            }
            if (wraps(range)) {
                return Optional.of(Errno.EOVERFLOW);
            }
            if (ranges.subList(0, i).stream().anyMatch(before -> overlap(before, range))) {
                return Optional.of(Errno.EINVAL);
            }
        }
        return Optional.empty();
    }

    /// Whether the end is beyond 2^64.
    static boolean wraps(IovaRange range) {
        return Long.compareUnsigned(range.iova() + range.lengthBytes(), range.iova()) < 0;
    }

    private static boolean overlap(IovaRange one, IovaRange other) {
        return Long.compareUnsigned(one.iova(), other.iova() + other.lengthBytes()) < 0
                && Long.compareUnsigned(other.iova(), one.iova() + one.lengthBytes()) < 0;
    }
}
