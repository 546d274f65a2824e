package dev.vfr.samples.device;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.kernel.DataFile;
import dev.vfr.samples.kernel.PollBits;
import dev.vfr.samples.kernel.PrecopyCounters;
import dev.vfr.samples.kernel.Protocol;
import java.util.Optional;
import java.util.OptionalLong;

/// The session of the saving group: what the driver has saved and the VMM has not read yet, and what was dirtied since.
final class SavingSession implements DataFile {

    private static final long NS_PER_S = 1_000_000_000;

    /// A device makes its data dirty piece by piece: between two pieces there is nothing to read.
    private static final long DIRTY_PIECE_BYTES = 64 * 1024;

    /// What poll(2) says of a session that has ended, as mlx5 does.
    private static final int ENDED = PollBits.IN | PollBits.RDNORM | PollBits.RDHUP;

    private final ProfileDriver driver;
    private final DeviceProfile profile;
    private final ImageWriter image;

    private long initialLeft;
    private long unsaved;
    private long countedNs;
    private long ranNs;
    private long madeDirtyBytes;
    private OptionalLong queriedNs = OptionalLong.empty();
    private boolean newInitial;
    private boolean stopped;
    private long preCopyBytes;
    private long stopCopyBytes;
    private long stalledUpTo = -1;
    private boolean ended;

    /// @param preCopy whether the session starts in pre-copy
    SavingSession(ProfileDriver driver, ImageWriter image, boolean preCopy) {
        this.driver = driver;
        this.profile = driver.profile();
        this.image = image;
        this.countedNs = driver.host().trueNs();
        this.stopped = !preCopy;
        if (preCopy) {
            image.initial();
            initialLeft = image.readable();
        } else {
            image.rest(0, true);
        }
    }

    long initialLeft() {
        return initialLeft;
    }

    long dirtyLeft() {
        return stopped ? 0 : image.readable() - initialLeft + unsaved;
    }

    /// Bytes that STOP_COPY would give now.
    long allLeft() {
        return stopped
                ? image.readable()
                : image.readable() + unsaved + profile.sizes().stopCopyBytes() + PlainImage.TRAILER_BYTES;
    }

    /// Bytes that were read.
    long readBytes() {
        return preCopyBytes + stopCopyBytes;
    }

    /// Whether the device is in STOP_COPY.
    boolean isStopped() {
        return stopped;
    }

    long preCopyBytes() {
        return preCopyBytes;
    }

    long stopCopyBytes() {
        return stopCopyBytes;
    }

    /// Counts what got dirty up to now. How often that is done makes no difference.
    ///
    /// @param running whether the device has run since it was counted last
    void countDirty(long nowNs, boolean running) {
        ranNs += running ? nowNs - countedNs : 0;
        countedNs = nowNs;
        double made = (double) profile.sizes().dirtyBytesPerSecond() * ranNs / NS_PER_S;
        long pieces = (long) (made / DIRTY_PIECE_BYTES);
        long madeInPieces = pieces * DIRTY_PIECE_BYTES;
        long room = Math.max(0, profile.sizes().dirtyBytesMax() - dirtyLeft());
        unsaved += Math.min(madeInPieces - madeDirtyBytes, room);
        madeDirtyBytes = madeInPieces;
    }

    /// The device has stopped: all that is left can be read.
    void stop() {
        stopped = true;
        image.rest(profile.saving().savesAllAgain() ? 0 : unsaved, false);
        unsaved = 0;
    }

    /// The device has new initial data.
    ///
    /// @param told whether the flag reports it to the reader; else it counts as dirty
    void reinit(long bytes, boolean told) {
        if (told) {
            image.round(bytes);
            unsaved = 0;
            initialLeft = image.readable();
            newInitial = true;
        } else {
            unsaved += bytes;
        }
    }

    @Override
    public String name() {
        return profile.saving().fileName();
    }

    @Override
    public boolean isForWriting() {
        return false;
    }

    @Override
    public Answer<StateData> read(int maxBytes) {
        if (ended) {
            return Answer.failed(Errno.ENODEV);
        }
        if (maxBytes == 0) {
            return Answer.done(StateData.NONE);
        }
        Faults faults = driver.faults();
        if (!faults.isEmpty()) {
            driver.host().pass(faults.extraReadNs() + faults.stallNs(stalledUpTo, readBytes()));
            stalledUpTo = readBytes();
            Optional<Answer<StateData>> disturbed = disturbed(faults);
            if (disturbed.isPresent()) {
                return disturbed.get();
            }
        }
        if (!stopped && !profile.saving().queryStartsSave() && unsaved > 0) {
            image.round(unsaved);
            unsaved = 0;
        }
        StateData data = take(faults, Math.min(maxBytes, profile.sizes().readMaxBytes()));
        return data.length() == 0 && !stopped ? temporaryEnd() : Answer.done(data);
    }

