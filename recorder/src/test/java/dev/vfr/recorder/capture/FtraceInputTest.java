package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.vfio.DeviceState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What probes in the kernel's driver printed, of real runs and line by line.
final class FtraceInputTest {

    private static final String MARK =
            "  python3-1  (  1) [001] .....  16.659826: tracing_mark_write: testbed begin realtime=1795253351.797863173 monotonic=16.659367933\n";

    @TempDir
    private Path folder;

    @Test
    void aCombinationTransitionShowsEachArc() throws Exception {
        List<MigrationEvent> events = real("a-precopy-ok-strace");
        // RESUMING of the destination: by way of RUNNING_P2P and STOP, then the SET that asked for it.
        int set = indexOfSet(events, DeviceState.RESUMING);
        assertEquals(
                List.of(DeviceState.RUNNING_P2P, DeviceState.STOP, DeviceState.RESUMING),
                events.subList(set - 3, set).stream()
                        .map(event -> ((ArcTaken) event).to())
                        .toList());
        ArcTaken last = (ArcTaken) events.get(set - 1);
        assertEquals(68_000, last.header().durationNs());
        assertEquals(CallResult.OK, last.result());
        assertTrue(last.header().timeNs() > events.get(set).header().timeNs());
    }

    @Test
    void processesAndDevicesAreToldApart() throws Exception {
        List<MigrationEvent> events = real("a-precopy-ok-strace");
        assertEquals(2, all(events, DeviceNamed.class).size());
        assertEquals(
                List.of("qemu-system-x86-97", "qemu-system-x86-108"),
                all(events, ProcessNamed.class).stream()
                        .map(ProcessNamed::label)
                        .toList());
        // The migration thread is known as one of the source's by the device that it sets.
        List<DataRead> reads = all(events, DataRead.class);
        assertEquals(
                List.of(24L, 0L, 0L, 36L, 0L),
                reads.stream().map(r -> r.bytes().orElseThrow()).toList());
        assertTrue(reads.stream()
                .allMatch(r -> r.header().device() == 0 && r.header().process() == 0));
        assertTrue(all(events, DataWritten.class).stream()
                .allMatch(w -> w.header().device() == 1 && w.header().process() == 1));
    }

    @Test
    void theMarkTiesTheClockToRealTime() throws Exception {
        ClockAnchored anchor =
                all(real("a-precopy-ok-strace"), ClockAnchored.class).getFirst();
        assertEquals(3_749_200_000L, anchor.monotonicNs());
        assertEquals(1795169308_631878000L, anchor.realtimeNs());
        ClockAnchored finer = all(imported(MARK), ClockAnchored.class).getFirst();
        assertEquals(16_659_367_933L, finer.monotonicNs());
        assertEquals(1795253351_797863173L, finer.realtimeNs());
    }

    @Test
    void anArcThatFailedKeepsItsErrno() throws Exception {
        ArcTaken failed = all(real("m-fail-stop-copy"), ArcTaken.class).stream()
                .filter(arc -> arc.result().isFailed())
                .findFirst()
                .orElseThrow();
        assertEquals(DeviceState.STOP_COPY, failed.to());
        assertEquals(5, failed.result().code());
    }

    @Test
    void slowArcsTakeTheirTime() throws Exception {
        long slowest = all(real("m-slow-steps"), ArcTaken.class).stream()
                .filter(arc -> arc.to() == DeviceState.STOP_COPY)
                .mapToLong(arc -> arc.header().durationNs())
                .max()
                .orElseThrow();
        assertTrue(slowest >= 700_000_000, () -> slowest + " ns");
    }

    @Test
    void withTwoDevicesAndNoFileNobodySaysWhoseTheDataIs() throws Exception {
        List<MigrationEvent> events = real("h-two-devices");
        assertEquals(4, all(events, DeviceNamed.class).size());
        assertTrue(all(events, DataRead.class).stream().allMatch(r -> r.header().device() == EventHeader.NONE));
    }

