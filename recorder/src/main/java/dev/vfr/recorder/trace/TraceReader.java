package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventSource;
import dev.vfr.recorder.trace.FrameCursor.Step;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Reads a trace. Several threads may have readers of their own at once.
///
/// A damaged trace is read as far as it goes: the first damage that is met makes a [Survey] of the whole file, and from
/// there on an [EventsLost][dev.vfr.model.event.TraceEvent.EventsLost] stands in the place of what is missing. The
/// numbers of the events are those on disk. A trace whose writer was killed opens as well. [#shortfall] then says how
/// far it goes.
public final class TraceReader implements EventSource {

    private final TraceFiles files;
    private final Manifest manifest;
    private final QueueFile queue;
    private final long start;
    private final Optional<PositionIndex> index;
    private final long count;
    private final AtomicReference<Survey> survey;

    private TraceReader(
            TraceFiles files,
            Manifest manifest,
            QueueFile queue,
            long start,
            Optional<PositionIndex> index,
            Optional<Survey> survey) {
        this.files = files;
        this.manifest = manifest;
        this.queue = queue;
        this.start = start;
        this.index = index;
        this.survey = new AtomicReference<>(survey.orElse(null));
        this.count = survey.map(Survey::count)
                .or(() -> index.map(PositionIndex::records))
                .orElseThrow();
    }

    /// Opens the trace in `directory`.
    ///
    /// @throws TraceException if there is none, or nothing of it can be read
    public static TraceReader open(Path directory) throws TraceException {
        TraceFiles files = TraceFiles.existing(directory);
        Manifest manifest = ManifestFile.read(files.manifest());
        checkMetadata(files);
        QueueFile queue = QueueFile.open(files.queueFile());
        try {
            return open(files, manifest, queue, QueueHeader.check(queue, "SCQStore"));
        } catch (InternalError e) {
            queue.close();
            throw RecordReader.vanished(queue.path(), e);
        } catch (TraceException | RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    /// Chronicle's own table is not needed here, but a foreign one must not go unnoticed: whoever opens the queue with
    /// Chronicle's tools would run what it names.
    private static void checkMetadata(TraceFiles files) throws TraceException {
        try (QueueFile metadata = QueueFile.open(files.queueMetadata())) {
            QueueHeader.check(metadata, "STStore");
        } catch (TraceException e) {
            if (e.kind() == Kind.FOREIGN) {
                throw e;
            }
        }
    }

    private static TraceReader open(TraceFiles files, Manifest manifest, QueueFile queue, long start)
            throws TraceException {
        Optional<PositionIndex> index =
                manifest.closedCleanly() ? index(files, manifest, queue, start) : Optional.empty();
        Optional<Survey> survey =
                index.isPresent() ? Optional.empty() : Optional.of(Survey.of(files, queue, start, total(manifest)));
        return new TraceReader(files, manifest, queue, start, index, survey);
    }

    private static OptionalLong total(Manifest manifest) {
        return manifest.closedCleanly() ? manifest.events() : OptionalLong.empty();
    }

    /// Where the records are, empty if the file is damaged so that its frames alone do not tell.
    private static Optional<PositionIndex> index(TraceFiles files, Manifest manifest, QueueFile queue, long start)
            throws TraceException {
        long expectedBytes = manifest.queueBytes().orElseThrow();
        long events = manifest.events().orElseThrow();
        if (events > expectedBytes / RecordFrame.MIN_BYTES) {
            throw new TraceException(
                    Kind.CORRUPT, files.manifest() + ": expected the number of events, found " + events);
        }
        if (queue.size() < expectedBytes) {
            return Optional.empty();
        }
        int recordsCrc = ManifestFile.crc(manifest.recordsCrc32c()).orElseThrow();
        Optional<PositionIndex> stored = PositionIndex.read(files.index(), recordsCrc, events);
        return stored.isPresent() ? stored : walk(queue, start, events);
    }

    private static Optional<PositionIndex> walk(QueueFile queue, long start, long events) {
        PositionIndex index = new PositionIndex();
        FrameCursor cursor = new FrameCursor(queue, start);
        while (index.records() < events) {
            if (cursor.advance() != Step.RECORD) {
                return Optional.empty();
            }
            index.add(cursor.position() - FrameCursor.WORD_BYTES);
        }
        return Optional.of(index);
    }

    public Manifest manifest() {
        return manifest;
    }

    /// Why the trace is shorter than what was to be recorded, on one line; empty if it is whole. Damage is known once
    /// a reader has come to it.
    public Optional<String> shortfall() {
        Optional<Survey> known = Optional.ofNullable(survey.get());
        Optional<String> stopped = manifest.closedCleanly()
                ? manifest.stopped()
                : known.map(
                        found -> "not closed by its writer: " + found.intact() + " events recovered, " + found.rest());
        Optional<String> loss = known.flatMap(Survey::loss);
        return Stream.of(stopped, loss).flatMap(Optional::stream).reduce((one, other) -> one + "; " + other);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public EventReader readFrom(long position) throws TraceException {
        if (position < 0 || position > count()) {
            throw new IndexOutOfBoundsException("event " + position + " of " + count());
        }
        return survey.get() == null && index.isPresent()
                ? new RecordReader(queue, index.get(), position, this::readAround)
                : readAround(position);
    }

    private EventReader readAround(long position) throws TraceException {
        Survey known = survey.get();
        if (known == null) {
            synchronized (survey) {
                known = survey.get();
                if (known == null) {
                    known = Survey.of(files, queue, start, total(manifest));
                    survey.set(known);
                }
            }
        }
        return known.readFrom(position);
    }

    @Override
    public void close() {
        queue.close();
    }
}
