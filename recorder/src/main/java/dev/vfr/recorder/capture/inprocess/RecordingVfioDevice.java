package dev.vfr.recorder.capture.inprocess;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.FeatureProbed;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.model.vfio.PrecopyInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// Records every call on a device, and answers what the device answered.
///
/// Bytes that move are recorded as length, stream offset and CRC32C, never themselves.
public final class RecordingVfioDevice implements VfioDevice {

    private static final String DIGEST = "crc32c";

    private final VfioDevice device;
    private final ProcessRecorder recorder;
    private final int number;
    private final OpenSessions sessions = new OpenSessions();

    /// @param number the trace's number of the device
    public RecordingVfioDevice(VfioDevice device, ProcessRecorder recorder, int number) {
        this.device = device;
        this.recorder = recorder;
        this.number = number;
    }

    private void record(long startNs, Function<EventHeader, MigrationEvent> event) {
        record(startNs, EventHeader.NONE, event);
    }

    private void record(long startNs, int session, Function<EventHeader, MigrationEvent> event) {
        recorder.append(event.apply(recorder.ofCall(number, session, startNs)));
    }

    @Override
    public CallResult open() {
        long start = recorder.nowNs();
        CallResult result = device.open();
        record(start, header -> new DeviceOpened(header, result));
        return result;
    }

    @Override
    public void close() {
        long start = recorder.nowNs();
        device.close();
        record(start, DeviceClosed::new);
    }

    @Override
    public CallResult reset() {
        long start = recorder.nowNs();
        CallResult result = device.reset();
        record(start, header -> new DeviceReset(header, result));
        return result;
    }

    @Override
    public CallResult probe(int feature) {
        long start = recorder.nowNs();
        CallResult result = device.probe(feature);
        record(start, header -> new FeatureProbed(header, feature, result));
        return result;
    }

    @Override
    public Answer<MigrationFlags> migrationFlags() {
        long start = recorder.nowNs();
        Answer<MigrationFlags> answer = device.migrationFlags();
        OptionalLong bits = answer.asOptional()
                .map(MigrationFlags::bits)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        record(start, header -> new MigrationFlagsQueried(header, answer.result(), bits));
        return answer;
    }

    @Override
    public Answer<OptionalInt> setState(long stateNumber) {
        long start = recorder.nowNs();
        EventHeader entered = recorder.ofMoment(number);
        Answer<OptionalInt> answer;
        try {
            answer = device.setState(stateNumber);
        } catch (RuntimeException e) {
            // The call never came back: its entry is all there is to record.
            recorder.append(set(entered, stateNumber, CallResult.UNKNOWN, OptionalInt.empty()));
            throw e;
        }
        OptionalInt dataFd = answer.asOptional().orElse(OptionalInt.empty());
        int session = dataFd.isPresent() ? sessions.open(dataFd.getAsInt()) : EventHeader.NONE;
        record(start, session, header -> set(header, stateNumber, answer.result(), dataFd));
        return answer;
    }

    private static DeviceStateSet set(EventHeader header, long stateNumber, CallResult result, OptionalInt dataFd) {
        return new DeviceStateSet(
                header, DeviceState.ofNumber(stateNumber), stateNumber, result, dataFd, SetCause.SET, Optional.empty());
    }

    @Override
    public Answer<DeviceState> state() {
        long start = recorder.nowNs();
        Answer<DeviceState> answer = device.state();
        record(start, header -> new DeviceStateGot(header, answer.result(), answer.asOptional()));
        return answer;
    }

    @Override
    public Answer<Long> migDataSize() {
        long start = recorder.nowNs();
        Answer<Long> answer = device.migDataSize();
        record(start, header -> new MigDataSizeQueried(header, answer.result(), optionalLong(answer)));
        return answer;
    }

    @Override
    public CallResult enablePrecopyInfoV2() {
        long start = recorder.nowNs();
        CallResult result = device.enablePrecopyInfoV2();
        record(start, header -> new PrecopyInfoV2Enabled(header, result));
        return result;
    }

    @Override
    public Answer<PrecopyInfo> precopyInfo(int dataFd, int flags) {
        long start = recorder.nowNs();
        Answer<PrecopyInfo> answer = device.precopyInfo(dataFd, flags);
        record(start, sessions.numberOf(dataFd), header -> precopyInfoEvent(header, flags, answer));
        return answer;
    }

