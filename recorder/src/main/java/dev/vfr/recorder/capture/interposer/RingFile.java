package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// The file that the library and this recorder have mapped; see `wire.h`.
///
/// As long as this is open no other recorder can open it. The lock is the process's: nothing else in this JVM may open
/// and close the file meanwhile, since closing any fd of it gives the lock away.
public final class RingFile implements AutoCloseable {

    /// What a ring holds where nobody says otherwise, in MiB.
    public static final int DEFAULT_MIB = 16;

    private static final int MAX_MIB = 1024;
    private static final int MIB = 1 << 20;

    /// Where shared memory is a file system.
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path path;
    private final boolean made;
    private final FileChannel channel;
    private final UnsafeBuffer file;
    private final ManyToOneRingBuffer ring;

    private RingFile(Path path, boolean made, FileChannel channel, UnsafeBuffer file) {
        this.path = path;
        this.made = made;
        this.channel = channel;
        this.file = file;
        int bytes = Math.toIntExact(file.getLong(Control.RING_CAPACITY_AT)) + RingBufferDescriptor.TRAILER_LENGTH;
        this.ring = new ManyToOneRingBuffer(new UnsafeBuffer(file, WireLayout.RING_AT, bytes));
    }

    /// A name that no file has yet, in shared memory where there is some, else among the temporary files.
    public static Path freshName() {
        Path folder = Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        long pid = ProcessHandle.current().pid();
        Path name = folder.resolve("vfr-" + pid + ".ring");
        for (int number = 2; Files.exists(name); number++) {
            name = folder.resolve("vfr-" + pid + '-' + number + ".ring");
        }
        return name;
    }

    /// Makes a ring file, all of whose space is taken: a full disk must not hit the process that is recorded.
    ///
    /// @param mib what the ring holds, MiB, a power of two
    public static void make(Path path, int mib, PayloadMode payload) throws RecordingException {
        if (mib < 1 || mib > MAX_MIB || !BitUtil.isPowerOfTwo(mib)) {
            throw new IllegalArgumentException("ring of " + mib + " MiB");
        }
        int bytes = WireLayout.RING_AT + mib * MIB + RingBufferDescriptor.TRAILER_LENGTH;
        int errno = Posix.makeFile(path, bytes);
        if (errno == Posix.EEXIST) {
            throw new RecordingException(path + ": exists already");
        }
        if (errno != 0 && errno != Posix.EOPNOTSUPP) {
            deleteAfter(errno, path);
            throw new RecordingException(path + ": a ring of " + mib + " MiB cannot be made there: "
                    + Posix.describe(errno) + (errno == Posix.ENOSPC ? "; --ring-size takes a smaller one" : ""));
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            UnsafeBuffer file = new UnsafeBuffer(channel.map(MapMode.READ_WRITE, 0, bytes));
            file.putInt(Control.VERSION_AT, WireLayout.VERSION);
            file.putInt(Control.EVENT_SCHEMA_AT, TraceOpened.SCHEMA_VERSION);
            file.putLong(Control.RING_OFFSET_AT, WireLayout.RING_AT);
            file.putLong(Control.RING_CAPACITY_AT, (long) mib * MIB);
            file.putLong(Control.DATA_RESERVE_AT, (long) mib * MIB / 4);
            file.putInt(Control.PAYLOAD_AT, payload.number());
            file.putInt(Control.RECORDING_AT, 1);
            file.putLongOrdered(Control.MAGIC_AT, WireLayout.MAGIC);
        } catch (IOException e) {
            throw new RecordingException(path + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void deleteAfter(int errno, Path path) throws RecordingException {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new RecordingException(path + ": " + Posix.describe(errno) + ", and it cannot be deleted", e);
        }
    }

    /// Opens a ring file as its recorder.
    ///
    /// @param made whether this recorder has made it, and so removes it at the end
    /// @throws RecordingException where there is none, it is no ring file, or it has a recorder
    public static RingFile open(Path path, boolean made) throws RecordingException {
        FileChannel channel = openChannel(path);
        try {
            RingFile ring = map(path, made, channel);
            ring.file.putIntOrdered(
                    Control.RECORDER_PID_AT, (int) ProcessHandle.current().pid());
            return ring;
        } catch (IOException | RuntimeException e) {
            throw new RecordingException(path + ": cannot be used: " + e.getMessage(), e);
        }
    }

    private static FileChannel openChannel(Path path) throws RecordingException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new RecordingException(path + ": no such ring file", e);
        } catch (AccessDeniedException e) {
            throw new RecordingException(path + ": permission denied; a ring file belongs to who made it", e);
        } catch (IOException e) {
            throw new RecordingException(path + ": cannot be opened: " + e.getMessage(), e);
        }
    }

