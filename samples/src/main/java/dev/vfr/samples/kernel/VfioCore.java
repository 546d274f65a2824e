package dev.vfr.samples.kernel;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.ArcTable;
import dev.vfr.model.vfio.DeviceFeature;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.DmaLoggingReport;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.FeatureHeader;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.samples.host.FdTable;
import dev.vfr.samples.kernel.FeaturePayload.DataSize;
import dev.vfr.samples.kernel.FeaturePayload.Flags;
import dev.vfr.samples.kernel.FeaturePayload.LoggingControl;
import dev.vfr.samples.kernel.FeaturePayload.LoggingReport;
import dev.vfr.samples.kernel.FeaturePayload.MigState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/// The VFIO core for one device: what it checks, and what it does on its own, before and after a driver is asked.
///
/// Source: drivers/vfio/vfio_main.c.
public final class VfioCore {

    private final MigrationDriver driver;
    private final Kernel kernel;
    private final Supplier<Optional<Errno>> fdShortage;

    private int openFds;
    private boolean precopyInfoV2;

    /// @param fdShortage asked whenever a data_fd is to be handed out: EMFILE or ENFILE where there is none
    public VfioCore(MigrationDriver driver, Kernel kernel, Supplier<Optional<Errno>> fdShortage) {
        this.driver = driver;
        this.kernel = kernel;
        this.fdShortage = fdShortage;
    }

    DeviceState state() {
        return driver.state();
    }

    /// Whether the VMM opted in to REINIT since the device was opened.
    boolean isPrecopyInfoV2() {
        return precopyInfoV2;
    }

    /// Gives the process one more fd of the device.
    public OptionalInt open(FdTable fds) {
        OptionalInt fd = fds.open(this);
        if (fd.isPresent() && openFds++ == 0) {
            driver.opened();
        }
        return fd;
    }

    /// Closes a fd of the device. With the last one the opt-in ends.
    public void close(FdTable fds, int deviceFd) {
        fds.close(deviceFd);
        if (--openFds == 0) {
            precopyInfoV2 = false;
            driver.closed();
        }
    }

    /// VFIO_DEVICE_GET_INFO.
    public DeviceInfo info() {
        return DeviceInfo.ofPci(driver.announcesReset());
    }

    /// An ioctl that the device does not know, such as VFIO_MIG_GET_PRECOPY_INFO.
    public Errno unknownIoctl() {
        return Errno.ENOTTY;
    }

    /// VFIO_DEVICE_RESET.
    public CallResult reset() {
        return driver.reset();
    }

    /// What this kernel and this driver have.
    private Set<DeviceFeature> offered() {
        Set<DeviceFeature> features = EnumSet.noneOf(DeviceFeature.class);
        if (driver.flags().hasStopCopy()) {
            features.add(DeviceFeature.MIGRATION);
        }
        if (driver.flags().hasStopCopy() && !isDraft()) {
            features.add(DeviceFeature.MIG_DEVICE_STATE);
            features.add(DeviceFeature.MIG_DATA_SIZE);
            if (kernel.hasPrecopyInfoV2()) {
                features.add(DeviceFeature.MIG_PRECOPY_INFO_V2);
            }
        }
        if (driver.hasDmaLogging()) {
            features.add(DeviceFeature.DMA_LOGGING_START);
            features.add(DeviceFeature.DMA_LOGGING_STOP);
            features.add(DeviceFeature.DMA_LOGGING_REPORT);
        }
        return features;
    }

    /// Whether the calls are those of [Protocol#DRAFT_2022].
    boolean isDraft() {
        return driver.protocol() == Protocol.DRAFT_2022;
    }

