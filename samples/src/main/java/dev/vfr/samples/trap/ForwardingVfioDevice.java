package dev.vfr.samples.trap;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Passes every call on, and lets something happen after it.
abstract class ForwardingVfioDevice implements VfioDevice {

    private final VfioDevice device;

    ForwardingVfioDevice(VfioDevice device) {
        this.device = device;
    }

    /// A call has returned.
    abstract void afterCall();

    private <T> T after(T answer) {
        afterCall();
        return answer;
    }

    @Override
    public CallResult open() {
        return after(device.open());
    }

    @Override
    public void close() {
        device.close();
    }

    @Override
    public CallResult reset() {
        return after(device.reset());
    }

    @Override
    public CallResult probe(int feature) {
        return after(device.probe(feature));
    }

    @Override
    public Answer<MigrationFlags> migrationFlags() {
        return after(device.migrationFlags());
    }

    @Override
    public Answer<OptionalInt> setState(long stateNumber) {
        return after(device.setState(stateNumber));
    }

    @Override
    public Answer<DeviceState> state() {
        return after(device.state());
    }

    @Override
    public Answer<Long> migDataSize() {
        return after(device.migDataSize());
    }

    @Override
    public CallResult enablePrecopyInfoV2() {
        return after(device.enablePrecopyInfoV2());
    }

    @Override
    public Answer<PrecopyInfo> precopyInfo(int dataFd, int flags) {
        return after(device.precopyInfo(dataFd, flags));
    }

    @Override
    public Answer<StateData> read(int dataFd, int maxBytes) {
        return after(device.read(dataFd, maxBytes));
    }

    @Override
    public Answer<Integer> write(int dataFd, StateData data) {
        return after(device.write(dataFd, data));
    }

    @Override
    public Answer<Integer> poll(int dataFd, int events, OptionalLong timeoutNs) {
        return after(device.poll(dataFd, events, timeoutNs));
    }

    @Override
    public CallResult closeDataFd(int dataFd) {
        return after(device.closeDataFd(dataFd));
    }

    @Override
    public CallResult startDmaLogging(long pageSizeBytes, List<IovaRange> ranges) {
        return after(device.startDmaLogging(pageSizeBytes, ranges));
    }

    @Override
    public CallResult stopDmaLogging() {
        return after(device.stopDmaLogging());
    }

    @Override
    public Answer<Long> reportDirtyPages(IovaRange range, long pageSizeBytes) {
        return after(device.reportDirtyPages(range, pageSizeBytes));
    }
}
