package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.Product;
import dev.vfr.recorder.trace.Manifest.ImportedFile;
import dev.vfr.recorder.trace.Manifest.PayloadTotals;
import dev.vfr.recorder.trace.TraceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;

/// Writes a new trace: appends events, and on [#close] the totals that make it a closed one.
///
/// What has been appended outside a batch survives the death of the process at any moment. Once an append has
/// failed, every further one fails alike; [#close] still leaves a readable trace that says why it ends. For one
/// thread at a time.
public final class TraceWriter implements EventSink, AutoCloseable {

    private final TraceFiles files;
    private final QueueAppender queue;
    private final RecordCodec codec = new RecordCodec();
    private final EventMessage messages = new EventMessage();
    private final RecordFrame frame = new RecordFrame();
    private final ExpandableArrayBuffer record = new ExpandableArrayBuffer(4096);
    private final PositionIndex index = new PositionIndex();
    private final RecordSum sum = new RecordSum();
    private final TraceTotals totals = new TraceTotals();
    private List<ImportedFile> imports = List.of();
    private @Nullable PayloadWriter payload;
    private Optional<PayloadTotals> payloadTotals = Optional.empty();
    private boolean batching;
    private @Nullable TraceException failure;
    private boolean closed;

    private TraceWriter(TraceFiles files, QueueAppender queue) {
        this.files = files;
        this.queue = queue;
    }

    /// Makes a trace in a directory that does not exist yet, in a folder that does.
    ///
    /// @throws TraceException of kind EXISTS, MISSING (the folder), DISK_FULL or IO; nothing is left behind then
    public static TraceWriter create(Path directory) throws TraceException {
        return TracePlace.take(directory).open();
    }

    static TraceWriter begin(TraceFiles files) throws TraceException {
        TraceWriter writer = new TraceWriter(files, QueueAppender.create(files));
        try {
            ManifestFile.write(files.manifest(), writer.openManifest());
            files.restrict();
            return writer;
        } catch (IOException e) {
            throw TraceException.io(files.manifest(), "written", e);
        }
    }

    @Override
    public void append(MigrationEvent event) throws TraceException {
        checkUsable();
        write(encode(event));
        totals.add(RecordFrame.template(record.byteArray()), event);
    }

    /// Appends an event that is there as a message of `events.xml`, as it stands.
    ///
    /// The caller has checked it with [EventMessage#isSound]; this looks at its beginning only.
    public void append(DirectBuffer message, int offset, int length) throws TraceException {
        checkUsable();
        int template = EventMessage.template(message, offset);
        if (EventMessage.isToldInManifest(template) || !totals.isNamed(template)) {
            append(messages.decode(message, offset, length));
            return;
        }
        int end = RecordFrame.MESSAGE_AT + length;
        if (end > RecordFrame.MAX_BYTES) {
            throw tooLarge(end + " bytes");
        }
        record.checkLimit(end + 3);
        byte[] bytes = record.byteArray();
        message.getBytes(offset, bytes, RecordFrame.MESSAGE_AT, length);
        write(frame.seal(bytes, end, index.records()));
        totals.add(template, EventMessage.timeNs(message, offset), EventMessage.process(message, offset));
    }

    /// Events that are appended from here to [#endBatch] are written together: cheaper by far, but what is appended
    /// survives the death of the process only from the end of the batch on.
    public void beginBatch() {
        batching = true;
        queue.beginBatch();
        if (payload != null) {
            payload.beginBatch();
        }
    }

    /// Ends what [#beginBatch] began.
    public void endBatch() throws TraceException {
        batching = false;
        try {
            queue.endBatch();
            if (payload != null) {
                payload.endBatch();
            }
        } catch (TraceException e) {
            failure = e;
            throw e;
        }
    }

    private void write(int length) throws TraceException {
        byte[] bytes = record.byteArray();
        try {
            index.add(queue.append(bytes, length));
        } catch (TraceException e) {
            failure = e;
            throw e;
        }
        sum.add(RecordFrame.crc(bytes));
    }

