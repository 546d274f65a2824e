package dev.vfr.samples.device;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DataFdEffect;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.samples.host.SimulatedHost;
import dev.vfr.samples.image.Pattern;
import dev.vfr.samples.kernel.DataFile;
import dev.vfr.samples.kernel.Kernel;
import dev.vfr.samples.kernel.MigrationDriver;
import dev.vfr.samples.kernel.NeverReturns;
import dev.vfr.samples.kernel.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// The driver of a device, and the device: what a [DeviceProfile] says, disturbed by its faults.
final class ProfileDriver implements MigrationDriver {

    private final DeviceProfile profile;
    private final Kernel kernel;
    private final Faults faults;
    private final SimulatedHost host;
    private final Pattern pattern;
    private final DmaLogging dmaLogging;
    private final List<DeviceState> walked = new ArrayList<>();
    private final Sessions sessions = new Sessions();

    private DeviceState state = DeviceState.RUNNING;
    private long enteredNs;
    private boolean lostState;

    ProfileDriver(DeviceProfile profile, Kernel kernel, Faults faults, SimulatedHost host, SplittableRandom random) {
        this.profile = profile;
        this.kernel = kernel;
        this.faults = faults;
        this.host = host;
        this.pattern = new Pattern(random.split());
        this.dmaLogging = new DmaLogging(profile.dmaTracking(), random.split());
        this.enteredNs = host.trueNs();
        walked.add(state);
    }

    DeviceProfile profile() {
        return profile;
    }

    Kernel kernel() {
        return kernel;
    }

    Faults faults() {
        return faults;
    }

    SimulatedHost host() {
        return host;
    }

    Sessions sessions() {
        return sessions;
    }

    DmaLogging dmaLogging() {
        return dmaLogging;
    }

    List<DeviceState> walked() {
        return List.copyOf(walked);
    }

    boolean lostState() {
        return lostState;
    }

    /// When the device came into its present state, true time in ns.
    long enteredNs() {
        return enteredNs;
    }

    @Override
    public Protocol protocol() {
        return profile.protocol();
    }

    @Override
    public MigrationFlags flags() {
        return profile.flags();
    }

    @Override
    public boolean hasDmaLogging() {
        return profile.dmaTracking().offered();
    }

    @Override
    public DeviceState state() {
        return state;
    }

    @Override
    public Optional<Errno> refusal() {
        return state == DeviceState.ERROR && profile.has(Quirk.ERROR_SAYS_EIO)
                ? Optional.of(Errno.EIO)
                : Optional.empty();
    }

    @Override
    public Answer<Optional<DataFile>> walk(Arc arc) {
        if (faults.neverReturns(arc)) {
            throw new NeverReturns(arc.toString());
        }
        host.passAbout(arcNs(arc) + faults.extraNs(arc));
        countDirty();
        Optional<Errno> failure = fails(arc);
        if (failure.isPresent()) {
            lostState |= arc.from() == DeviceState.RESUMING && state == DeviceState.ERROR;
            return Answer.failed(failure.get());
        }
        ResumingSession given = sessions.resuming();
        if (given != null && arc.dataFdEffect() == DataFdEffect.ENDS_RESUMING) {
            lostState |= !given.isWhole();
        }
        if (arc.dataFdEffect().ends()) {
            sessions.end();
        }
        if (arc.from() == DeviceState.STOP_COPY && profile.has(Quirk.END_OF_SAVING_STOPS_DMA_LOGGING)) {
            dmaLogging.stop();
        }
        enter(arc.to());
        return Answer.done(session(arc));
    }

    private long arcNs(Arc arc) {
        boolean standsStill = (arc.from() == DeviceState.RUNNING_P2P && arc.to() == DeviceState.STOP)
                || (arc.from() == DeviceState.STOP && arc.to() == DeviceState.RUNNING_P2P);
        return standsStill && profile.has(Quirk.STOP_ARCS_DO_NOTHING)
                ? 0
                : profile.speed().arcNs();
    }

