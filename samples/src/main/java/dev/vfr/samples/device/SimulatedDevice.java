package dev.vfr.samples.device;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
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
import dev.vfr.samples.kernel.FeatureAnswer;
import dev.vfr.samples.kernel.FeaturePayload;
import dev.vfr.samples.kernel.Kernel;
import dev.vfr.samples.kernel.OpenFile;
import dev.vfr.samples.kernel.PollBits;
import dev.vfr.samples.kernel.Protocol;
import dev.vfr.samples.kernel.UserMemory;
import dev.vfr.samples.kernel.VfioCore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Function;

/// A device in a host, as a process sees it: calls go through the kernel's core to the driver.
///
/// It knows the truth about itself: [#walked] and [#truth] are what no user space sees. Every call lets time pass on
/// its host. A call that never returns throws [dev.vfr.samples.kernel.NeverReturns].
public final class SimulatedDevice implements VfioDevice {

    private static final long CALL_NS = 1_200;

    private final Faults faults;
    private final SimulatedHost host;
    private final ProfileDriver driver;
    private final VfioCore core;
    private final OwnMoves ownMoves;

    private OptionalInt deviceFd = OptionalInt.empty();
    private boolean optedIn;

    /// A device in a host with the newest kernel.
    public SimulatedDevice(DeviceProfile profile, List<Fault> faults, SimulatedHost host, SplittableRandom random) {
        this(profile, Kernel.LINUX_7_2, faults, host, random);
    }

    /// @param kernel of the host
    public SimulatedDevice(
            DeviceProfile profile, Kernel kernel, List<Fault> faults, SimulatedHost host, SplittableRandom random) {
        this.faults = new Faults(faults, random.split());
        this.host = host;
        this.driver = new ProfileDriver(profile, kernel, this.faults, host, random.split());
        this.core = new VfioCore(driver, kernel, this.faults::fdShortage);
        this.ownMoves = new OwnMoves(driver);
    }

    /// The truth: every state that the device was in, in order, those inside of combination transitions too.
    public List<DeviceState> walked() {
        return driver.walked();
    }

    /// The truth: the device was given state in RESUMING and left it without having taken it.
    public boolean lostState() {
        return driver.lostState();
    }

    /// The truth: bytes that were read in PRE_COPY and PRE_COPY_P2P.
    public long preCopyBytes() {
        return driver.sessions().preCopyBytes();
    }

    /// The truth: bytes that were read in STOP_COPY.
    public long stopCopyBytes() {
        return driver.sessions().stopCopyBytes();
    }

    /// The truth: bytes that were written in RESUMING.
    public long resumedBytes() {
        return driver.sessions().resumedBytes();
    }

    /// The truth of this moment. Looking at it changes nothing.
    public DeviceTruth truth() {
        return ownMoves.truth();
    }

    /// What every call begins with: time passes, and what happens to the device meanwhile happens.
    ///
    /// @return how the call fails before it does anything
    private Optional<Errno> enter(DeviceCall call) {
        host.passAbout(CALL_NS);
        ownMoves.settle(optedIn);
        return ownMoves.isGone() ? Optional.of(Errno.ENODEV) : faults.callFails(call);
    }

    private static CallResult result(Errno errno) {
        return CallResult.of(errno.number());
    }

    private FeatureAnswer feature(DeviceCall call, FeatureHeader header, FeaturePayload payload) {
        Optional<Errno> failure = enter(call);
        return failure.isPresent()
                ? new FeatureAnswer(failure, payload)
                : core.feature(host.fds(), header, payload, UserMemory.READ_WRITE);
    }

    private static <T> Answer<T> answer(FeatureAnswer answer, Function<FeaturePayload, T> value) {
        return answer.errno()
                .<Answer<T>>map(Answer::failed)
                .orElseGet(() -> Answer.done(value.apply(answer.payload())));
    }

    @Override
    public CallResult open() {
        Optional<Errno> failure = enter(DeviceCall.OPEN);
        if (failure.isPresent()) {
            return result(failure.get());
        }
        deviceFd = core.open(host.fds());
        return deviceFd.isPresent() ? CallResult.OK : result(Errno.EMFILE);
    }

    @Override
    public void close() {
        host.passAbout(CALL_NS);
        if (deviceFd.isPresent()) {
            core.close(host.fds(), deviceFd.getAsInt());
            deviceFd = OptionalInt.empty();
            optedIn = false;
        }
    }

    @Override
    public CallResult reset() {
        Optional<Errno> failure = enter(DeviceCall.RESET);
        return failure.isPresent() ? result(failure.get()) : core.reset();
    }

    @Override
    public CallResult probe(int feature) {
        FeatureHeader header = new FeatureHeader(FeatureHeader.SIZE_BYTES, FeatureHeader.PROBE | feature);
        return feature(DeviceCall.PROBE, header, new FeaturePayload.None()).result();
    }

    @Override
    public Answer<MigrationFlags> migrationFlags() {
        FeatureHeader header = FeatureHeader.of(DeviceFeature.MIGRATION, FeatureHeader.GET);
        return answer(
                feature(DeviceCall.MIGRATION, header, new FeaturePayload.Flags(0)),
                payload -> new MigrationFlags(((FeaturePayload.Flags) payload).bits()));
    }

    @Override
    public Answer<OptionalInt> setState(long stateNumber) {
        return answer(set(stateNumber), payload -> {
            int dataFd = ((FeaturePayload.MigState) payload).dataFd();
            return dataFd < 0 ? OptionalInt.empty() : OptionalInt.of(dataFd);
        });
    }