    private int encode(MigrationEvent event) throws TraceException {
        int end;
        try {
            end = codec.encode(event, record, RecordFrame.MESSAGE_AT);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw tooLarge(String.valueOf(e.getMessage()));
        }
        if (end > RecordFrame.MAX_BYTES) {
            throw tooLarge(end + " bytes");
        }
        record.checkLimit(end + 3);
        return frame.seal(record.byteArray(), end, index.records());
    }

    private TraceException tooLarge(String found) {
        return new TraceException(
                Kind.TOO_LARGE,
                files.root() + ": event " + index.records() + ": expected at most " + RecordFrame.MAX_BYTES
                        + " bytes, found " + found);
    }

    private void checkUsable() throws TraceException {
        if (failure != null) {
            throw new TraceException(failure.kind(), String.valueOf(failure.getMessage()), failure);
        }
        if (closed) {
            throw new IllegalStateException("append to a closed trace");
        }
    }

    /// Keeps bytes of device data, which are the guest's secret, in a queue of their own. A failure is one of the whole
    /// trace.
    public void appendPayload(PayloadPlace place, DirectBuffer bytes, int offset, int length) throws TraceException {
        checkUsable();
        try {
            PayloadWriter writer = payload;
            if (writer == null) {
                writer = PayloadWriter.create(files);
                payload = writer;
                files.restrict();
                if (batching) {
                    writer.beginBatch();
                }
            }
            writer.append(place, bytes, offset, length);
        } catch (TraceException e) {
            failure = e;
            throw e;
        } catch (IOException e) {
            throw TraceException.io(files.payload(), "written", e);
        }
    }

    /// How many events have been appended.
    public long count() {
        return index.records();
    }

    /// Names the files that the events come from, for the manifest.
    public void imports(List<ImportedFile> files) {
        imports = List.copyOf(files);
    }

    /// Writes what makes the trace a closed one. Nothing happens the second time.
    @Override
    public void close() throws TraceException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            long queueBytes = queue.close();
            if (payload != null) {
                payloadTotals = Optional.of(payload.close());
            }
            int recordsCrc = sum.value();
            index.write(files.index(), recordsCrc);
            ManifestFile.write(files.manifest(), closedManifest(queueBytes, recordsCrc));
            files.restrict();
        } catch (IOException e) {
            throw TraceException.io(files.root(), "closed", e);
        }
    }

    /// Closes and deletes the trace, for a recording that came to nothing.
    public void discard() throws TraceException {
        close();
        try {
            files.delete();
        } catch (IOException e) {
            throw TraceException.io(files.root(), "deleted", e);
        }
    }

    private Manifest openManifest() {
        return manifest(false, OptionalLong.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    private Manifest closedManifest(long queueBytes, int recordsCrc) throws TraceException {
        int queueCrc;
        try (QueueFile file = QueueFile.open(queue.file())) {
            queueCrc = file.checksum();
        }
        return manifest(
                true,
                OptionalLong.of(index.records()),
                Optional.of(ManifestFile.hex(recordsCrc)),
                OptionalLong.of(queueBytes),
                Optional.of(ManifestFile.hex(queueCrc)));
    }

    private Manifest manifest(
            boolean closedCleanly,
            OptionalLong events,
            Optional<String> recordsCrc,
            OptionalLong queueBytes,
            Optional<String> queueCrc) {
        return new Manifest(
                Manifest.FORMAT,
                Manifest.VERSION,
                Product.nameAndVersion(),
                closedCleanly,
                Optional.ofNullable(failure).map(Throwable::getMessage),
                events,
                recordsCrc,
                queueBytes,
                queueCrc,
                totals.eventCounts(),
                totals.sources(),
                totals.processes(),
                totals.clocks(),
                totals.captureCost(),
                payloadTotals,
                imports);
    }
}