    private Answer<StateData> temporaryEnd() {
        return switch (profile.saving().temporaryEnd()) {
            case ENOMSG -> Answer.failed(Errno.ENOMSG);
            case ZERO -> Answer.done(StateData.NONE);
        };
    }

    private Optional<Answer<StateData>> disturbed(Faults faults) {
        Optional<Errno> failure = faults.readFails(readBytes());
        if (failure.isPresent()) {
            return Optional.of(Answer.failed(failure.get()));
        }
        if (stopped && faults.enomsgInStopCopy(readBytes())) {
            return Optional.of(Answer.failed(Errno.ENOMSG));
        }
        boolean ends = stopped
                ? readBytes() >= faults.truncatedAt().orElse(Long.MAX_VALUE)
                : image.readable() > 0 && faults.endInPreCopy(readBytes());
        return ends ? Optional.of(Answer.done(StateData.NONE)) : Optional.empty();
    }

    private StateData take(Faults faults, int max) {
        long offset = readBytes();
        int wanted = max;
        if (!faults.isEmpty()) {
            long untilTruncated = stopped ? faults.truncatedAt().orElse(Long.MAX_VALUE) - offset : max;
            wanted = (int) Math.min(faults.readMax(max), untilTruncated);
        }
        StateData data = image.take(wanted);
        initialLeft -= Math.min(initialLeft, data.length());
        if (stopped) {
            stopCopyBytes += data.length();
        } else {
            preCopyBytes += data.length();
            if (faults.dirtyNeverEnds()) {
                unsaved += data.length();
            }
        }
        driver.host().passAbout(profile.speed().dataNs(data.length()));
        return faults.isEmpty() ? data : WrongBytes.in(data, faults.corrupted(offset, offset + data.length()), offset);
    }

    @Override
    public Answer<Integer> write(StateData data) {
        return Answer.failed(Errno.EBADF);
    }

    @Override
    public int ready() {
        if (!profile.saving().hasPoll()) {
            return PollBits.ALWAYS_READY;
        }
        if (ended) {
            return ENDED;
        }
        boolean readable = stopped || image.readable() > 0 || (!profile.saving().queryStartsSave() && unsaved > 0);
        return readable ? PollBits.IN | PollBits.RDNORM : 0;
    }

    @Override
    public Answer<PrecopyCounters> precopyInfo(boolean optedIn) {
        if (ended) {
            return Answer.failed(Errno.ENODEV);
        }
        boolean reinit = optedIn && newInitial;
        newInitial &= !optedIn;
        long initial = initialLeft;
        long dirty = profile.saving().queryStartsSave() ? queriedDirty() : dirtyLeft();
        if (driver.protocol() == Protocol.DRAFT_2022) {
            // Both together are what STOP_COPY would stream; its own part counts as initial as long as there is any.
            initial = initialLeft > 0 ? allLeft() - dirty : 0;
            dirty = allLeft() - initial;
        }
        return Answer.done(new PrecopyCounters(
                driver.faults().told(Estimate.INITIAL_BYTES, initial),
                driver.faults().told(Estimate.DIRTY_BYTES, dirty),
                reinit));
    }

    /// Asks the device what is new, and lets it save that where all before was read.
    ///
    /// @return dirty_bytes, which count only once the initial bytes were read
    private long queriedDirty() {
        long found = foundByQuery();
        if (initialLeft > 0) {
            return 0;
        }
        long unread = image.readable();
        if (unread == 0 && found > 0) {
            image.round(found);
            unsaved = 0;
        }
        boolean countsHeader = found > 0
                && profile.saving().countsNextHeader()
                && driver.kernel().hasPrecopyInfoV2();
        return unread
                + found
                + (countsHeader ? Frames.headerBytes(profile.image().layout()) : 0);
    }

    private long foundByQuery() {
        long nowNs = driver.host().trueNs();
        boolean tooEarly = queriedNs.isPresent()
                && nowNs - queriedNs.getAsLong() < profile.saving().queryIntervalNs();
        boolean notInP2p = driver.state() == DeviceState.PRE_COPY_P2P && profile.has(Quirk.NO_QUERY_IN_P2P);
        if (tooEarly || notInP2p) {
            return 0;
        }
        queriedNs = OptionalLong.of(nowNs);
        return profile.saving().savesAllAgain() ? profile.sizes().stopCopyBytes() : unsaved;
    }

    @Override
    public void release() {
        // The driver keeps the session until its state ends it.
    }

    /// The device left the states that the session belongs to.
    void end() {
        ended = true;
    }
}
