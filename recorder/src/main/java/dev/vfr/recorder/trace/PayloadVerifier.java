package dev.vfr.recorder.trace;

import dev.vfr.recorder.trace.FrameCursor.Step;
import dev.vfr.recorder.trace.Manifest.PayloadTotals;
import dev.vfr.recorder.trace.TraceVerification.Finding;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Checks the bytes of device data that a trace keeps: each record by its checksum and number, the whole by the totals.
final class PayloadVerifier {

    private final TraceFiles trace;
    private final List<Finding> findings = new ArrayList<>();

    PayloadVerifier(TraceFiles trace) {
        this.trace = trace;
    }

    /// @param totals of the manifest, empty where the trace was not closed or keeps none
    List<Finding> verify(boolean closed, Optional<PayloadTotals> totals) throws TraceException {
        TraceFiles payload = new TraceFiles(trace.payload());
        if (Files.isDirectory(payload.root())) {
            try (QueueFile queue = QueueFile.open(payload.queueFile())) {
                check(queue, closed, totals);
            } catch (InternalError e) {
                throw RecordReader.vanished(payload.queueFile(), e);
            }
        } else if (totals.isPresent()) {
            findings.add(new Finding(
                    "payload",
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    false,
                    "expected " + totals.get().bytes() + " bytes of device data, found none"));
        }
        return findings;
    }

    private void check(QueueFile queue, boolean closed, Optional<PayloadTotals> totals) throws TraceException {
        FrameCursor cursor = new FrameCursor(queue, QueueHeader.check(queue, "SCQStore"));
        RecordBytes bytes = new RecordBytes();
        RecordSum sum = new RecordSum();
        long records = 0;
        Step step = cursor.advance();
        while (step == Step.RECORD && bytes.load(queue, cursor) && bytes.seq() == records) {
            sum.add(bytes.crc());
            records++;
            step = cursor.advance();
        }
        long end = step == Step.RECORD ? cursor.position() : cursor.next();
        if (step == Step.RECORD || (closed && (step != Step.END || queue.firstNonZero(end) < queue.size()))) {
            found(queue, OptionalLong.of(end), "expected record " + records + " of the device data, found damage");
        } else if (totals.isPresent()) {
            compare(queue, totals.get(), records, sum.value());
        }
    }

    private void compare(QueueFile queue, PayloadTotals totals, long records, int recordsCrc) {
        if (totals.records() != records
                || totals.queueBytes() != queue.size()
                || !totals.recordsCrc32c().equals(ManifestFile.hex(recordsCrc))
                || !totals.queueCrc32c().equals(ManifestFile.hex(queue.checksum()))) {
            found(
                    queue,
                    OptionalLong.empty(),
                    "expected " + totals.records() + " records in " + totals.queueBytes() + " bytes with the checksums "
                            + totals.recordsCrc32c() + " and " + totals.queueCrc32c() + ", found " + records
                            + " records in " + queue.size() + " bytes with others");
        }
    }

    private void found(QueueFile queue, OptionalLong position, String problem) {
        String file = trace.root().relativize(queue.path()).toString();
        findings.add(new Finding(file, OptionalLong.empty(), position, false, problem));
    }
}
