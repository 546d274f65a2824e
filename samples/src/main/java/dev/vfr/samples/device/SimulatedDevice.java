package dev.vfr.samples.device;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MigrationEvent.IovaRange;
import dev.vfr.model.vfio.DeviceFeature;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.FeatureHeader;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import dev.vfr.samples.host.SimulatedHost;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/// A device with the kernel's semantics: the core's checks, arcs walked one after the other, data transfer
/// sessions.
///
/// It knows the truth about itself: [#walked] is what no user space sees. Every call lets time pass on its host.
public final class SimulatedDevice implements VfioDevice {

    private static final long CALL_NS = 1_200;

    private final DeviceProfile profile;
    private final Faults faults;
    private final SimulatedHost host;
    private final StateMachine machine;
    private final DmaLogging dmaLogging;
    private final Map<Integer, DataSession> dataFds = new HashMap<>();

    private boolean precopyInfoV2;
    private long preCopyBytes;
    private long stopCopyBytes;
    private long resumedBytes;

    public SimulatedDevice(DeviceProfile profile, List<Fault> faults, SimulatedHost host, SplittableRandom random) {
        this.profile = profile;
        this.faults = new Faults(faults);
        this.host = host;
        this.machine = new StateMachine(profile, this.faults, host, random.split());
        this.dmaLogging = new DmaLogging(profile.abilities().dmaLogging(), random.split());
    }

    /// The truth: every state that the device was in, in order, those inside of combination transitions too.
    public List<DeviceState> walked() {
        return machine.walked();
    }

    /// The truth: the device was given state in RESUMING and left it without having taken it.
    public boolean lostState() {
        return machine.lostState();
    }

    /// The truth: bytes that were read in PRE_COPY and PRE_COPY_P2P.
    public long preCopyBytes() {
        return preCopyBytes;
    }

    /// The truth: bytes that were read in STOP_COPY.
    public long stopCopyBytes() {
        return stopCopyBytes;
    }

    /// The truth: bytes that were written in RESUMING.
    public long resumedBytes() {
        return resumedBytes;
    }

    @Override
    public CallResult open() {
        host.passAbout(CALL_NS);
        return CallResult.OK;
    }

    @Override
    public void close() {
        host.passAbout(CALL_NS);
        machine.endSession();
        precopyInfoV2 = false;
    }

    @Override
    public CallResult reset() {
        host.passAbout(profile.speed().arcNs());
        machine.reset();
        return CallResult.OK;
    }

    private Set<DeviceFeature> features() {
        Set<DeviceFeature> features =
                EnumSet.of(DeviceFeature.MIGRATION, DeviceFeature.MIG_DEVICE_STATE, DeviceFeature.MIG_DATA_SIZE);
        if (profile.abilities().dmaLogging()) {
            features.add(DeviceFeature.DMA_LOGGING_START);
            features.add(DeviceFeature.DMA_LOGGING_STOP);
            features.add(DeviceFeature.DMA_LOGGING_REPORT);
        }
        if (profile.abilities().precopyInfoV2()) {
            features.add(DeviceFeature.MIG_PRECOPY_INFO_V2);
        }
        return features;
    }

    @Override
    public CallResult probe(int feature) {
        host.passAbout(CALL_NS);
        FeatureHeader header = new FeatureHeader(FeatureHeader.SIZE_BYTES, FeatureHeader.PROBE | feature);
        return result(header.refusal(features()));
    }

    private static CallResult result(Optional<Errno> errno) {
        return errno.map(failed -> CallResult.of(failed.number())).orElse(CallResult.OK);
    }

    @Override
    public Answer<MigrationFlags> migrationFlags() {
        host.passAbout(CALL_NS);
        return Answer.done(profile.flags());
    }

    @Override
    public Answer<OptionalInt> setState(long stateNumber) {
        host.passAbout(CALL_NS);
        return switch (machine.request(stateNumber)) {
            case Answer.Done<Optional<DataSession>>(Optional<DataSession> opened) ->
                Answer.done(opened.map(this::hand).orElse(OptionalInt.empty()));
            case Answer.Failed<Optional<DataSession>>(Errno errno) -> Answer.failed(errno);
        };
    }

    /// Gives a new session its fd.
    private OptionalInt hand(DataSession session) {
        int dataFd = host.openFd();
        dataFds.put(dataFd, session);
        return OptionalInt.of(dataFd);
    }

    @Override
    public Answer<DeviceState> state() {
        host.passAbout(CALL_NS);
        return Answer.done(machine.state());
    }

    @Override
    public Answer<Long> migDataSize() {
        host.passAbout(CALL_NS);
        machine.countDirty();
        Optional<Errno> failure = faults.dataSizeFails();
        if (failure.isPresent()) {
            return Answer.failed(failure.get());
        }
        long size = machine.session() instanceof SavingSession saving
                ? saving.allLeft()
                : profile.sizes().initialBytes() + profile.sizes().stopCopyBytes() + StateImage.TRAILER_BYTES;
        return Answer.done(size);
    }

