package dev.vfr.recorder.trace;

import dev.vfr.recorder.trace.FrameCursor.Step;
import dev.vfr.recorder.trace.TraceException.Kind;
import dev.vfr.recorder.trace.TraceVerification.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// Checks every byte of a trace, and finds what is behind a damage as well.
///
/// Each record is checked by its checksum, its number and whether it decodes; the whole by the totals of the manifest.
/// Behind something that is no record it looks at every multiple of 4 for the next one, which a checksum proves.
public final class TraceVerifier {

    private static final long PROGRESS_STEP = 1 << 16;

    private final TraceFiles files;
    private final Manifest manifest;
    private final QueueFile queue;
    private final LongConsumer progress;
    private final FrameCursor cursor;
    private final RecordBytes bytes = new RecordBytes();
    private final RecordSum sum = new RecordSum();
    private final List<Finding> findings = new ArrayList<>();
    private long furtherFindings;
    private long intact;
    private long expectedSeq;

    private TraceVerifier(TraceFiles files, Manifest manifest, QueueFile queue, long start, LongConsumer progress) {
        this.files = files;
        this.manifest = manifest;
        this.queue = queue;
        this.progress = progress;
        this.cursor = new FrameCursor(queue, start);
    }

    /// Checks the trace in `directory`.
    ///
    /// @throws TraceException where it is no trace, or its manifest or its queue's header cannot be read
    public static TraceVerification verify(Path directory) throws TraceException {
        return verify(directory, records -> {});
    }

    /// As [#verify(Path)], and tells from time to time how many records have been checked.
    public static TraceVerification verify(Path directory, LongConsumer progress) throws TraceException {
        TraceFiles files = TraceFiles.existing(directory);
        Manifest manifest = ManifestFile.read(files.manifest());
        try (QueueFile queue = QueueFile.open(files.queueFile())) {
            long start = QueueHeader.check(queue, "SCQStore");
            try {
                return new TraceVerifier(files, manifest, queue, start, progress).run();
            } catch (InternalError e) {
                throw RecordReader.vanished(queue, e);
            }
        }
    }

