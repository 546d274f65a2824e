package dev.vfr.ui.inspector;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.VmmEvent.DeviceStateWanted;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.vfio.Errno;
import java.util.Optional;

/// What the protocol says about an event, in one or two sentences.
///
/// Source: include/uapi/linux/vfio.h, the comments on vfio_device_mig_state, vfio_precopy_info and
/// vfio_device_feature_mig_data_size, in our words.
final class Clauses {

    private Clauses() {}

    /// The clause that helps to judge `event`, empty where none does.
    static Optional<String> of(MigrationEvent event) {
        if (event instanceof DeviceStateSet set) {
            return Optional.of(stateSet(set));
        } else if (event instanceof DataRead read) {
            return Optional.of(read(read.result(), read.bytes().orElse(-1)));
        } else if (event instanceof DataWritten) {
            return Optional.of("The resuming side takes the same bytes in the same order, not the same chunks. An "
                    + "incomplete stream shows when RESUMING is left: that SET fails.");
        } else if (event instanceof PrecopyInfoQueried) {
            return Optional.of("Answered in PRE_COPY and PRE_COPY_P2P only. initial_bytes falls as the data_fd is read "
                    + "and rises only with VFIO_PRECOPY_INFO_REINIT; dirty_bytes may rise and fall. Neither says what "
                    + "STOP_COPY will stream.");
        } else if (event instanceof MigDataSizeQueried) {
            return Optional.of(
                    "stop_copy_length estimates what STOP_COPY will stream. It may change while the device " + "runs.");
        } else if (event instanceof VmmEstimated) {
            return Optional.of("The VMM's cached copy of the driver's estimates, less what it has sent itself.");
        } else if (event instanceof DeviceReset) {
            return Optional.of("A reset that succeeds puts the device into RUNNING and ends its data transfer "
                    + "session. Its state is lost.");
        } else if (event instanceof DeviceStateGot) {
            return Optional.of("The state in which the device is now, ERROR included.");
        } else if (event instanceof DeviceStateWanted) {
            return Optional.of("What the VMM wanted. It is printed even if the SET failed: not what the device did.");
        } else if (event instanceof MigrationFlagsQueried) {
            return Optional.of("STOP_COPY is always offered; P2P adds the two P2P states, PRE_COPY adds pre-copy.");
        } else if (event instanceof DataFdPolled) {
            return Optional.of("POLLIN says that a read will not wait; it promises no data.");
        } else if (event instanceof EventsLost) {
            return Optional.of("What happened in the gap is unknown. Sums over it are lower bounds.");
        }
        return Optional.empty();
    }

    private static String stateSet(DeviceStateSet set) {
        if (set.result().isFailed()) {
            return "After a failed SET the device is in the old state, in any state on the way, or in ERROR; only a GET "
                    + "shows which. From ERROR only a reset leads out.";
        }
        return "The kernel walks the way to the wanted state one arc at a time. States in the middle are never shown to "
                + "user space: they are inferred.";
    }

    private static String read(CallResult result, long bytes) {
        if (result.is(Errno.ENOMSG)) {
            return "ENOMSG in PRE_COPY: all initial data is read and nothing is dirty for now. Poll, or go on to "
                    + "STOP_COPY; it is no error.";
        }
        if (bytes == 0) {
            return "0 in STOP_COPY is the end of the stream; a VMM that leaves STOP_COPY before it loses state.";
        }
        return "Bytes read in PRE_COPY reduce initial_bytes and dirty_bytes. In STOP_COPY the stream ends with a read of "
                + "0 bytes.";
    }
}
