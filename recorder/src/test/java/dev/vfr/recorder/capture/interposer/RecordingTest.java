package dev.vfr.recorder.capture.interposer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.MarkerSet;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import dev.vfr.recorder.trace.TracePlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way from the ring into the trace, within one process.
class RecordingTest {

    /// More than any process has.
    private static final int NOBODY = 1 << 30;

    @TempDir
    private Path folder;

    private Path path;
    private final AttachedVmm vmm = new AttachedVmm();

    @BeforeEach
    void make() throws Exception {
        path = folder.resolve("a.ring");
        RingFile.make(path, 1, PayloadMode.DIGEST);
    }

    private RecordingSummary record(RingFile ring, String trace) throws Exception {
        return new Recording(ring, vmm, Optional.empty()).run(TracePlace.take(folder.resolve(trace)));
    }

    private List<MigrationEvent> events(String trace) throws Exception {
        return RecordedTrace.events(folder.resolve(trace));
    }

    @Test
    void whatALivingProcessWritesArrivesInItsOrder() throws Exception {
        int count = 100_000;
        long pid = ProcessHandle.current().pid();
        try (RingFile ring = RingFile.open(path, true)) {
            RingWriter writer = RingWriter.attach(ring, pid);
            Thread thread = Thread.ofPlatform().start(() -> {
                writer.introduce(pid);
                for (int i = 0; i < count; i++) {
                    writer.read();
                }
                vmm.stop();
            });
            RecordingSummary summary = record(ring, "a.vfr");
            thread.join();
            assertEquals(0, summary.lost());
            assertTrue(summary.used());
            assertEquals(1, summary.stillRunning());
        }
        assertFalse(Files.exists(path), "the ring is removed");
        List<MigrationEvent> events = events("a.vfr");
        assertTrue(events.getFirst() instanceof TraceOpened);
        assertTrue(events.get(1) instanceof ClockAnchored);
        assertTrue(events.getLast() instanceof TraceClosed);
        ProcessNamed process = RecordedTrace.only(ProcessNamed.class, events).getFirst();
        assertEquals(OptionalLong.of(pid), process.pid());
        assertEquals(Optional.of("java"), process.vmm());
        assertTrue(process.host().isPresent() && process.kernel().isPresent());
        assertTrue(process.commandLine().size() > 1, "the command line is /proc's");
        assertEquals(
                RingWriter.DEVICE,
                RecordedTrace.only(DeviceNamed.class, events).getFirst().name());
        List<DataRead> reads = RecordedTrace.only(DataRead.class, events);
        assertEquals(count, reads.size());
        for (int i = 0; i < count; i++) {
            assertEquals(OptionalLong.of(i), reads.get(i).streamOffset());
        }
    }

    @Test
    void whatADeadProcessLeftIsWrittenDownAndItsPlaceIsFree() throws Exception {
        try (RingFile ring = RingFile.open(path, false)) {
            RingWriter writer = RingWriter.attach(ring, NOBODY);
            writer.introduce(NOBODY);
            writer.read();
            writer.merge(3, 30);
            ring.file().putLong(Control.LOST_CONTROL_AT, 2);
            RecordingSummary summary = record(ring, "a.vfr");
            assertEquals(2, summary.lost());
            assertEquals(0, new ProcessSlot(ring.file(), writer.slot).pid());
            assertEquals(1, ring.file().getInt(Control.RECORDING_AT), "others may go on");
        }
        assertTrue(Files.exists(path));
        List<MigrationEvent> events = events("a.vfr");
        DataMerged merged = RecordedTrace.only(DataMerged.class, events).getFirst();
        assertEquals(3, merged.calls());
        assertEquals(30, merged.bytes());
        assertEquals(2_000, merged.header().durationNs());
        assertEquals(
                "java (pid " + NOBODY + ") ended",
                RecordedTrace.only(MarkerSet.class, events).getFirst().text());
        EventsLost lost = RecordedTrace.only(EventsLost.class, events).getFirst();
        assertEquals(OptionalLong.of(2), lost.count());
        assertEquals(Loss.RING_FULL.reason(), lost.reason());
    }

    @Test
    void aTraceThatTakesOverNamesWhatTheFirstOneNamed() throws Exception {
        try (RingFile ring = RingFile.open(path, false)) {
            RingWriter writer = RingWriter.attach(ring, NOBODY);
            writer.read();
            record(ring, "a.vfr");
        }
        List<MigrationEvent> events = events("a.vfr");
        assertEquals(
                RingWriter.LABEL,
                RecordedTrace.only(ProcessNamed.class, events).getFirst().label());
        assertEquals(
                RingWriter.DEVICE,
                RecordedTrace.only(DeviceNamed.class, events).getFirst().name());
        assertEquals(1, RecordedTrace.only(DataRead.class, events).size());
    }