    private static RingFile map(Path path, boolean made, FileChannel channel) throws RecordingException, IOException {
        long size = channel.size();
        if (size <= WireLayout.RING_AT || size > Integer.MAX_VALUE) {
            channel.close();
            throw new RecordingException(path + ": expected a ring file, found " + size + " bytes");
        }
        MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, size);
        UnsafeBuffer file = new UnsafeBuffer(mapped);
        if (!isLocked(channel)) {
            int other = file.getIntVolatile(Control.RECORDER_PID_AT);
            channel.close();
            throw new RecordingException(path + ": process " + other + " is recording from it already");
        }
        try {
            check(path, file, size);
        } catch (RecordingException e) {
            channel.close();
            throw e;
        }
        return new RingFile(path, made, channel, file);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            // It is given back by closing the channel, or by the end of the process, however it ends.
            @SuppressWarnings("resource")
            FileLock lock = channel.tryLock(0, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void check(Path path, UnsafeBuffer file, long size) throws RecordingException {
        if (file.getLongVolatile(Control.MAGIC_AT) != WireLayout.MAGIC) {
            throw new RecordingException(path + ": expected a ring file, found something else");
        }
        int version = file.getInt(Control.VERSION_AT);
        int schema = file.getInt(Control.EVENT_SCHEMA_AT);
        if (version != WireLayout.VERSION || schema > TraceOpened.SCHEMA_VERSION) {
            throw new RecordingException(path + ": expected a ring file of version " + WireLayout.VERSION + "."
                    + TraceOpened.SCHEMA_VERSION + ", found " + version + "." + schema
                    + "; record with the vfr that made it");
        }
        long capacity = file.getLong(Control.RING_CAPACITY_AT);
        if (file.getLong(Control.RING_OFFSET_AT) != WireLayout.RING_AT
                || capacity < MIB
                || !BitUtil.isPowerOfTwo(capacity)
                || size < WireLayout.RING_AT + capacity + RingBufferDescriptor.TRAILER_LENGTH) {
            throw new RecordingException(path + ": expected a ring file, found one that is damaged");
        }
    }

    public Path path() {
        return path;
    }

    ManyToOneRingBuffer ring() {
        return ring;
    }

    /// The whole file.
    UnsafeBuffer file() {
        return file;
    }

    PayloadMode payload() {
        return PayloadMode.of(file.getInt(Control.PAYLOAD_AT));
    }

    /// Whether this recorder made the file, and so ends recording for good when it ends.
    boolean isMade() {
        return made;
    }

    /// From now on the library passes every call through.
    void stopRecording() {
        file.putIntOrdered(Control.RECORDING_AT, 0);
    }

    /// Whether any process has used VFIO under the library.
    boolean wasUsed() {
        return file.getIntVolatile(Control.NEXT_PROCESS_AT) > 0;
    }

    /// Gives the file back; removes it where this recorder made it.
    @Override
    public void close() throws RecordingException {
        try {
            if (made) {
                stopRecording();
                Files.deleteIfExists(path);
            } else {
                file.putIntOrdered(Control.RECORDER_PID_AT, 0);
            }
            channel.close();
        } catch (IOException e) {
            throw new RecordingException(path + ": cannot be removed: " + e.getMessage(), e);
        }
    }
}