    @Test
    void aFileTellsWhoseTheDataIs() throws Exception {
        String line = " q-7  (  5) [000] .....  20.00000";
        List<MigrationEvent> events = imported(MARK
                + line + "1: set: (x_set_state+0x4/0x9 [x]) dev=0xff01 new=6\n"
                + line + "2: set_ret: (vfio+0x1/0x2 <- x_set_state) ret=-256\n"
                + line + "3: set: (x_set_state+0x4/0x9 [x]) dev=0xff02 new=6\n"
                + line + "4: set_ret: (vfio+0x1/0x2 <- x_set_state) ret=-67272515097575680\n"
                + line + "5: read: (x_read+0x4/0x9 [x]) file=0xff11000102763f00 len=60\n"
                + line + "6: read_ret: (vfs_read+0x4/0x9 <- x_read) ret=24\n"
                + line + "7: read: (x_read+0x4/0x9 [x]) file=0xff11000102763f00 len=60\n"
                + line + "8: read_ret: (vfs_read+0x4/0x9 <- x_read) ret=-42\n");
        assertEquals(
                OptionalLong.of(5), all(events, ProcessNamed.class).getFirst().pid());
        List<DeviceStateSet> sets = all(events, DeviceStateSet.class);
        assertEquals(256, sets.getFirst().result().code());
        List<DataRead> reads = all(events, DataRead.class);
        assertEquals(1, reads.get(0).header().device());
        assertEquals(0, reads.get(0).header().session());
        assertEquals(OptionalLong.of(24), reads.get(1).streamOffset());
        assertEquals(42, reads.get(1).result().code());
        assertEquals(OptionalLong.empty(), reads.get(1).bytes());
    }

    @Test
    void anEntryWithoutItsReturnIsUnknown() throws Exception {
        List<MigrationEvent> events = imported(MARK
                + "CPU:1 [LOST 12 EVENTS]\n q-7 [000] .....  20.000001: step: (x_step+0x0/0x9 [x]) dev=0x1 new=1\n");
        ArcTaken arc = all(events, ArcTaken.class).getFirst();
        assertTrue(arc.result().isUnknown());
        assertFalse(arc.header().hasDuration());
        assertEquals(
                OptionalLong.of(12), all(events, EventsLost.class).getFirst().count());
    }

    @Test
    void whatTheRingHasForgottenIsALoss() throws Exception {
        List<MigrationEvent> events = imported("# entries-in-buffer/entries-written: 90/100   #P:2\n" + MARK);
        assertEquals(
                OptionalLong.of(10), all(events, EventsLost.class).getFirst().count());
    }

    @Test
    void damagedTextIsReadOrRefused() throws Exception {
        byte[] whole;
        Path real = Captures.FOLDER.resolve("a-precopy-ok-strace/kernel-mtty.ftrace.gz");
        try (var in = new GZIPInputStream(Files.newInputStream(real))) {
            whole = in.readAllBytes();
        }
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            for (int i = 0; i < 100; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.ftrace"), damaged);
            try {
                Captures.events(List.of(new ImportInput(file, Optional.of(ImportFormat.FTRACE))));
            } catch (EventSourceException e) {
                assertEquals(1, String.valueOf(e.getMessage()).lines().count());
            }
        }
    }

    private static List<MigrationEvent> real(String capture) throws Exception {
        return Captures.events(Captures.FOLDER.resolve(capture).resolve("kernel-mtty.ftrace.gz"));
    }

    private List<MigrationEvent> imported(String text) throws Exception {
        return Captures.events(
                Files.write(folder.resolve("kernel.ftrace"), text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static int indexOfSet(List<MigrationEvent> events, DeviceState state) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof DeviceStateSet set && set.requested().equals(Optional.of(state))) {
                return i;
            }
        }
        throw new AssertionError(state);
    }

    private static <E extends MigrationEvent> List<E> all(List<MigrationEvent> events, Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
