package dev.vfr.recorder.trace;

import dev.vfr.recorder.trace.TraceException.Kind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// Appends raw records to a fresh Chronicle Queue of one file, and cuts the file to its size on close.
///
/// The only class that knows Chronicle Queue.
final class QueueAppender {

    /// Chronicle's own index, which its tailers use: small pages, so that a small trace stays small.
    private static final int INDEX_COUNT = 1024;

    private static final int INDEX_SPACING = 1024;
    private static final int PAGE_BYTES = 4096;

    /// What an append may write beside its record: two pages of Chronicle's index with their headers.
    private static final int OVERHEAD_BYTES = 2 * (INDEX_COUNT * Long.BYTES + 64);

    /// Records that are put together in one document have no more bytes than this, words included.
    private static final int BATCH_BYTES = 256 << 10;

    private static final long MIN_SPACE_BYTES = 4 << 20;

    /// Zeros after the last record, by which a reader knows that it is the last.
    private static final int END_BYTES = 8;

    private final Path file;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final DiskReservation disk;
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    private long end;
    private boolean batching;
    private @Nullable DocumentContext document;
    private int batchBytes;

    static {
        // Chronicle's usage statistics and its thread that watches the disk: neither is wanted in a traced system.
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
    }

    private QueueAppender(Path file, ChronicleQueue queue, ExcerptAppender appender) throws TraceException {
        this.file = file;
        this.queue = queue;
        this.appender = appender;
        this.disk = DiskReservation.of(file);
        try (QueueFile fresh = QueueFile.open(file)) {
            FrameCursor cursor = new FrameCursor(fresh, QueueHeader.check(fresh, "SCQStore"));
            cursor.advance();
            this.end = cursor.next();
        }
    }

    static QueueAppender create(TraceFiles files) throws TraceException {
        requireJvmFlags(files);
        requireSpace(files);
        ChronicleQueue queue = null;
        try {
            // The time never passes: the queue never rolls over to a second file.
            queue = SingleChronicleQueueBuilder.binary(files.queue())
                    .rollCycle(LargeRollCycles.LARGE_DAILY)
                    .timeProvider(() -> 0L)
                    .indexCount(INDEX_COUNT)
                    .indexSpacing(INDEX_SPACING)
                    .build();
            ExcerptAppender appender = queue.createAppender();
            // One thread at a time is enough; Chronicle would hold on to the first.
            appender.singleThreadedCheckDisabled(true);
            try (DocumentContext first = appender.writingDocument()) {
                first.rollbackOnClose();
            }
            return new QueueAppender(files.queueFile(), queue, appender);
        } catch (RuntimeException | InternalError e) {
            if (queue != null) {
                queue.close();
            }
            throw new TraceException(Kind.IO, files.queue() + ": cannot be created: " + oneLine(e), e);
        }
    }

    /// Without these flags Chronicle Queue fails in the middle, or silently writes nothing.
    private static void requireJvmFlags(TraceFiles files) throws TraceException {
        Module base = Object.class.getModule();
        Module mine = QueueAppender.class.getModule();
        if (!base.isOpen("sun.nio.ch", mine)
                || !base.isOpen("java.lang.reflect", mine)
                || !base.isExported("jdk.internal.ref", mine)) {
            throw new TraceException(
                    Kind.IO,
                    files.root() + ": cannot be written by a JVM without --add-opens java.base/sun.nio.ch=ALL-UNNAMED, "
                            + "--add-opens java.base/java.lang.reflect=ALL-UNNAMED and --add-exports "
                            + "java.base/jdk.internal.ref=ALL-UNNAMED, which the vfr command passes");
        }
    }

    /// Chronicle Queue writes the head of its file before any space can be reserved in it.
    static void requireSpace(TraceFiles files) throws TraceException {
        try {
            long usable = Files.getFileStore(files.root()).getUsableSpace();
            if (usable < MIN_SPACE_BYTES) {
                throw new TraceException(
                        Kind.DISK_FULL,
                        files.root() + ": no space left on the disk: expected at least " + MIN_SPACE_BYTES
                                + " bytes, found " + usable);
            }
        } catch (IOException e) {
            throw TraceException.io(files.root(), "created", e);
        }
    }

