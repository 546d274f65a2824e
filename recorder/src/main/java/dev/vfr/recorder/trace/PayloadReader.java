package dev.vfr.recorder.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.agrona.concurrent.UnsafeBuffer;

/// Reads the bytes of device data that a trace keeps.
public final class PayloadReader {

    /// Takes one piece of device data.
    @FunctionalInterface
    public interface Receiver {

        /// Takes the next piece.
        ///
        /// @param bytes of which `length` from `at` on are the data; used again for the next piece
        void take(PayloadPlace place, byte[] bytes, int at, int length) throws TraceException, IOException;
    }

    private PayloadReader() {}

    /// Whether a trace keeps any.
    public static boolean isKept(Path trace) {
        return Files.isDirectory(new TraceFiles(trace).payload());
    }

    /// Hands on all that is intact, in the order in which it was recorded.
    ///
    /// @return what is missing, on one line; empty if nothing is, as far as is known of a trace that was not closed
    public static Optional<String> read(Path trace, Receiver to) throws TraceException, IOException {
        TraceFiles files = new TraceFiles(trace);
        Manifest manifest = ManifestFile.read(files.manifest());
        OptionalLong total = manifest.payload().stream()
                .mapToLong(Manifest.PayloadTotals::records)
                .findFirst();
        try (QueueFile queue = QueueFile.open(new TraceFiles(files.payload()).queueFile())) {
            RecordWalk<PayloadPlace> walk =
                    new RecordWalk<>(queue, PayloadReader::place, total, QueueHeader.check(queue, "SCQStore"), 0);
            Optional<String> missing = Optional.empty();
            boolean more = true;
            while (more) {
                long expected = walk.expected();
                more = walk.advance();
                missing = missing.or(() -> walk.damage()
                        .map(damage -> queue.path() + ": record " + expected + " at byte " + damage.at() + ": "
                                + damage.problem() + "; device data is missing from here"));
                if (more) {
                    byte[] record = walk.record().array();
                    int length = PayloadFrame.dataLength(record, walk.record().length());
                    to.take(walk.content(), record, PayloadFrame.DATA_AT, length);
                }
            }
            return missing;
        } catch (InternalError e) {
            throw RecordReader.vanished(new TraceFiles(files.payload()).queueFile(), e);
        }
    }

    /// Copies all that is intact into another trace.
    ///
    /// @return as [#read]
    public static Optional<String> copy(Path trace, TraceWriter to) throws TraceException, IOException {
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        return read(trace, (place, bytes, at, length) -> {
            view.wrap(bytes);
            to.appendPayload(place, view, at, length);
        });
    }

    private static PayloadPlace place(RecordBytes record) {
        PayloadFrame.dataLength(record.array(), record.length());
        return PayloadFrame.place(record.array());
    }
}
