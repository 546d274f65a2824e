package dev.vfr.recorder.trace;

import dev.vfr.recorder.trace.FrameCursor.Step;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the bytes of device data that a trace keeps.
public final class PayloadReader {

    /// Takes one piece of device data.
    @FunctionalInterface
    public interface Receiver {

        /// Takes the next piece.
        ///
        /// @param bytes of which `length` from `at` on are the data; used again for the next piece
        void take(PayloadPlace place, byte[] bytes, int at, int length) throws IOException;
    }

    private PayloadReader() {}

    /// Whether a trace keeps any.
    public static boolean isKept(Path trace) {
        return Files.isDirectory(new TraceFiles(trace).payload());
    }

    /// Hands on all that is intact, in the order in which it was recorded. A trace that was not closed in order ends
    /// where it ends.
    ///
    /// @throws TraceException where the queue of a closed trace is damaged
    public static void read(Path trace, Receiver to) throws TraceException, IOException {
        TraceFiles files = new TraceFiles(trace);
        boolean closed = ManifestFile.read(files.manifest()).closedCleanly();
        try (QueueFile queue = QueueFile.open(new TraceFiles(files.payload()).queueFile())) {
            FrameCursor cursor = new FrameCursor(queue, QueueHeader.check(queue, "SCQStore"));
            RecordBytes bytes = new RecordBytes();
            long records = 0;
            Step step = cursor.advance();
            while (step == Step.RECORD && bytes.load(queue, cursor) && bytes.seq() == records) {
                byte[] record = bytes.array();
                int length = PayloadFrame.dataLength(record, cursor.length());
                to.take(PayloadFrame.place(record), record, PayloadFrame.DATA_AT, length);
                records++;
                step = cursor.advance();
            }
            if (closed && step != Step.END) {
                throw new TraceException(
                        Kind.CORRUPT, queue.path() + ": record " + records + ": damaged; 'vfr verify' tells more");
            }
        } catch (IllegalArgumentException e) {
            throw new TraceException(
                    Kind.CORRUPT, files.payload() + ": expected device data, found " + e.getMessage(), e);
        }
    }
}