    Path file() {
        return file;
    }

    /// Appends `length` bytes of `record`, to the batch if there is one.
    ///
    /// @return the place of the frame word of the record
    long append(byte[] record, int length) throws TraceException {
        if (batching && length <= BATCH_BYTES) {
            return appendToBatch(record, length);
        }
        endDocument();
        disk.require(end, length + OVERHEAD_BYTES);
        try (DocumentContext document = appender.writingDocument()) {
            boolean written = false;
            try {
                Bytes<?> bytes = document.wire().bytes();
                long place = bytes.writePosition() - FrameCursor.WORD_BYTES;
                target.wrap(bytes.addressForWrite(bytes.writePosition()), length);
                target.putBytes(0, record, 0, length);
                bytes.writeSkip(length);
                end = bytes.writePosition();
                written = true;
                return place;
            } finally {
                if (!written) {
                    document.rollbackOnClose();
                }
            }
        } catch (RuntimeException | InternalError e) {
            throw notWritten(e);
        }
    }

    /// From here on records are put together in one document of the queue, until [#endBatch]: what Chronicle Queue does
    /// for a document, its lock and its index, is then done once for many.
    void beginBatch() {
        batching = true;
    }

    /// Ends the batch: its records are in the queue now, all of them at once.
    void endBatch() throws TraceException {
        batching = false;
        endDocument();
    }

    private long appendToBatch(byte[] record, int length) throws TraceException {
        if (batchBytes + length > BATCH_BYTES) {
            endDocument();
        }
        try {
            Bytes<?> bytes = batchDocument().wire().bytes();
            long place = bytes.writePosition();
            target.wrap(bytes.addressForWrite(place), FrameCursor.WORD_BYTES + length);
            target.putInt(0, length, ByteOrder.LITTLE_ENDIAN);
            target.putBytes(FrameCursor.WORD_BYTES, record, 0, length);
            bytes.writeSkip(FrameCursor.WORD_BYTES + length);
            batchBytes += FrameCursor.WORD_BYTES + length;
            return place;
        } catch (RuntimeException | InternalError e) {
            throw notWritten(e);
        }
    }

    private DocumentContext batchDocument() throws TraceException {
        DocumentContext open = document;
        if (open == null) {
            disk.require(end, 2 * BATCH_BYTES + OVERHEAD_BYTES);
            open = appender.writingDocument();
            open.wire().bytes().writeLong(FrameCursor.BATCH);
            document = open;
        }
        return open;
    }

    /// What a failure has left half-written behind the last record of the batch is not part of it.
    private void endDocument() throws TraceException {
        DocumentContext open = document;
        if (open == null) {
            return;
        }
        document = null;
        batchBytes = 0;
        try {
            end = open.wire().bytes().writePosition();
            open.close();
        } catch (RuntimeException | InternalError e) {
            throw notWritten(e);
        }
    }

    private TraceException notWritten(Throwable e) {
        return new TraceException(
                Kind.IO,
                file + ": byte " + end + ": cannot be written: " + oneLine(e) + "; what was recorded before is intact",
                e);
    }

    /// Closes the queue and cuts the file after the last record.
    ///
    /// @return the size of the file
    long close() throws IOException, TraceException {
        endBatch();
        disk.close();
        appender.close();
        queue.close();
        long size = (lastEnd() + END_BYTES + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            channel.force(true);
            return channel.size();
        }
    }

    /// After the last record and whatever Chronicle Queue has put behind it.
    private long lastEnd() throws TraceException {
        try (QueueFile written = QueueFile.open(file)) {
            FrameCursor cursor = new FrameCursor(written, end);
            cursor.advance();
            return cursor.next();
        }
    }

    private static String oneLine(Throwable e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