    private FeatureAnswer set(long stateNumber) {
        FeaturePayload payload = new FeaturePayload.MigState(stateNumber, 0);
        if (!isDraft()) {
            FeatureHeader header = FeatureHeader.of(DeviceFeature.MIG_DEVICE_STATE, FeatureHeader.SET);
            return feature(DeviceCall.SET_STATE, header, payload);
        }
        Optional<Errno> failure = enter(DeviceCall.SET_STATE);
        return failure.isPresent()
                ? new FeatureAnswer(failure, payload)
                : core.migSetState(host.fds(), stateNumber, UserMemory.READ_WRITE);
    }

    private boolean isDraft() {
        return driver.protocol() == Protocol.DRAFT_2022;
    }

    @Override
    public Answer<DeviceState> state() {
        FeatureHeader header = FeatureHeader.of(DeviceFeature.MIG_DEVICE_STATE, FeatureHeader.GET);
        return answer(
                feature(DeviceCall.GET_STATE, header, new FeaturePayload.MigState(0, 0)),
                payload -> DeviceState.ofNumber(((FeaturePayload.MigState) payload).number())
                        .orElseThrow());
    }

    @Override
    public Answer<Long> migDataSize() {
        FeatureHeader header = FeatureHeader.of(DeviceFeature.MIG_DATA_SIZE, FeatureHeader.GET);
        return answer(
                feature(DeviceCall.MIG_DATA_SIZE, header, new FeaturePayload.DataSize(0)),
                payload -> ((FeaturePayload.DataSize) payload).stopCopyLength());
    }

    @Override
    public CallResult enablePrecopyInfoV2() {
        FeatureHeader header = FeatureHeader.of(DeviceFeature.MIG_PRECOPY_INFO_V2, FeatureHeader.SET);
        CallResult result = feature(DeviceCall.MIG_PRECOPY_INFO_V2, header, new FeaturePayload.None())
                .result();
        optedIn |= result.isOk();
        return result;
    }

    /// What a call on a data_fd begins with.
    private <T> Answer<T> onFile(DeviceCall call, int dataFd, Function<OpenFile, Answer<T>> action) {
        Optional<Errno> failure = enter(call);
        if (failure.isPresent()) {
            return Answer.failed(failure.get());
        }
        return host.fds().file(dataFd) instanceof OpenFile file ? action.apply(file) : Answer.failed(Errno.EBADF);
    }

    @Override
    public Answer<PrecopyInfo> precopyInfo(int dataFd, int flags) {
        PrecopyInfo argument = new PrecopyInfo(PrecopyInfo.SIZE_BYTES, flags, 0, 0);
        if (isDraft()) {
            Optional<Errno> failure = enter(DeviceCall.PRECOPY_INFO);
            return failure.<Answer<PrecopyInfo>>map(Answer::failed)
                    .orElseGet(() -> core.migPrecopy(argument, UserMemory.READ_WRITE));
        }
        return onFile(DeviceCall.PRECOPY_INFO, dataFd, file -> file.precopyInfo(argument, UserMemory.READ_WRITE));
    }

    @Override
    public Answer<StateData> read(int dataFd, int maxBytes) {
        return onFile(DeviceCall.READ, dataFd, file -> file.read(maxBytes));
    }

    @Override
    public Answer<Integer> write(int dataFd, StateData data) {
        return onFile(DeviceCall.WRITE, dataFd, file -> file.write(data));
    }

    @Override
    public Answer<Integer> poll(int dataFd, int events, OptionalLong timeoutNs) {
        Optional<Errno> failure = enter(DeviceCall.POLL);
        if (failure.isPresent()) {
            return Answer.failed(failure.get());
        }
        if (!(host.fds().file(dataFd) instanceof OpenFile file)) {
            return Answer.done(PollBits.NVAL);
        }
        int answered = file.poll(events);
        if (answered == 0) {
            host.pass(timeoutNs.orElse(0));
            ownMoves.settle(optedIn);
            answered = file.poll(events);
        }
        return Answer.done(answered);
    }

    @Override
    public CallResult closeDataFd(int dataFd) {
        host.passAbout(CALL_NS);
        if (!(host.fds().file(dataFd) instanceof OpenFile file)) {
            return result(Errno.EBADF);
        }
        host.fds().close(dataFd);
        file.release();
        return CallResult.OK;
    }

    @Override
    public CallResult startDmaLogging(long pageSizeBytes, List<IovaRange> ranges) {
        FeatureHeader header = FeatureHeader.of(DeviceFeature.DMA_LOGGING_START, FeatureHeader.SET);
        return feature(DeviceCall.DMA_LOGGING_START, header, new FeaturePayload.LoggingControl(pageSizeBytes, ranges))
                .result();
    }

    @Override
    public CallResult stopDmaLogging() {
        FeatureHeader header = FeatureHeader.of(DeviceFeature.DMA_LOGGING_STOP, FeatureHeader.SET);
        return feature(DeviceCall.DMA_LOGGING_STOP, header, new FeaturePayload.None())
                .result();
    }

    @Override
    public Answer<Long> reportDirtyPages(IovaRange range, long pageSizeBytes) {
        FeatureHeader header = FeatureHeader.of(DeviceFeature.DMA_LOGGING_REPORT, FeatureHeader.GET);
        return answer(
                feature(
                        DeviceCall.DMA_LOGGING_REPORT,
                        header,
                        new FeaturePayload.LoggingReport(range, pageSizeBytes, 0)),
                payload -> ((FeaturePayload.LoggingReport) payload).dirtyPages());
    }
}