    @Test
    void whatIsNoEventIsCountedAndHurtsNobody() throws Exception {
        try (RingFile ring = RingFile.open(path, false)) {
            RingWriter writer = RingWriter.attach(ring, NOBODY);
            writer.introduce(NOBODY);
            for (int cut = 1; cut < 60; cut++) {
                int length = writer.encodeRead() - cut;
                writer.ring.write(WireLayout.MESSAGE_EVENT, writer.readMessage(), 0, length);
            }
            writer.ring.write(77, writer.readMessage(), 0, writer.encodeRead());
            writer.read();
            RecordingSummary summary = record(ring, "a.vfr");
            assertEquals(60, summary.lost());
        }
        List<MigrationEvent> events = events("a.vfr");
        assertEquals(1, RecordedTrace.only(DataRead.class, events).size());
        assertEquals(
                Loss.NOT_UNDERSTOOD.reason(),
                RecordedTrace.only(EventsLost.class, events).getFirst().reason());
    }

    @Test
    void aClaimOfTheDeadIsPassedOverWhereverItStands() throws Exception {
        try (RingFile ring = RingFile.open(path, false)) {
            RingWriter writer = RingWriter.attach(ring, NOBODY);
            writer.introduce(NOBODY);
            writer.read();
            writer.claim(NOBODY);
            writer.read();
            // Killed before it could say anything, in the middle and at the end.
            writer.claimWithoutAWord();
            writer.read();
            writer.claimWithoutAWord();
            RecordingSummary summary = record(ring, "a.vfr");
            assertEquals(3, summary.lost());
            assertEquals(ring.ring().producerPosition(), ring.ring().consumerPosition());
        }
        List<MigrationEvent> events = events("a.vfr");
        assertEquals(3, RecordedTrace.only(DataRead.class, events).size());
        assertEquals(
                Loss.CUT_OFF.reason(),
                RecordedTrace.only(EventsLost.class, events).getFirst().reason());
    }

    @Test
    void aRingThatWasOverwrittenIsThrownAwayAndUsedAgain() throws Exception {
        long pid = ProcessHandle.current().pid();
        try (RingFile ring = RingFile.open(path, false)) {
            RingWriter writer = RingWriter.attach(ring, pid);
            writer.introduce(pid);
            writer.read();
            writer.messages.setMemory(0, 1000, (byte) 0x55);
            Thread thread = Thread.ofPlatform().start(() -> {
                while (ring.ring().size() > 0) {
                    Thread.onSpinWait();
                }
                writer.read();
                vmm.stop();
            });
            record(ring, "a.vfr");
            thread.join();
        }
        List<MigrationEvent> events = events("a.vfr");
        assertEquals(1, RecordedTrace.only(DataRead.class, events).size());
        EventsLost lost = RecordedTrace.only(EventsLost.class, events).getFirst();
        assertEquals(Loss.DISORDER.reason(), lost.reason());
        assertEquals(OptionalLong.empty(), lost.count(), "nobody knows how many");
    }

    @Test
    void whatTheRecorderBeforeHadWrittenIsNotReadAgain() throws Exception {
        try (RingFile ring = RingFile.open(path, false)) {
            RingWriter writer = RingWriter.attach(ring, NOBODY);
            writer.introduce(NOBODY);
            writer.read();
            // As if it had been killed after writing these and before it moved the head.
            ring.file().putLong(Control.DRAINED_AT, ring.ring().producerPosition());
            writer.read();
            record(ring, "a.vfr");
        }
        List<DataRead> reads = RecordedTrace.only(DataRead.class, events("a.vfr"));
        assertEquals(1, reads.size());
        assertEquals(OptionalLong.of(1), reads.getFirst().streamOffset());
    }

    @Test
    void whoCameAndWentBeforeAnybodyLookedIsWrittenDownAsWell() throws Exception {
        vmm.stop();
        try (RingFile ring = RingFile.open(path, false)) {
            RingWriter writer = RingWriter.attach(ring, NOBODY);
            writer.introduce(NOBODY);
            writer.merge(3, 30);
            record(ring, "a.vfr");
            assertEquals(0, new ProcessSlot(ring.file(), writer.slot).pid());
        }
        List<MigrationEvent> events = events("a.vfr");
        assertEquals(1, RecordedTrace.only(DataMerged.class, events).size());
        assertEquals(
                0,
                RecordedTrace.only(MarkerSet.class, events).getFirst().header().process());
    }
}
