package dev.vfr.samples.device;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.samples.device.DeviceProfile.DmaTracking;
import java.util.List;
import java.util.SplittableRandom;

/// A device's tracking of the pages that it writes.
final class DmaLogging {

    private final DmaTracking tracking;
    private final SplittableRandom random;
    private boolean on;

    DmaLogging(DmaTracking tracking, SplittableRandom random) {
        this.tracking = tracking;
        this.random = random;
    }

    boolean isOn() {
        return on;
    }

    CallResult start(List<IovaRange> wanted) {
        if (on && !tracking.startsAgain()) {
            return CallResult.of(Errno.EINVAL);
        }
        long lowest = wanted.stream().mapToLong(IovaRange::iova).min().orElse(0);
        long highest = wanted.stream()
                .mapToLong(range -> range.iova() + range.lengthBytes())
                .max()
                .orElse(0);
        if (highest - lowest > tracking.maxSpanBytes()) {
            return CallResult.of(Errno.EOPNOTSUPP);
        }
        on = true;
        return CallResult.OK;
    }

    CallResult stop() {
        on = false;
        return CallResult.OK;
    }

    Answer<Long> report(IovaRange range, long pageSizeBytes) {
        return on
                ? Answer.done(random.nextLong(range.lengthBytes() / pageSizeBytes * tracking.dirtyPercent() / 100 + 1))
                : Answer.failed(Errno.EINVAL);
    }
}