    private static PrecopyInfoQueried precopyInfoEvent(EventHeader header, int flags, Answer<PrecopyInfo> answer) {
        OptionalInt flagsIn = OptionalInt.of(flags);
        return switch (answer) {
            case Answer.Done<PrecopyInfo>(PrecopyInfo info) ->
                new PrecopyInfoQueried(
                        header,
                        CallResult.OK,
                        flagsIn,
                        OptionalInt.of(info.flags()),
                        OptionalLong.of(info.initialBytes()),
                        OptionalLong.of(info.dirtyBytes()));
            case Answer.Failed<PrecopyInfo> failed ->
                new PrecopyInfoQueried(
                        header,
                        failed.result(),
                        flagsIn,
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty());
        };
    }

    @Override
    public Answer<StateData> read(int dataFd, int maxBytes) {
        long start = recorder.nowNs();
        Answer<StateData> answer = device.read(dataFd, maxBytes);
        StateData moved = answer.asOptional().orElse(StateData.NONE);
        OptionalLong bytes = answer.asOptional().isPresent() ? OptionalLong.of(moved.length()) : OptionalLong.empty();
        OptionalLong offset = sessions.advance(dataFd, moved.length());
        record(
                start,
                sessions.numberOf(dataFd),
                header ->
                        new DataRead(header, answer.result(), OptionalLong.of(maxBytes), bytes, offset, digest(moved)));
        return answer;
    }

    @Override
    public Answer<Integer> write(int dataFd, StateData data) {
        long start = recorder.nowNs();
        Answer<Integer> answer = device.write(dataFd, data);
        int moved = answer.asOptional().orElse(0);
        OptionalLong bytes = answer.asOptional().isPresent() ? OptionalLong.of(moved) : OptionalLong.empty();
        OptionalLong offset = sessions.advance(dataFd, moved);
        record(
                start,
                sessions.numberOf(dataFd),
                header -> new DataWritten(
                        header,
                        answer.result(),
                        OptionalLong.of(data.length()),
                        bytes,
                        offset,
                        digest(data.slice(0, moved))));
        return answer;
    }

    private static Optional<Digest> digest(StateData data) {
        return data.length() == 0 ? Optional.empty() : Optional.of(new Digest(DIGEST, data.crc32c()));
    }

    @Override
    public Answer<Integer> poll(int dataFd, int events, OptionalLong timeoutNs) {
        long start = recorder.nowNs();
        Answer<Integer> answer = device.poll(dataFd, events, timeoutNs);
        OptionalInt answered = answer.asOptional().map(OptionalInt::of).orElse(OptionalInt.empty());
        record(
                start,
                sessions.numberOf(dataFd),
                header -> new DataFdPolled(header, answer.result(), events, answered, timeoutNs));
        return answer;
    }

    @Override
    public CallResult closeDataFd(int dataFd) {
        long start = recorder.nowNs();
        int session = sessions.numberOf(dataFd);
        CallResult result = device.closeDataFd(dataFd);
        if (result.isOk()) {
            sessions.close(dataFd);
        }
        record(start, session, header -> new DataFdClosed(header, result));
        return result;
    }

    @Override
    public CallResult startDmaLogging(long pageSizeBytes, List<IovaRange> ranges) {
        long start = recorder.nowNs();
        CallResult result = device.startDmaLogging(pageSizeBytes, ranges);
        record(start, header -> new DmaLoggingStarted(header, result, OptionalLong.of(pageSizeBytes), ranges));
        return result;
    }

    @Override
    public CallResult stopDmaLogging() {
        long start = recorder.nowNs();
        CallResult result = device.stopDmaLogging();
        record(start, header -> new DmaLoggingStopped(header, result));
        return result;
    }

    @Override
    public Answer<Long> reportDirtyPages(IovaRange range, long pageSizeBytes) {
        long start = recorder.nowNs();
        Answer<Long> answer = device.reportDirtyPages(range, pageSizeBytes);
        record(start, header -> new DirtyPagesReported(header, answer.result(), range, optionalLong(answer)));
        return answer;
    }

    private static OptionalLong optionalLong(Answer<Long> answer) {
        return answer.asOptional().map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
