package dev.vfr.samples.device;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MigrationEvent.IovaRange;
import dev.vfr.model.vfio.DmaLoggingControl;
import dev.vfr.model.vfio.DmaLoggingReport;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import java.util.List;
import java.util.SplittableRandom;

/// A device's tracking of the pages that it writes.
final class DmaLogging {

    private final boolean offered;
    private final SplittableRandom random;
    private List<IovaRange> ranges = List.of();

    DmaLogging(boolean offered, SplittableRandom random) {
        this.offered = offered;
        this.random = random;
    }

    CallResult start(long pageSizeBytes, List<IovaRange> wanted) {
        if (!offered) {
            return CallResult.of(Errno.ENOTTY.number());
        }
        if (wanted.size() > DmaLoggingControl.RANGES_MAX) {
            return CallResult.of(Errno.E2BIG.number());
        }
        boolean legal = !wanted.isEmpty()
                && ranges.isEmpty()
                && DmaLoggingReport.isLegalPageSize(pageSizeBytes)
                && wanted.stream().allMatch(range -> isAligned(range, pageSizeBytes));
        if (!legal) {
            return CallResult.of(Errno.EINVAL.number());
        }
        ranges = List.copyOf(wanted);
        return CallResult.OK;
    }

    private static boolean isAligned(IovaRange range, long pageSizeBytes) {
        return range.lengthBytes() > 0 && ((range.iova() | range.lengthBytes()) & (pageSizeBytes - 1)) == 0;
    }

    CallResult stop() {
        ranges = List.of();
        return offered ? CallResult.OK : CallResult.of(Errno.ENOTTY.number());
    }

    /// At most 1 % of the pages are dirty.
    Answer<Long> report(IovaRange range, long pageSizeBytes) {
        if (!offered) {
            return Answer.failed(Errno.ENOTTY);
        }
        if (ranges.isEmpty() || !DmaLoggingReport.isLegalPageSize(pageSizeBytes)) {
            return Answer.failed(Errno.EINVAL);
        }
        return Answer.done(random.nextLong(range.lengthBytes() / pageSizeBytes / 100 + 1));
    }
}
