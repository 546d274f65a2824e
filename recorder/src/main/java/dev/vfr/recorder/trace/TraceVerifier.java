package dev.vfr.recorder.trace;

import dev.vfr.model.event.MigrationEvent;
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
/// Each record is checked by its frame, its checksum, its number and whether it decodes, see [RecordWalk]; the whole by
/// the totals of the manifest.
public final class TraceVerifier {

    private static final long PROGRESS_STEP = 1 << 16;

    private final TraceFiles files;
    private final Manifest manifest;
    private final QueueFile queue;
    private final LongConsumer progress;
    private final RecordWalk<MigrationEvent> walk;
    private final RecordSum sum = new RecordSum();
    private final List<Finding> findings = new ArrayList<>();
    private long furtherFindings;
    private long intact;

    private TraceVerifier(TraceFiles files, Manifest manifest, QueueFile queue, long start, LongConsumer progress) {
        this.files = files;
        this.manifest = manifest;
        this.queue = queue;
        this.progress = progress;
        OptionalLong total = manifest.closedCleanly() ? manifest.events() : OptionalLong.empty();
        this.walk = new RecordWalk<>(queue, RecordBytes::event, total, start, 0);
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
                throw RecordReader.vanished(queue.path(), e);
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
        OptionalLong missing = OptionalLong.of(walk.expected() - intact);
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
        long expected = walk.expected();
        boolean more = walk.advance();
        walk.damage()
                .ifPresent(damage -> found(
                        expected,
                        damage.at(),
                        damage.problem()
                                + (more
                                        ? "; the next event that is intact is "
                                                + walk.record().seq() + " at byte " + walk.place()
                                        : ", and no event that is intact after it")));
        if (more) {
            sum.add(walk.record().crc());
            intact++;
        }
        return more;
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