    @Override
    public CallResult enablePrecopyInfoV2() {
        host.passAbout(CALL_NS);
        Optional<Errno> refusal = FeatureHeader.of(DeviceFeature.MIG_PRECOPY_INFO_V2, FeatureHeader.SET)
                .refusal(features());
        precopyInfoV2 |= refusal.isEmpty();
        return result(refusal);
    }

    @Override
    public Answer<PrecopyInfo> precopyInfo(int dataFd, int flags) {
        host.passAbout(CALL_NS);
        machine.countDirty();
        return switch (dataFds.get(dataFd)) {
            case null -> Answer.failed(Errno.EBADF);
            case ResumingSession ignored -> Answer.failed(Errno.ENOTTY);
            case SavingSession saving when saving.isEnded() -> Answer.failed(Errno.ENODEV);
            case SavingSession ignored when !machine.state().isPreCopy() -> Answer.failed(Errno.EINVAL);
            case SavingSession saving ->
                Answer.done(new PrecopyInfo(
                        PrecopyInfo.SIZE_BYTES,
                        PrecopyInfo.flagsAnswered(flags, precopyInfoV2, false),
                        saving.initialLeft(),
                        saving.dirtyLeft()));
        };
    }

    @Override
    public Answer<StateData> read(int dataFd, int maxBytes) {
        host.passAbout(CALL_NS);
        machine.countDirty();
        return switch (dataFds.get(dataFd)) {
            case null -> Answer.failed(Errno.EBADF);
            case ResumingSession ignored -> Answer.failed(Errno.EBADF);
            case SavingSession saving when saving.isEnded() -> Answer.failed(Errno.ENODEV);
            case SavingSession saving -> read(saving, maxBytes);
        };
    }

    private Answer<StateData> read(SavingSession saving, int maxBytes) {
        Optional<Errno> failure = faults.readFails(saving.readBytes());
        if (failure.isPresent()) {
            return Answer.failed(failure.get());
        }
        StateData data = saving.read(
                Math.min(maxBytes, profile.sizes().readMaxBytes()), machine.state() == DeviceState.STOP_COPY);
        int moved = data.length();
        host.passAbout(profile.speed().dataNs(moved));
        if (machine.state() == DeviceState.STOP_COPY) {
            stopCopyBytes += moved;
        } else {
            preCopyBytes += moved;
        }
        boolean temporaryEnd = moved == 0 && machine.state().isPreCopy();
        return temporaryEnd && profile.abilities().temporaryEndIsEnomsg()
                ? Answer.failed(Errno.ENOMSG)
                : Answer.done(data);
    }

    @Override
    public Answer<Integer> write(int dataFd, StateData data) {
        host.passAbout(CALL_NS);
        return switch (dataFds.get(dataFd)) {
            case null -> Answer.failed(Errno.EBADF);
            case SavingSession ignored -> Answer.failed(Errno.EBADF);
            case ResumingSession resuming when resuming.isEnded() -> Answer.failed(Errno.ENODEV);
            case ResumingSession resuming -> {
                int size = data.length();
                resuming.write(data);
                resumedBytes += size;
                host.passAbout(profile.speed().dataNs(size));
                yield Answer.done(size);
            }
        };
    }

    @Override
    public Answer<Integer> poll(int dataFd, int events, OptionalLong timeoutNs) {
        host.passAbout(CALL_NS);
        machine.countDirty();
        int ready = switch (dataFds.get(dataFd)) {
            case null -> PollBits.NVAL;
            case DataSession session when session.isEnded() -> PollBits.ERR;
            case ResumingSession ignored -> PollBits.OUT;
            case SavingSession saving ->
                machine.state() == DeviceState.STOP_COPY || saving.preCopyLeft() > 0 ? PollBits.IN : 0;
        };
        int answered = ready & (events | PollBits.ERR | PollBits.NVAL);
        if (answered == 0) {
            host.pass(timeoutNs.orElse(0));
        }
        return Answer.done(answered);
    }

    @Override
    public CallResult closeDataFd(int dataFd) {
        host.passAbout(CALL_NS);
        return dataFds.remove(dataFd) == null ? CallResult.of(Errno.EBADF.number()) : CallResult.OK;
    }

    @Override
    public CallResult startDmaLogging(long pageSizeBytes, List<IovaRange> ranges) {
        host.passAbout(CALL_NS);
        return dmaLogging.start(pageSizeBytes, ranges);
    }

    @Override
    public CallResult stopDmaLogging() {
        host.passAbout(CALL_NS);
        return dmaLogging.stop();
    }

    @Override
    public Answer<Long> reportDirtyPages(IovaRange range, long pageSizeBytes) {
        host.passAbout(CALL_NS);
        return dmaLogging.report(range, pageSizeBytes);
    }
}
