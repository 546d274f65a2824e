package dev.vfr.model.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a source device's driver and its VMM thought was left to read in one migration, query by query, and what was
/// really read.
///
/// `initial_bytes` and `dirty_bytes` are about what can be read in pre-copy, and are compared with pre-copy reads;
/// `stop_copy_length` is compared with what STOP_COPY streamed. Their sum against STOP_COPY is no error of a driver.
/// Source: include/uapi/linux/vfio.h, struct vfio_precopy_info and struct vfio_device_feature_mig_data_size.
///
/// @param device the device's name
/// @param trace the trace's name
/// @param driver what the driver answered, in the order of the queries
/// @param driverLeftOut how many queries are not in `driver`; the first, the last and the extremes are
/// @param vmm the VMM's own copy of the same figures
/// @param vmmLeftOut how many are not in `vmm`
/// @param preCopyBytes bytes read in pre-copy; empty if a read is not shown or has no size
/// @param stopCopyBytes bytes read in STOP_COPY; empty likewise, and where STOP_COPY was not read to its end
/// @param sumError bytes, `initial_bytes` and `dirty_bytes` of the last query minus `stopCopyBytes`: for information
///     only, as the draft of 2022 read it
public record EstimateHistory(
        String device,
        String trace,
        List<Sample> driver,
        long driverLeftOut,
        List<Sample> vmm,
        long vmmLeftOut,
        OptionalLong preCopyBytes,
        OptionalLong stopCopyBytes,
        OptionalLong sumError) {

    public EstimateHistory {
        driver = List.copyOf(driver);
        vmm = List.copyOf(vmm);
    }

    /// One query. Figures are unsigned 64-bit numbers of bytes: negative ones are 2^63 or more.
    ///
    /// @param seq the event that shows it
    /// @param atNs ns since the start of the trace
    /// @param exact the VMM asked the driver just then; of a driver's answer always true; empty if not shown
    /// @param initialBytes empty if the query was not about it
    /// @param dirtyBytes empty if the query was not about it
    /// @param stopCopyLength empty if the query was not about it
    /// @param reinit VFIO_PRECOPY_INFO_REINIT was set
    /// @param readBytes bytes of the session that had been read by then
    /// @param preCopyError bytes by which the sum of `initialBytes` and `dirtyBytes` fell to the next query without
    ///     being read (positive: it had been too high), or rose beyond what was read (negative: new dirty data)
    /// @param stopCopyError bytes that STOP_COPY streamed in the end minus `stopCopyLength`
    public record Sample(
            long seq,
            OptionalLong atNs,
            Optional<Boolean> exact,
            OptionalLong initialBytes,
            OptionalLong dirtyBytes,
            OptionalLong stopCopyLength,
            boolean reinit,
            long readBytes,
            OptionalLong preCopyError,
            OptionalLong stopCopyError) {}
}
