package dev.vfr.recorder.capture.inprocess;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.model.vfio.PrecopyInfo;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The calls of the VFIO migration protocol on one device and its data_fds.
///
/// Nothing throws for what a kernel would answer: a call that fails comes back with its errno. Rules of the
/// calls: include/uapi/linux/vfio.h.
public interface VfioDevice {

    /// Opens the device.
    CallResult open();

    /// Closes the device; an open data transfer session ends.
    void close();

    /// VFIO_DEVICE_RESET. Where it succeeds the device is RUNNING and any session has ended.
    CallResult reset();

    /// VFIO_DEVICE_FEATURE PROBE.
    ///
    /// @param feature the feature's index
    CallResult probe(int feature);

    /// VFIO_DEVICE_FEATURE GET MIGRATION.
    Answer<MigrationFlags> migrationFlags();

    /// VFIO_DEVICE_FEATURE SET MIG_DEVICE_STATE. The answer is the new data_fd where a session was opened.
    ///
    /// @param stateNumber an unsigned 32-bit number, which need not be a state
    Answer<OptionalInt> setState(long stateNumber);

    /// VFIO_DEVICE_FEATURE GET MIG_DEVICE_STATE.
    Answer<DeviceState> state();

    /// VFIO_DEVICE_FEATURE GET MIG_DATA_SIZE: stop_copy_length in bytes.
    Answer<Long> migDataSize();

    /// VFIO_DEVICE_FEATURE SET MIG_PRECOPY_INFOv2, for the life of the open device.
    CallResult enablePrecopyInfoV2();

    /// VFIO_MIG_GET_PRECOPY_INFO on a data_fd.
    ///
    /// @param flags as passed in
    Answer<PrecopyInfo> precopyInfo(int dataFd, int flags);

    /// read(2) of at most `maxBytes`. No data is the end of the stream in STOP_COPY, ENOMSG the temporary end in
    /// pre-copy.
    Answer<StateData> read(int dataFd, int maxBytes);

    /// write(2) of `data`. The answer is how many of its bytes, from the first on, were taken.
    Answer<Integer> write(int dataFd, StateData data);

    /// poll(2) on one data_fd. The answer is the poll bits, 0 where the time ran out.
    ///
    /// @param events poll bits asked for
    /// @param timeoutNs ns, empty for "wait for ever"
    Answer<Integer> poll(int dataFd, int events, OptionalLong timeoutNs);

    /// close(2) of a data_fd.
    CallResult closeDataFd(int dataFd);

    /// VFIO_DEVICE_FEATURE SET DMA_LOGGING_START.
    CallResult startDmaLogging(long pageSizeBytes, List<IovaRange> ranges);

    /// VFIO_DEVICE_FEATURE SET DMA_LOGGING_STOP.
    CallResult stopDmaLogging();

    /// VFIO_DEVICE_FEATURE GET DMA_LOGGING_REPORT: how many pages of the range are reported dirty.
    Answer<Long> reportDirtyPages(IovaRange range, long pageSizeBytes);
}
