package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import java.util.Optional;
import java.util.OptionalLong;

/// Collects a device's estimates: the driver's own answers, and the VMM's copy for traces that show nothing
/// else: [EstimateSummary].
final class EstimateTracker {

    private final Series driver = new Series();
    private final Series vmm = new Series();

    /// First, last and greatest of what one party said.
    private static final class Series {
        private OptionalLong initialFirst = OptionalLong.empty();
        private OptionalLong initialLast = OptionalLong.empty();
        private OptionalLong dirtyLast = OptionalLong.empty();
        private OptionalLong dirtyMax = OptionalLong.empty();
        private OptionalLong stopCopyLength = OptionalLong.empty();

        void precopy(OptionalLong initialBytes, OptionalLong dirtyBytes) {
            if (initialBytes.isPresent()) {
                initialFirst = initialFirst.isPresent() ? initialFirst : initialBytes;
                initialLast = initialBytes;
            }
            if (dirtyBytes.isPresent()) {
                dirtyLast = dirtyBytes;
                dirtyMax = OptionalLong.of(Math.max(dirtyMax.orElse(0), dirtyBytes.getAsLong()));
            }
        }

        boolean isEmpty() {
            return initialFirst.isEmpty() && dirtyLast.isEmpty() && stopCopyLength.isEmpty();
        }
    }

    void observe(PrecopyInfoQueried event) {
        if (event.result().isOk()) {
            driver.precopy(event.initialBytes(), event.dirtyBytes());
        }
    }

    void observe(MigDataSizeQueried event) {
        if (event.result().isOk() && event.stopCopyLength().isPresent()) {
            driver.stopCopyLength = event.stopCopyLength();
        }
    }

    /// @param preCopy the device was in pre-copy, without which the VMM's copy of the pre-copy figures says nothing
    void observe(VmmEstimated event, boolean preCopy) {
        if (preCopy) {
            vmm.precopy(event.initialBytes(), event.dirtyBytes());
        }
        // QEMU 11 lowers its cached figure by what it read; only an exact one is what the driver said.
        boolean cached = event.exact().isPresent() && !event.exact().get();
        if (event.stopCopyBytes().isPresent() && (!cached || vmm.stopCopyLength.isEmpty())) {
            vmm.stopCopyLength = event.stopCopyBytes();
        }
    }

    EstimateSummary build() {
        boolean fromVmm = driver.isEmpty() && !vmm.isEmpty();
        Series series = fromVmm ? vmm : driver;
        return new EstimateSummary(
                series.initialFirst,
                series.initialLast,
                series.dirtyLast,
                series.dirtyMax,
                series.stopCopyLength,
                series.isEmpty() ? Optional.empty() : Optional.of(fromVmm));
    }
}
