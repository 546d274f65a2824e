package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.recorder.capture.stream.StreamTag;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Carries device data from the data_fds into the migration stream, as records in sections.
final class DeviceSaver {

    private static final long RECORD_NS = 2_000;

    private final VmmContext vmm;
    private final MigrationStream stream;
    private final RecordFaults faults;
    private long savedBytes;

    DeviceSaver(VmmContext vmm, MigrationStream stream, List<StreamFault> faults) {
        this.vmm = vmm;
        this.stream = stream;
        this.faults = new RecordFaults(faults);
    }

    /// Bytes of device data that went into the stream.
    long savedBytes() {
        return savedBytes;
    }

    /// Counts data that goes another way.
    void countSaved(long bytes) {
        savedBytes += bytes;
    }

    /// The section that begins a device: the tag of the setup and, once `setup` is done, the end.
    void setupHead(SavedDevice device) throws EventSourceException, MigrationAborted {
        stream.send(List.of(
                StreamSections.deviceStart(device.position(), device.calls().handler()),
                tag(device, StreamTag.DEV_SETUP_STATE)));
    }

    void setupEnd(SavedDevice device) throws EventSourceException, MigrationAborted {
        stream.send(List.of(tag(device, StreamTag.END_OF_STATE), footer(device)));
    }

    private StreamPiece tag(SavedDevice device, StreamTag tag) {
        vmm.host().passAbout(RECORD_NS);
        vmm.log().record(device.number(), tag.value(), OptionalLong.empty());
        return StreamSections.tag(tag);
    }

    private StreamPiece footer(SavedDevice device) {
        int id = StreamSections.deviceId(device.position());
        return StreamSections.deviceFooter(faults.takeWrongFooter() ? id + 1 : id);
    }

    /// Reads from a device once, as much as goes into the buffer. ENOMSG is taken for an end, in STOP_COPY too.
    ///
    /// @return nothing at the end
    /// @throws MigrationAborted where the read fails
    StateData read(SavedDevice device) throws MigrationAborted {
        Answer<StateData> answer = readOnce(device);
        return switch (answer) {
            case Answer.Done<StateData>(StateData data) -> data;
            case Answer.Failed<StateData>(Errno errno) when errno == Errno.ENOMSG -> StateData.NONE;
            case Answer.Failed<StateData>(Errno errno) -> throw failed(device, errno);
        };
    }

    /// Reads from a device once, with what the device answered.
    Answer<StateData> readOnce(SavedDevice device) {
        Answer<StateData> answer =
                device.calls().calls().read(device.calls().dataFd().orElse(-1), device.bufferBytes());
        long bytes = answer.asOptional().map(StateData::length).orElse(0);
        if (bytes > 0) {
            device.estimates().countRead(bytes);
            savedBytes += bytes;
        }
        return answer;
    }

    /// Prints that a device could not be read.
    MigrationAborted failed(SavedDevice device, Errno errno) {
        vmm.log()
                .error("failed to save SaveStateEntry with id(name): %d(%s): %d"
                        .formatted(
                                StreamSections.deviceId(device.position()),
                                device.calls().handler(),
                                -errno.number()));
        return MigrationAborted.failed("Channel error: " + errno.text());
    }

    /// A section of pre-copy: what was read, if anything, and how it ends.
    void part(SavedDevice device, StateData data, boolean initDataSent) throws EventSourceException, MigrationAborted {
        List<StreamPiece> pieces = new ArrayList<>();
        pieces.add(StreamSections.deviceHead(StreamSections.PART, device.position()));
        if (data.length() > 0) {
            pieces.addAll(record(device, data));
        }
        pieces.add(tag(device, initDataSent ? StreamTag.DEV_INIT_DATA_SENT : StreamTag.END_OF_STATE));
        pieces.add(footer(device));
        stream.send(pieces);
    }

    private List<StreamPiece> record(SavedDevice device, StateData data) {
        vmm.host().passAbout(RECORD_NS);
        vmm.log().record(device.number(), StreamTag.DEV_DATA_STATE.value(), OptionalLong.of(data.length()));
        return faults.record(device.position(), data);
    }

    /// Begins the section of STOP_COPY.
    void endHead(SavedDevice device) throws EventSourceException, MigrationAborted {
        stream.send(List.of(StreamSections.deviceHead(StreamSections.END, device.position())));
    }

    /// One record of STOP_COPY.
    void endRecord(SavedDevice device, StateData data) throws EventSourceException, MigrationAborted {
        stream.send(record(device, data));
    }

    /// Ends the section of STOP_COPY.
    void endFooter(SavedDevice device) throws EventSourceException, MigrationAborted {
        List<StreamPiece> pieces = new ArrayList<>(faults.takeHeld(device.position()));
        pieces.add(tag(device, StreamTag.END_OF_STATE));
        pieces.add(footer(device));
        stream.send(pieces);
    }

    /// The section of the device's configuration, which is empty if that goes through multifd channels.
    void full(SavedDevice device, boolean withConfig) throws EventSourceException, MigrationAborted {
        if (withConfig) {
            vmm.log().record(device.number(), StreamTag.DEV_CONFIG_STATE.value(), OptionalLong.empty());
        }
        vmm.log().record(device.number(), StreamTag.END_OF_STATE.value(), OptionalLong.empty());
        stream.send(List.of(
                StreamSections.deviceFull(device.position(), device.calls().handler(), withConfig)));
    }
}
