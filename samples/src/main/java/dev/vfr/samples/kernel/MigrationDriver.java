package dev.vfr.samples.kernel;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.recorder.capture.inprocess.Answer;
import java.util.List;
import java.util.Optional;

/// What a driver does for the VFIO core: struct vfio_migration_ops and struct vfio_log_ops of include/linux/vfio.h.
public interface MigrationDriver {

    Protocol protocol();

    /// What the driver offers; nothing if it has no migration operations.
    MigrationFlags flags();

    /// Whether the driver has operations for DMA logging.
    boolean hasDmaLogging();

    DeviceState state();

    /// How the driver answers any request for a state before it looks at it; empty if it walks.
    Optional<Errno> refusal();

    /// Walks one arc from the present state. The answer is the session that the arc opened, if it opened one.
    Answer<Optional<DataFile>> walk(Arc arc);

    /// The present saving session, empty if there is none.
    Optional<DataFile> saving();

    /// stop_copy_length, bytes.
    Answer<Long> dataSize();

    CallResult startLogging(long pageSizeBytes, List<IovaRange> ranges);

    CallResult stopLogging();

    /// How many pages of the range are dirty.
    Answer<Long> reportDirtyPages(IovaRange range, long pageSizeBytes);

    /// Whether VFIO_DEVICE_GET_INFO says VFIO_DEVICE_FLAGS_RESET.
    boolean announcesReset();

    CallResult reset();

    /// The first fd of the device was opened.
    void opened();

    /// The last fd of the device was closed.
    void closed();
}
