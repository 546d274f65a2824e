package dev.vfr.model.fold;

import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import java.util.Optional;

/// The last estimates: the driver's own answers, and the VMM's copy of them, which need not agree.
///
/// @param precopyInfo the driver's last successful answer to the precopy query
/// @param dataSize the driver's last successful answer to MIG_DATA_SIZE
/// @param vmm the VMM's last figures
/// @param reinitEnabled whether the VMM opted in to VFIO_PRECOPY_INFO_REINIT, without which the flag says nothing
public record EstimateTrack(
        Optional<PrecopyInfoQueried> precopyInfo,
        Optional<MigDataSizeQueried> dataSize,
        Optional<VmmEstimated> vmm,
        boolean reinitEnabled) {

    static final EstimateTrack NONE = new EstimateTrack(Optional.empty(), Optional.empty(), Optional.empty(), false);

    EstimateTrack with(PrecopyInfoQueried answer) {
        return new EstimateTrack(Optional.of(answer), dataSize, vmm, reinitEnabled);
    }

    EstimateTrack with(MigDataSizeQueried answer) {
        return new EstimateTrack(precopyInfo, Optional.of(answer), vmm, reinitEnabled);
    }

    EstimateTrack with(VmmEstimated figures) {
        return new EstimateTrack(precopyInfo, dataSize, Optional.of(figures), reinitEnabled);
    }

    EstimateTrack withReinit() {
        return new EstimateTrack(precopyInfo, dataSize, vmm, true);
    }
}
