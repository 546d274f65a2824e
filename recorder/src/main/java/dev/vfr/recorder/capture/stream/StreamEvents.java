package dev.vfr.recorder.capture.stream;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.MarkerSet;
import dev.vfr.model.event.VmmEvent.StreamRecordSeen;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import dev.vfr.recorder.capture.stream.StreamElement.Damage;
import dev.vfr.recorder.capture.stream.StreamElement.DeviceRecord;
import dev.vfr.recorder.capture.stream.StreamElement.EndOfStream;
import dev.vfr.recorder.capture.stream.StreamElement.Payload;
import dev.vfr.recorder.capture.stream.StreamElement.SectionFooter;
import dev.vfr.recorder.capture.stream.StreamElement.SectionHead;
import dev.vfr.recorder.capture.stream.StreamElement.Unread;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Makes events of a stream's elements: of VFIO's sections, and of what could not be read.
///
/// A section's kind is told by a step named after QEMU's constant, `QEMU_VM_SECTION_PART`, since QEMU reads a
/// device in PRE_COPY for a PART and in STOP_COPY for an END.
final class StreamEvents {

    private static final String SECTION = "QEMU_VM_SECTION_";

    /// An END without data: none were left, or they went through multifd channels.
    private static final String NO_DATA = "QEMU_VM_SECTION_END without data";

    private static final String END = "QEMU_VM_EOF";

    private static final String DIGEST = "crc32c";

    private final boolean recordsAlone;
    private final Map<Section, Long> readBytes = new HashMap<>();
    private final CRC32C sum = new CRC32C();
    private @Nullable DeviceRecord data;
    private long dataBytes;
    private boolean sectionHasData;

    StreamEvents(boolean recordsAlone) {
        this.recordsAlone = recordsAlone;
    }

    void take(StreamElement element, QemuProcess process) throws EventSourceException {
        if (element instanceof Payload payload) {
            dataBytes += payload.bytes().remaining();
            sum.update(payload.bytes());
            return;
        }
        endData(process);
        switch (element) {
            case SectionHead head -> head(head, process);
            case DeviceRecord record -> record(record, process);
            case SectionFooter footer -> footer(footer, process);
            case Unread unread -> unread(unread, process);
            case EndOfStream end -> {
                if (!recordsAlone) {
                    process.append(new VmmStepSeen(process.header(), END, "at byte " + end.offset()));
                }
            }
            case Damage damage ->
                process.append(new EventsLost(
                        process.header(), OptionalLong.empty(), "the migration stream ends " + damage.text()));
            default -> {
                // The frame of the stream, and what other handlers have in it.
            }
        }
    }

    private void head(SectionHead head, QemuProcess process) throws EventSourceException {
        Section section = head.section();
        sectionHasData = false;
        if (section.isVfio() && !recordsAlone) {
            step(section, SECTION + section.kind(), head.offset(), process);
        }
    }

    private void record(DeviceRecord record, QemuProcess process) throws EventSourceException {
        EventHeader header = process.streamHeader(record.section().name());
        process.append(new StreamRecordSeen(header, true, record.tag().value(), record.lengthBytes()));
        if (record.expected().isPresent()) {
            process.append(new MarkerSet(
                    header,
                    "at byte " + record.offset() + ": QEMU writes "
                            + record.expected().get() + " here, found " + record.tag()));
        }
        if (record.tag() == StreamTag.DEV_DATA_STATE) {
            data = record;
            sectionHasData = true;
        }
    }

    /// The data of the last record are all there, or all that the stream has.
    private void endData(QemuProcess process) throws EventSourceException {
        DeviceRecord record = data;
        if (record == null) {
            return;
        }
        data = null;
        if (!recordsAlone && dataBytes > 0) {
            Section start = startOf(record.section());
            long before = readBytes.getOrDefault(start, 0L);
            readBytes.put(start, before + dataBytes);
            process.append(new DataRead(
                    process.streamHeader(record.section().name()),
                    CallResult.OK,
                    OptionalLong.empty(),
                    OptionalLong.of(dataBytes),
                    OptionalLong.of(before),
                    Optional.of(new Digest(DIGEST, sum.getValue()))));
        }
        dataBytes = 0;
        sum.reset();
    }

    private void footer(SectionFooter footer, QemuProcess process) throws EventSourceException {
        Section section = footer.section();
        boolean empty = section.isVfio() && section.kind() == Section.Kind.END && !sectionHasData;
        if (empty && !recordsAlone) {
            step(section, NO_DATA, footer.offset(), process);
        }
    }

    private void unread(Unread unread, QemuProcess process) throws EventSourceException {
        if (!unread.section().isRam()) {
            return;
        }
        process.append(new MarkerSet(
                process.header(),
                "bytes " + unread.offset() + " to " + (unread.offset() + unread.bytes()) + " of the stream, of "
                        + unread.section().text() + ", were not read: " + unread.reason()));
    }

    private static void step(Section section, String name, long offset, QemuProcess process)
            throws EventSourceException {
        process.append(new VmmStepSeen(
                process.streamHeader(section.name()),
                name,
                section.name() + ", section " + section.id() + " at byte " + offset));
    }

    private static Section startOf(Section section) {
        return new Section(Section.Kind.START, section.id(), section.name(), section.instance(), section.version());
    }
}