    private TraceVerification run() throws TraceException {
        checkMetadata();
        while (checkNext()) {
            if (intact % PROGRESS_STEP == 0) {
                progress.accept(intact);
            }
        }
        OptionalLong missing = OptionalLong.of(expectedSeq - intact);
        if (manifest.closedCleanly()) {
            missing = OptionalLong.of(Math.max(0, manifest.events().orElseThrow() - intact));
            checkTotals();
        } else {
            found(
                    files.manifest(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    false,
                    "not closed by its writer: " + intact + " events recovered, how many are missing is not known");
        }
        for (Finding finding : new PayloadVerifier(files).verify(manifest.closedCleanly(), manifest.payload())) {
            add(finding);
        }
        return new TraceVerification(intact, missing, findings, furtherFindings);
    }

    /// @return whether there may be more
    private boolean checkNext() {
        Step step = cursor.advance();
        if (step == Step.RECORD && bytes.load(queue, cursor) && bytes.seq() >= expectedSeq) {
            checkRecord();
            return true;
        }
        return skipDamage(step);
    }

    private void checkRecord() {
        if (bytes.seq() != expectedSeq) {
            found(
                    expectedSeq,
                    cursor.position(),
                    "expected this event, found event " + bytes.seq() + "; " + (bytes.seq() - expectedSeq)
                            + " missing");
        }
        try {
            bytes.event();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            found(bytes.seq(), cursor.position(), "expected an event that this version knows, found " + e.getMessage());
        }
        sum.add(bytes.crc());
        intact++;
        expectedSeq = bytes.seq() + 1;
    }

    /// Looks for the next record behind what is none.
    private boolean skipDamage(Step step) {
        long from = step == Step.RECORD ? cursor.position() - FrameCursor.WORD_BYTES : cursor.next();
        String what = step == Step.RECORD ? wrongRecord() : "expected a record, found " + describe(step);
        long place = nextRecord(from + FrameCursor.WORD_BYTES);
        if (place < queue.size()) {
            found(
                    expectedSeq,
                    from,
                    what + "; the next event that is intact is " + bytes.seq() + " at byte "
                            + (place + FrameCursor.WORD_BYTES));
            expectedSeq = bytes.seq();
            cursor.jump(place);
            return true;
        }
        if (step == Step.END && queue.firstNonZero(from) == queue.size() && !isShort()) {
            return false;
        }
        found(expectedSeq, from, what + ", and no event that is intact after it");
        return false;
    }

    private boolean isShort() {
        return manifest.closedCleanly() && expectedSeq < manifest.events().orElseThrow();
    }

    private String wrongRecord() {
        if (bytes.crc() != bytes.computedCrc()) {
            return "expected checksum " + ManifestFile.hex(bytes.crc()) + ", found "
                    + ManifestFile.hex(bytes.computedCrc());
        }
        return "expected event " + expectedSeq + ", found event " + bytes.seq() + " once more";
    }

    private String describe(Step step) {
        return switch (step) {
            case END -> cursor.next() + FrameCursor.WORD_BYTES > queue.size() ? "the end of the file" : "zeros";
            case INCOMPLETE -> "one that was being written";
            case DAMAGED, RECORD -> "0x" + ManifestFile.hex(queue.word(cursor.next()));
        };
    }

    /// The frame word of the next intact record from `from` on that is not earlier than expected, and that record in
    /// [#bytes]; the size of the file where there is none.
    private long nextRecord(long from) {
        FrameCursor search = new FrameCursor(queue, from);
        for (long place = queue.firstNonZero(from); place < queue.size(); place = queue.firstNonZero(place + 4)) {
            search.jump(place);
            if (search.advance() == Step.RECORD
                    && search.position() == place + FrameCursor.WORD_BYTES
                    && plausible(queue.seq(search.position()))
                    && bytes.load(queue, search)) {
                return place;
            }
        }
        return queue.size();
    }

    private boolean plausible(long seq) {
        return seq >= expectedSeq && seq < expectedSeq + queue.size() / RecordFrame.MIN_BYTES;
    }

    private void checkTotals() {
        long events = manifest.events().orElseThrow();
        long size = manifest.queueBytes().orElseThrow();
        if (events != intact) {
            found(files.manifest(), "expected " + events + " events, found " + intact + " that are intact");
        }
        if (queue.size() != size) {
            found(queue.path(), "expected " + size + " bytes, found " + queue.size());
        }
        compare(queue.path(), "the checksum of all events", manifest.recordsCrc32c(), sum.value(), false);
        compare(queue.path(), "the checksum of the file", manifest.queueCrc32c(), queue.checksum(), findings.isEmpty());
        int recordsCrc = ManifestFile.crc(manifest.recordsCrc32c()).orElseThrow();
        if (PositionIndex.read(files.index(), recordsCrc, events).isEmpty()
                && files.index().toFile().exists()) {
            found(
                    files.index(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    true,
                    "expected the index of this trace; it can be deleted");
        }
    }

    private void compare(Path file, String what, Optional<String> expected, int found, boolean lossless) {
        if (!ManifestFile.crc(expected).equals(Optional.of(found))) {
            found(
                    file,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    lossless,
                    "expected " + expected.orElseThrow() + " as " + what + ", found " + ManifestFile.hex(found));
        }
    }

    private void checkMetadata() throws TraceException {
        try (QueueFile metadata = QueueFile.open(files.queueMetadata())) {
            QueueHeader.check(metadata, "STStore");
        } catch (TraceException e) {
            if (e.kind() == Kind.FOREIGN) {
                throw e;
            }
            found(
                    files.queueMetadata(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    true,
                    "expected the table of a queue, found none; only tools of Chronicle Queue need it");
        }
    }

    private void found(long seq, long position, String problem) {
        found(queue.path(), OptionalLong.of(seq), OptionalLong.of(position), false, problem);
    }

    private void found(Path file, String problem) {
        found(file, OptionalLong.empty(), OptionalLong.empty(), false, problem);
    }

    private void found(Path file, OptionalLong seq, OptionalLong position, boolean lossless, String problem) {
        add(new Finding(files.root().relativize(file).toString(), seq, position, lossless, problem));
    }

    private void add(Finding finding) {
        if (findings.size() == TraceVerification.MAX_FINDINGS) {
            furtherFindings++;
        } else {
            findings.add(finding);
        }
    }
}
