package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.host.SimulatedHost;
import java.util.Optional;
import java.util.OptionalLong;

/// Carries device data from the data_fds into the migration stream, as records.
final class DeviceSaver {

    private static final long RECORD_NS = 2_000;

    private final SimulatedHost host;
    private final VmmLog log;
    private final MigrationStream stream;
    private final int bufferBytes;
    private long savedBytes;

    DeviceSaver(SimulatedHost host, VmmLog log, MigrationStream stream, int bufferBytes) {
        this.host = host;
        this.log = log;
        this.stream = stream;
        this.bufferBytes = bufferBytes;
    }

    /// Bytes of device data that went into the stream.
    long savedBytes() {
        return savedBytes;
    }

    /// Sends a record without data.
    ///
    /// @param position the device's position in the VMM
    void record(MigratedDevice device, int position, long tag) throws EventSourceException {
        host.passAbout(RECORD_NS);
        log.record(device.number(), tag, OptionalLong.empty());
        stream.send(new StreamMessage.DeviceRecord(position, tag));
    }

    /// Reads from a device once and sends what came.
    Answer<StateData> sendOneRead(MigratedDevice device, int position) throws EventSourceException {
        Answer<StateData> answer = device.calls().read(device.dataFd().orElse(-1), bufferBytes);
        StateData data = answer.asOptional().orElse(StateData.NONE);
        int bytes = data.length();
        if (bytes > 0) {
            device.countRead(bytes);
            savedBytes += bytes;
            log.record(device.number(), StreamTag.DEV_DATA_STATE, OptionalLong.of(bytes));
            stream.sendData(position, data);
        }
        return answer;
    }

    /// Brings the device into STOP_COPY, if it is not there yet, and reads to the end.
    ///
    /// @return why that failed
    Optional<Errno> saveStopped(MigratedDevice device, int position) throws EventSourceException {
        long start = host.trueNs();
        Optional<Errno> failure = device.setState(DeviceState.STOP_COPY, DeviceState.STOP);
        while (failure.isEmpty()) {
            switch (sendOneRead(device, position)) {
                case Answer.Failed<StateData>(Errno errno) -> failure = Optional.of(errno);
                case Answer.Done<StateData>(StateData data)
                when data.length() == 0 -> {
                    record(device, position, StreamTag.END_OF_STATE);
                    log.handlerDowntime(device.number(), device.handler(), host.trueNs() - start);
                    return Optional.empty();
                }
                case Answer.Done<StateData> ignored -> host.passAbout(RECORD_NS);
            }
        }
        return failure;
    }
}
