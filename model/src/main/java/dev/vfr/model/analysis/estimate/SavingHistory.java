package dev.vfr.model.analysis.estimate;

import dev.vfr.model.event.EventHeader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was estimated and read while one device was saved once: from the first estimate to the end of the session.
///
/// @param firstSeq the first event of it
/// @param lastSeq the event that ended it, or the last that was seen of it
/// @param driver what the driver answered
/// @param driverCount how many answers there were, of which `driver` keeps some
/// @param vmm the VMM's own copies
/// @param vmmCount how many there were
/// @param failures estimates that the driver did not give
/// @param preCopyFromNs when the device was in pre-copy, on the host clock, [EventHeader#UNKNOWN_NS] where unknown
/// @param preCopyToNs when it left pre-copy
/// @param enteredPreCopy it was in PRE_COPY or PRE_COPY_P2P
/// @param enteredStopCopy it was in STOP_COPY
/// @param preCopy what was read in pre-copy
/// @param stopCopy what was read in STOP_COPY
/// @param temporaryEnds reads in pre-copy that gave ENOMSG or 0
/// @param unsized a read whose size is not shown
public record SavingHistory(
        int process,
        int device,
        long firstSeq,
        long lastSeq,
        List<EstimatePoint> driver,
        long driverCount,
        List<EstimatePoint> vmm,
        long vmmCount,
        List<Failure> failures,
        long preCopyFromNs,
        long preCopyToNs,
        boolean enteredPreCopy,
        boolean enteredStopCopy,
        Reads preCopy,
        Reads stopCopy,
        long temporaryEnds,
        boolean unsized) {

    public SavingHistory {
        driver = List.copyOf(driver);
        vmm = List.copyOf(vmm);
        failures = List.copyOf(failures);
    }

    /// An estimate that the driver did not give: the first and the last of each kind.
    ///
    /// @param dataSize of MIG_DATA_SIZE, else of the pre-copy query
    /// @param errno in words
    public record Failure(long seq, boolean dataSize, String errno) {}

    /// Reads that gave data.
    ///
    /// @param calls how many
    /// @param firstNs entry of the first, [EventHeader#UNKNOWN_NS] where unknown
    /// @param lastNs return of the last
    /// @param insideNs ns inside the calls; -1 where one has no duration
    /// @param shortestStepNs ns, the least from one entry to the next; [Long#MAX_VALUE] where there are not two
    public record Reads(long calls, long bytes, long firstNs, long lastNs, long insideNs, long shortestStepNs) {

        /// From the first entry to the last return, -1 where unknown.
        public long spanNs() {
            boolean known = firstNs != EventHeader.UNKNOWN_NS && lastNs != EventHeader.UNKNOWN_NS;
            return known ? lastNs - firstNs : -1;
        }
    }

    /// The last estimate of the pre-copy figures: the driver's, or where it is not shown the VMM's.
    public Optional<EstimatePoint> lastPreCopy() {
        List<EstimatePoint> points = preCopyPoints();
        return points.isEmpty() ? Optional.empty() : Optional.of(points.getLast());
    }

    /// The driver's answers about pre-copy; where they are not shown, those of the VMM's copies that are no older.
    public List<EstimatePoint> preCopyPoints() {
        List<EstimatePoint> answers =
                driver.stream().filter(point -> point.preCopyLeft().isPresent()).toList();
        return !answers.isEmpty() || !driver.isEmpty()
                ? answers
                : exactOfVmm().filter(point -> point.preCopyLeft().isPresent()).toList();
    }

    /// The driver's answers about STOP_COPY; where they are not shown, those of the VMM's copies that are no older.
    public List<EstimatePoint> sizePoints() {
        List<EstimatePoint> answers = driver.stream()
                .filter(point -> point.stopCopyLength().isPresent())
                .toList();
        return !answers.isEmpty() || !driver.isEmpty()
                ? answers
                : exactOfVmm()
                        .filter(point -> point.stopCopyLength().isPresent())
                        .toList();
    }

    private Stream<EstimatePoint> exactOfVmm() {
        return vmm.stream().filter(point -> point.exact().orElse(false));
    }

    /// The driver failed to report the size of STOP_COPY, and never reported it.
    public Optional<Failure> sizeUnknown() {
        return sizePoints().isEmpty()
                ? failures.stream().filter(Failure::dataSize).findFirst()
                : Optional.empty();
    }
}