    /// VFIO_DEVICE_MIG_SET_STATE of [Protocol#DRAFT_2022].
    ///
    /// @param fds of the calling process, which gets the data_fd
    public FeatureAnswer migSetState(FdTable fds, long number, UserMemory memory) {
        FeaturePayload payload = new MigState(number, -1);
        if (!isDraft()) {
            return FeatureAnswer.failed(unknownIoctl(), payload);
        }
        return memory == UserMemory.NONE ? FeatureAnswer.failed(Errno.EFAULT, payload) : setState(fds, number, memory);
    }

    /// VFIO_DEVICE_MIG_PRECOPY of [Protocol#DRAFT_2022], which a driver without PRE_COPY does not know.
    public Answer<PrecopyInfo> migPrecopy(PrecopyInfo argument, UserMemory memory) {
        if (!isDraft() || !driver.flags().hasPreCopy()) {
            return Answer.failed(unknownIoctl());
        }
        return driver.saving()
                .map(file -> new OpenFile(this, file).estimates(argument, memory))
                .orElseGet(() -> Answer.failed(Errno.EINVAL));
    }

    /// VFIO_DEVICE_FEATURE.
    ///
    /// @param fds of the calling process, which gets the data_fd
    public FeatureAnswer feature(FdTable fds, FeatureHeader header, FeaturePayload payload, UserMemory memory) {
        if (memory == UserMemory.NONE) {
            return FeatureAnswer.failed(Errno.EFAULT, payload);
        }
        Optional<Errno> refusal = header.refusal(offered());
        if (refusal.isPresent() || header.isProbe()) {
            return new FeatureAnswer(refusal, payload);
        }
        FeatureAnswer answer = switch (header.feature().orElseThrow()) {
            case MIGRATION -> FeatureAnswer.done(new Flags(driver.flags().bits()));
            case MIG_DEVICE_STATE ->
                header.isGet()
                        ? FeatureAnswer.done(new MigState(driver.state().number(), -1))
                        : setState(fds, ((MigState) payload).number(), memory);
            case MIG_DATA_SIZE -> dataSize(payload);
            case MIG_PRECOPY_INFO_V2 -> optIn(payload);
            case DMA_LOGGING_START -> startLogging((LoggingControl) payload);
            case DMA_LOGGING_STOP -> of(driver.stopLogging(), payload);
            case DMA_LOGGING_REPORT -> report((LoggingReport) payload);
            case PCI_VF_TOKEN, LOW_POWER_ENTRY, LOW_POWER_ENTRY_WITH_WAKEUP, LOW_POWER_EXIT, BUS_MASTER, DMA_BUF ->
                throw new AssertionError("never offered");
        };
        boolean copiesBack = header.isGet() && answer.errno().isEmpty();
        return copiesBack && memory == UserMemory.READ_ONLY ? FeatureAnswer.failed(Errno.EFAULT, payload) : answer;
    }

    private static FeatureAnswer of(CallResult result, FeaturePayload payload) {
        return new FeatureAnswer(Errno.ofNumber(result.code()), payload);
    }

    private FeatureAnswer dataSize(FeaturePayload payload) {
        return switch (driver.dataSize()) {
            case Answer.Done<Long>(Long bytes) -> FeatureAnswer.done(new DataSize(bytes));
            case Answer.Failed<Long>(Errno errno) -> FeatureAnswer.failed(errno, payload);
        };
    }

    private FeatureAnswer optIn(FeaturePayload payload) {
        if (!driver.flags().hasPreCopy()) {
            return FeatureAnswer.failed(Errno.EINVAL, payload);
        }
        precopyInfoV2 = true;
        return FeatureAnswer.done(payload);
    }

    private FeatureAnswer setState(FdTable fds, long number, UserMemory memory) {
        return switch (walk(number)) {
            case Answer.Failed<Optional<DataFile>>(Errno errno) ->
                FeatureAnswer.failed(memory == UserMemory.READ_ONLY ? Errno.EFAULT : errno, new MigState(number, -1));
            case Answer.Done<Optional<DataFile>>(Optional<DataFile> opened) ->
                opened.isPresent()
                        ? hand(fds, opened.get(), number, memory)
                        : new FeatureAnswer(
                                memory == UserMemory.READ_ONLY ? Optional.of(Errno.EFAULT) : Optional.empty(),
                                new MigState(number, -1));
        };
    }

