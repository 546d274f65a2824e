package dev.vfr.samples.kernel;

import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.util.Optional;

/// An open data_fd: what the kernel does with calls on it before the driver's file operations see them.
///
/// The file is an anonymous inode without a position (stream_open), opened for one direction, close-on-exec.
public final class OpenFile {

    /// O_WRONLY; O_RDONLY is 0.
    private static final int WRITE_ONLY = 1;

    private final VfioCore device;
    private final DataFile file;

    OpenFile(VfioCore device, DataFile file) {
        this.device = device;
        this.file = file;
    }

    /// What `/proc/PID/fd/N` links to.
    public String link() {
        return "anon_inode:" + file.name();
    }

    /// fcntl(2) F_GETFL.
    public int statusFlags() {
        return file.isForWriting() ? WRITE_ONLY : 0;
    }

    /// FD_CLOEXEC: the fd is gone after exec.
    public boolean isClosedOnExec() {
        return true;
    }

    /// st_mode of fstat(2): an anonymous inode is of no type, and only its owner may use it.
    public int mode() {
        return 0600;
    }

    public Answer<StateData> read(int maxBytes) {
        return file.isForWriting() ? Answer.failed(Errno.EBADF) : file.read(maxBytes);
    }

    public Answer<Integer> write(StateData data) {
        return file.isForWriting() ? file.write(data) : Answer.failed(Errno.EBADF);
    }

    /// lseek(2), pread(2), pwrite(2): there is no position.
    public Errno seek() {
        return Errno.ESPIPE;
    }

    /// mmap(2) for reading: forbidden without the right to read, not offered by the file otherwise.
    public Errno mapForReading() {
        return file.isForWriting() ? Errno.EACCES : Errno.ENODEV;
    }

    /// The poll bits that are true of those in `events`.
    public int poll(int events) {
        return PollBits.answered(file.ready(), events);
    }

    /// An ioctl that the file does not know.
    public Errno unknownIoctl() {
        return Errno.ENOTTY;
    }

    /// VFIO_MIG_GET_PRECOPY_INFO.
    ///
    /// @param argument what the caller passes; only argsz and flags are looked at
    public Answer<PrecopyInfo> precopyInfo(PrecopyInfo argument, UserMemory memory) {
        return device.isDraft() ? Answer.failed(unknownIoctl()) : estimates(argument, memory);
    }

    /// The estimates of the file's session, by whichever call.
    Answer<PrecopyInfo> estimates(PrecopyInfo argument, UserMemory memory) {
        if (memory == UserMemory.NONE && !file.isForWriting()) {
            return Answer.failed(Errno.EFAULT);
        }
        Optional<Errno> refusal = PrecopyInfo.refusal(argument.argszBytes(), file.isForWriting(), device.state());
        if (refusal.isPresent()) {
            return Answer.failed(refusal.get());
        }
        return switch (file.precopyInfo(device.isPrecopyInfoV2())) {
            case Answer.Failed<PrecopyCounters>(Errno errno) -> Answer.failed(errno);
            case Answer.Done<PrecopyCounters>(PrecopyCounters counters) ->
                memory == UserMemory.READ_ONLY ? Answer.failed(Errno.EFAULT) : answered(argument, counters);
        };
    }

    private Answer<PrecopyInfo> answered(PrecopyInfo argument, PrecopyCounters counters) {
        int flags = PrecopyInfo.flagsAnswered(argument.flags(), device.isPrecopyInfoV2(), counters.reinit());
        return Answer.done(
                new PrecopyInfo(argument.argszBytes(), flags, counters.initialBytes(), counters.dirtyBytes()));
    }

    /// The last fd of the file was closed.
    public void release() {
        file.release();
    }
}
