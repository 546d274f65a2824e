package dev.vfr.samples.device;

import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.kernel.DataFile;
import dev.vfr.samples.kernel.PollBits;
import dev.vfr.samples.kernel.PrecopyCounters;
import dev.vfr.samples.kernel.UnreadableData;
import java.util.Optional;

/// The session of RESUMING: takes bytes, which the device judges as they come or when it leaves the state.
final class ResumingSession implements DataFile {

    private final ProfileDriver driver;
    private final ImageReader image;
    private long writtenBytes;
    private boolean ended;

    ResumingSession(ProfileDriver driver) {
        this.driver = driver;
        this.image = ImageReader.of(driver.profile());
    }

    long writtenBytes() {
        return writtenBytes;
    }

    /// Why the device does not take the data at RESUMING to STOP, empty if it does.
    Optional<Errno> refusal() {
        return image.refusal();
    }

    /// The truth: whether all of the state is there.
    boolean isWhole() {
        return image.isWhole();
    }

    @Override
    public String name() {
        return driver.profile().saving().fileName();
    }

    @Override
    public boolean isForWriting() {
        return true;
    }

    @Override
    public Answer<StateData> read(int maxBytes) {
        return Answer.failed(Errno.EBADF);
    }

    @Override
    public Answer<Integer> write(StateData data) {
        if (ended) {
            return Answer.failed(Errno.ENODEV);
        }
        Faults faults = driver.faults();
        int length = faults.isEmpty() ? data.length() : faults.writeMax(data.length());
        Optional<Errno> failure = faults.writeFails(writtenBytes + length);
        if (failure.isEmpty()) {
            failure = take(length == data.length() ? data : data.slice(0, length));
        }
        if (failure.isPresent()) {
            ended = driver.profile().loading().writeErrorIsFinal();
            return Answer.failed(failure.get());
        }
        writtenBytes += length;
        driver.host().passAbout(driver.profile().speed().dataNs(length));
        return Answer.done(length);
    }

    private Optional<Errno> take(StateData data) {
        // A fixed image looks at the length before it copies.
        return data instanceof UnreadableData && driver.profile().image().layout() != Layout.FIXED
                ? Optional.of(Errno.EFAULT)
                : image.take(data);
    }

    @Override
    public int ready() {
        // No driver has a poll operation for this file.
        return PollBits.ALWAYS_READY;
    }

    @Override
    public Answer<PrecopyCounters> precopyInfo(boolean optedIn) {
        return Answer.failed(Errno.ENOTTY);
    }

    @Override
    public void release() {
        // The driver keeps the session until its state ends it.
    }

    /// The device left RESUMING.
    void end() {
        ended = true;
    }
}
