package dev.vfr.recorder.trace;

import dev.vfr.recorder.trace.Manifest.PayloadTotals;
import java.io.IOException;
import org.agrona.DirectBuffer;

/// Writes the bytes of device data into a queue of their own beside the events. For one thread at a time.
final class PayloadWriter {

    private final QueueAppender queue;
    private final RecordFrame frame = new RecordFrame();
    private final RecordSum sum = new RecordSum();
    private final byte[] record = new byte[PayloadFrame.DATA_AT + PayloadFrame.MAX_DATA_BYTES + 3];
    private long records;
    private long bytes;

    private PayloadWriter(QueueAppender queue) {
        this.queue = queue;
    }

    /// Makes the queue in the directory of a trace.
    static PayloadWriter create(TraceFiles trace) throws TraceException {
        return new PayloadWriter(QueueAppender.create(TraceFiles.create(trace.payload())));
    }

    void beginBatch() {
        queue.beginBatch();
    }

    void endBatch() throws TraceException {
        queue.endBatch();
    }

    void append(PayloadPlace place, DirectBuffer from, int at, int length) throws TraceException {
        int done = 0;
        do {
            int size = Math.min(length - done, PayloadFrame.MAX_DATA_BYTES);
            PayloadPlace here =
                    new PayloadPlace(place.process(), place.device(), place.session(), place.streamOffset() + done);
            PayloadFrame.putPlace(record, here, size);
            from.getBytes(at + done, record, PayloadFrame.DATA_AT, size);
            queue.append(record, frame.seal(record, PayloadFrame.DATA_AT + size, records));
            sum.add(RecordFrame.crc(record));
            records++;
            done += size;
        } while (done < length);
        bytes += length;
    }

    /// Closes the queue.
    PayloadTotals close() throws IOException, TraceException {
        long queueBytes = queue.close();
        int queueCrc;
        try (QueueFile file = QueueFile.open(queue.file())) {
            queueCrc = file.checksum();
        }
        return new PayloadTotals(records, bytes, ManifestFile.hex(sum.value()), queueBytes, ManifestFile.hex(queueCrc));
    }
}