    /// Walks arc by arc until the requested state is reached or an arc fails.
    private Answer<Optional<DataFile>> walk(long number) {
        Optional<Errno> refusal = driver.refusal();
        if (refusal.isPresent()) {
            return Answer.failed(refusal.get());
        }
        Optional<DataFile> opened = Optional.empty();
        while (driver.state().number() != number) {
            DeviceState current = driver.state();
            Optional<DeviceState> next = DeviceState.ofNumber(number)
                    .flatMap(requested -> ArcTable.nextStep(current, requested, driver.flags()));
            if (next.isEmpty()) {
                spinIfBlocked(current, number);
                return Answer.failed(Errno.EINVAL);
            }
            switch (driver.walk(new Arc(current, next.get()))) {
                case Answer.Failed<Optional<DataFile>>(Errno errno) -> {
                    return Answer.failed(errno);
                }
                case Answer.Done<Optional<DataFile>>(Optional<DataFile> file) -> opened = file;
            }
        }
        return Answer.done(opened);
    }

    /// STOP_COPY to PRE_COPY and PRE_COPY_P2P: both states are allowed, but there is no way.
    private void spinIfBlocked(DeviceState current, long number) {
        boolean blocked = current == DeviceState.STOP_COPY
                && DeviceState.ofNumber(number)
                        .filter(requested ->
                                requested.isPreCopy() && driver.flags().allows(requested))
                        .isPresent();
        if (blocked && kernel.spinsOnBlockedRequests()) {
            throw new NeverReturns("vfio_mig_get_next_state() from STOP_COPY to state " + number);
        }
    }

    /// Gives a new session its fd. Where that fails the state has moved all the same, and the session is lost.
    private FeatureAnswer hand(FdTable fds, DataFile opened, long number, UserMemory memory) {
        OpenFile file = new OpenFile(this, opened);
        Optional<Errno> shortage = fdShortage.get();
        OptionalInt fd = shortage.isPresent() ? OptionalInt.empty() : fds.open(file);
        if (fd.isEmpty()) {
            file.release();
            return FeatureAnswer.failed(shortage.orElse(Errno.EMFILE), new MigState(number, -1));
        }
        if (memory == UserMemory.READ_ONLY) {
            fds.close(fd.getAsInt());
            file.release();
            return FeatureAnswer.failed(Errno.EFAULT, new MigState(number, -1));
        }
        return FeatureAnswer.done(new MigState(number, fd.getAsInt()));
    }

    private FeatureAnswer startLogging(LoggingControl control) {
        Optional<Errno> refusal = LoggingRanges.refusal(control);
        return refusal.isPresent()
                ? FeatureAnswer.failed(refusal.get(), control)
                : of(driver.startLogging(control.pageSizeBytes(), control.ranges()), control);
    }

    private FeatureAnswer report(LoggingReport report) {
        IovaRange range = report.range();
        if (!DmaLoggingReport.isLegalPageSize(report.pageSizeBytes())) {
            return FeatureAnswer.failed(Errno.EINVAL, report);
        }
        if (LoggingRanges.wraps(range)) {
            return FeatureAnswer.failed(Errno.EOVERFLOW, report);
        }
        if (!kernel.iommufd()) {
            return FeatureAnswer.failed(Errno.EOPNOTSUPP, report);
        }
        return switch (driver.reportDirtyPages(range, report.pageSizeBytes())) {
            case Answer.Done<Long>(Long pages) ->
                FeatureAnswer.done(new LoggingReport(range, report.pageSizeBytes(), pages));
            case Answer.Failed<Long>(Errno errno) -> FeatureAnswer.failed(errno, report);
        };
    }
}
