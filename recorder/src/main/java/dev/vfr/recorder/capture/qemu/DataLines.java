package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.qemu.TraceEvents.Known;
import dev.vfr.recorder.capture.qemu.TraceText.Label;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Makes events of the trace lines on device data and its estimates.
final class DataLines {

    private static final Label DATA_SIZE = Label.of("data_size ");
    private static final Label SIZE = Label.of(" size ");
    private static final Label RET = Label.of("ret ");
    private static final Label INIT = Label.of("init ");
    private static final Label DIRTY = Label.of("dirty ");
    private static final Label REINIT = Label.of("reinit ");
    private static final Label STOP_COPY_SIZE = Label.of("stopcopy size ");
    private static final Label INITIAL_SIZE = Label.of("precopy initial size ");
    private static final Label DIRTY_SIZE = Label.of("precopy dirty size ");
    private static final Label EXACT = Label.of("exact ");
    private static final Label INDEX = Label.of("idx ");
    private static final Label FLAGS = Label.of("mig_flags ");
    private static final Label V2_USED = Label.of("precopy_info_v2_used ");

    private static final String BUFFER_PREFIX = "vfio_load_state_device_buffer_";

    private final Timeline timeline;

    DataLines(Timeline timeline) {
        this.timeline = timeline;
    }

    boolean translate(Known event, DeviceTrack device, TraceText text) throws EventSourceException {
        boolean understood = translateFields(event, device, text);
        if (understood && text.hadOverflow()) {
            // Drivers have reported sizes beyond 2^63. The event lacks the number; the line is kept beside it.
            timeline.append(new VmmStepSeen(timeline.header(device), event.name(), text.text()));
        }
        return understood;
    }

    private boolean translateFields(Known event, DeviceTrack device, TraceText text) throws EventSourceException {
        return switch (event.meaning()) {
            case DATA_READ -> read(device, text);
            case PRECOPY_EMPTY -> empty(device);
            case DATA_WRITTEN -> written(device, text);
            case PRECOPY_INFO -> precopyInfo(device, text);
            case STOP_COPY_SIZE -> stopCopySize(device, text);
            case VMM_ESTIMATE -> estimated(device, text, Optional.of(false));
            case VMM_EXACT_ESTIMATE -> estimated(device, text, Optional.of(true));
            case VMM_PENDING -> pending(device, text);
            case VMM_ITERATED -> estimated(device, text, Optional.empty());
            case MULTIFD_BUFFER -> buffer(event, device, text);
            default -> throw new IllegalArgumentException(event.name());
        };
    }

    private boolean read(DeviceTrack device, TraceText text) throws EventSourceException {
        OptionalLong size = text.signed(DATA_SIZE);
        if (size.isEmpty()) {
            return false;
        }
        EventHeader header = timeline.header(device);
        if (size.getAsLong() < 0) {
            timeline.append(new DataRead(
                    header,
                    failure(size.getAsLong()),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty()));
            return true;
        }
        timeline.append(new DataRead(
                header,
                CallResult.OK,
                OptionalLong.empty(),
                size,
                device.advanceOffset(size.getAsLong()),
                Optional.empty()));
        return true;
    }

    /// read() gave ENOMSG: nothing is left in pre-copy for now.
    private boolean empty(DeviceTrack device) throws EventSourceException {
        timeline.append(new DataRead(
                timeline.header(device),
                CallResult.of(Errno.ENOMSG),
                OptionalLong.empty(),
                OptionalLong.empty(),
                device.advanceOffset(0),
                Optional.empty()));
        return true;
    }