    private Optional<Errno> fails(Arc arc) {
        if (faults.suspendTimesOut(arc)) {
            host.pass(profile.speed().suspendTimeoutNs());
            return Optional.of(Errno.ETIMEDOUT);
        }
        Optional<Fault.ArcFails> fault = faults.arcFails(arc);
        if (fault.isPresent()) {
            if (fault.get().leftIn() == DeviceState.ERROR) {
                sessions.end();
            }
            enter(fault.get().leftIn());
            return fault.map(Fault.ArcFails::errno);
        }
        ResumingSession given = sessions.resuming();
        return given == null ? Optional.empty() : given.refusal();
    }

    /// The session that the arc opened, or hands out once more.
    private Optional<DataFile> session(Arc arc) {
        return switch (arc.dataFdEffect()) {
            case OPENS_RESUMING -> Optional.of(sessions.open(new ResumingSession(this)));
            case OPENS_SAVING -> {
                ImageWriter image = new ImageWriter(profile, pattern);
                yield Optional.of(
                        sessions.open(new SavingSession(this, image, arc.to().isPreCopy())));
            }
            case KEEPS -> {
                SavingSession saving = sessions.saving();
                if (saving != null && arc.to() == DeviceState.STOP_COPY) {
                    saving.stop();
                }
                yield faults.givesSecondFd(arc) ? Optional.ofNullable(saving) : Optional.empty();
            }
            case NONE, ENDS_SAVING, ENDS_RESUMING -> Optional.empty();
        };
    }

    private void enter(DeviceState next) {
        if (next != state) {
            state = next;
            enteredNs = host.trueNs();
            walked.add(next);
        }
    }

    @Override
    public boolean announcesReset() {
        return !profile.has(Quirk.RESET_NOT_ANNOUNCED);
    }

    @Override
    public CallResult reset() {
        host.passAbout(profile.speed().resetNs());
        forget();
        return CallResult.OK;
    }

    /// The device forgets everything and is RUNNING.
    void forget() {
        lostState |= state == DeviceState.RESUMING;
        sessions.end();
        enter(DeviceState.RUNNING);
    }

    @Override
    public void opened() {
        if (!profile.has(Quirk.STATE_SURVIVES_CLOSE)) {
            enter(DeviceState.RUNNING);
        }
    }

    @Override
    public void closed() {
        sessions.end();
        dmaLogging.stop();
    }

    @Override
    public Optional<DataFile> saving() {
        return Optional.ofNullable(sessions.saving());
    }

    @Override
    public Answer<Long> dataSize() {
        SavingSession saving = sessions.saving();
        long bytes = saving == null || profile.image().layout() == Layout.FIXED ? wholeBytes() : saving.allLeft();
        return Answer.done(faults.told(Estimate.STOP_COPY_LENGTH, bytes));
    }

    /// The size of the whole state, where nothing was sent of it.
    private long wholeBytes() {
        long trailer = profile.image().layout() == Layout.PLAIN ? PlainImage.TRAILER_BYTES : 0;
        return profile.saving().savesAllAgain()
                ? profile.sizes().stopCopyBytes()
                : profile.sizes().initialBytes() + profile.sizes().stopCopyBytes() + trailer;
    }

    @Override
    public CallResult startLogging(long pageSizeBytes, List<IovaRange> ranges) {
        return dmaLogging.start(ranges);
    }

    @Override
    public CallResult stopLogging() {
        return dmaLogging.stop();
    }

    @Override
    public Answer<Long> reportDirtyPages(IovaRange range, long pageSizeBytes) {
        return dmaLogging.report(range, pageSizeBytes);
    }

    /// Counts what got dirty up to now.
    void countDirty() {
        SavingSession saving = sessions.saving();
        if (saving != null && state.isPreCopy()) {
            boolean running = state == DeviceState.PRE_COPY || !profile.has(Quirk.SUSPENDED_IN_P2P);
            saving.countDirty(host.trueNs(), running);
        }
    }
}