    private boolean written(DeviceTrack device, TraceText text) throws EventSourceException {
        OptionalLong size = text.number(SIZE);
        OptionalLong ret = text.signed(RET);
        if (size.isEmpty() || ret.isEmpty()) {
            return false;
        }
        boolean done = ret.getAsLong() >= 0;
        OptionalLong offset = device.advanceOffset(done ? size.getAsLong() : 0);
        if (!done) {
            // How much of it was written before the failure is not shown.
            device.loseOffset();
        }
        timeline.append(new DataWritten(
                timeline.header(device),
                done ? CallResult.OK : failure(ret.getAsLong()),
                size,
                done ? size : OptionalLong.empty(),
                offset,
                Optional.empty()));
        return true;
    }

    private boolean precopyInfo(DeviceTrack device, TraceText text) throws EventSourceException {
        OptionalLong ret = text.signed(RET);
        OptionalLong reinit = text.number(REINIT);
        if (ret.isEmpty()) {
            return false;
        }
        boolean done = ret.getAsLong() == 0;
        timeline.append(new PrecopyInfoQueried(
                timeline.header(device),
                done ? CallResult.OK : failure(ret.getAsLong()),
                OptionalInt.empty(),
                done && reinit.isPresent() ? OptionalInt.of((int) reinit.getAsLong()) : OptionalInt.empty(),
                done ? text.number(INIT) : OptionalLong.empty(),
                done ? text.number(DIRTY) : OptionalLong.empty()));
        return true;
    }

    /// Where the query fails, the size printed is QEMU's assumption of 100 GiB, not the driver's answer.
    private boolean stopCopySize(DeviceTrack device, TraceText text) throws EventSourceException {
        OptionalLong ret = text.signed(RET);
        if (ret.isEmpty()) {
            return false;
        }
        boolean done = ret.getAsLong() == 0;
        timeline.append(new MigDataSizeQueried(
                timeline.header(device),
                done ? CallResult.OK : failure(ret.getAsLong()),
                done ? text.number(STOP_COPY_SIZE) : OptionalLong.empty()));
        return true;
    }

    private boolean pending(DeviceTrack device, TraceText text) throws EventSourceException {
        OptionalLong exact = text.number(EXACT);
        return exact.isPresent() && estimated(device, text, Optional.of(exact.getAsLong() != 0));
    }

    private boolean estimated(DeviceTrack device, TraceText text, Optional<Boolean> exact) throws EventSourceException {
        OptionalLong initial = text.number(INITIAL_SIZE);
        OptionalLong dirty = text.number(DIRTY_SIZE);
        OptionalLong stopCopy = text.number(STOP_COPY_SIZE);
        if (initial.isEmpty() && dirty.isEmpty() && stopCopy.isEmpty() && !text.hadOverflow()) {
            return false;
        }
        timeline.append(new VmmEstimated(timeline.header(device), exact, initial, dirty, stopCopy));
        return true;
    }

    private boolean buffer(Known event, DeviceTrack device, TraceText text) throws EventSourceException {
        OptionalLong index = text.number(INDEX);
        if (index.isEmpty()) {
            return false;
        }
        device.loseOffset();
        timeline.append(new MultifdBufferSeen(
                timeline.header(device), event.name().substring(BUFFER_PREFIX.length()), index.getAsLong()));
        return true;
    }

    /// The flags the driver offers, and whether it took the opt-in to REINIT.
    boolean migrationInit(DeviceTrack device, TraceText text) throws EventSourceException {
        OptionalLong flags = text.number(FLAGS);
        OptionalLong v2 = text.number(V2_USED);
        if (flags.isEmpty()) {
            return false;
        }
        device.initialised();
        EventHeader header = timeline.header(device);
        timeline.append(new MigrationFlagsQueried(header, CallResult.OK, flags));
        if (v2.isPresent() && v2.getAsLong() == 1) {
            timeline.append(new PrecopyInfoV2Enabled(header, CallResult.OK));
        }
        return true;
    }

    /// @param negative an errno with a minus sign, as QEMU returns it
    private static CallResult failure(long negative) {
        return negative < 0 && negative > -4096 ? CallResult.of((int) -negative) : CallResult.FAILED;
    }
}
