package dev.vfr.samples.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MemoryEvent.IrqWired;
import dev.vfr.model.event.MemoryEvent.RegionInfoRead;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MemoryEvent.RegionUnmapped;
import dev.vfr.model.event.MemoryEvent.TrapSignalled;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.ProcessRecorder;
import dev.vfr.recorder.capture.inprocess.RecordingVfioDevice;
import dev.vfr.samples.device.Drivers;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.device.SimulatedDevice;
import dev.vfr.samples.host.SimulatedHost;
import dev.vfr.samples.trap.TrapProposal.Notification;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrappedBarTest {

    private static final long MS = 1_000_000;

    private final InMemoryEvents events = new InMemoryEvents();
    private final SimulatedHost host = new SimulatedHost(0, 0, new SplittableRandom(1));

    private TrappedBar bar(Notification notification, long handlingNs, Fault... faults) {
        ProcessRecorder recorder = new ProcessRecorder(events, host::monotonicNs, 0, () -> 1);
        SimulatedDevice device =
                new SimulatedDevice(Drivers.named("net"), List.of(faults), host, new SplittableRandom(2));
        TrapProposal proposal = new TrapProposal(notification, 0, handlingNs, 10_000);
        return new TrappedBar(proposal, new RecordingVfioDevice(device, recorder, 0), host, recorder, 0, "net");
    }

    private void saveForAWhile(TrappedBar bar) {
        bar.open();
        host.pass(50 * MS);
        int dataFd = bar.setState(DeviceState.PRE_COPY.number())
                .asOptional()
                .orElseThrow()
                .orElseThrow();
        for (int i = 0; i < 20; i++) {
            bar.read(dataFd, 4096);
            host.pass(MS);
        }
    }

    private int at(Class<? extends MigrationEvent> type) throws EventSourceException {
        List<MigrationEvent> all = events.toList();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (type.isInstance(all.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private long regionWrites() throws EventSourceException {
        return events.toList().stream()
                .filter(event -> event instanceof VmmStepSeen step
                        && step.name().equals("vfio_region_write")
                        && step.text().startsWith("(net:region0"))
                .count();
    }

    @ParameterizedTest
    @EnumSource(
            value = Notification.class,
            names = {"INFO_REGION", "IRQ"})
    void untilTheNotificationIsHandledTheDriverMissesWhatTheGuestWrites(Notification notification)
            throws EventSourceException {
        TrappedBar bar = bar(notification, 7 * MS);
        saveForAWhile(bar);
        long windowNs = events.toList().get(at(RegionUnmapped.class)).header().timeNs()
                - events.toList().get(at(DeviceStateSet.class)).header().timeNs();
        assertTrue(windowNs > 7 * MS, windowNs + " ns");
        assertTrue(
                bar.missedWrites() >= 70 && bar.missedWrites() <= windowNs / 100_000, bar.missedWrites() + " missed");
        assertTrue(at(TrapSignalled.class) < at(RegionUnmapped.class));
        assertTrue(
                events.toList().subList(at(DeviceStateSet.class), at(RegionUnmapped.class)).stream()
                        .anyMatch(DataRead.class::isInstance),
                "data was read before the BAR was trapped");
        assertTrue(regionWrites() > 50, "the guest's writes are seen as soon as they are trapped");
        assertEquals(notification == Notification.IRQ, at(IrqWired.class) >= 0);
        assertEquals(notification == Notification.IRQ, at(RegionInfoRead.class) > at(TrapSignalled.class));
    }

    @Test
    void theMappingThatGoesBeforeTheSavingStateIsEnteredMissesNothing() throws EventSourceException {
        TrappedBar bar = bar(Notification.ON_ENTRY, 7 * MS);
        saveForAWhile(bar);
        assertEquals(0, bar.missedWrites());
        assertTrue(at(RegionUnmapped.class) < at(DeviceStateSet.class));
        assertEquals(-1, at(TrapSignalled.class));
    }

    @ParameterizedTest
    @EnumSource(Notification.class)
    void aGuestThatGoesOnGetsItsMappingBack(Notification notification) throws EventSourceException {
        TrappedBar bar = bar(notification, 7 * MS);
        saveForAWhile(bar);
        bar.setState(DeviceState.RUNNING.number());
        bar.settle();
        assertTrue(at(RegionMapped.class) > at(DeviceStateSet.class));
        long seen = regionWrites();
        host.pass(100 * MS);
        bar.state();
        assertEquals(seen, regionWrites(), "a mapped region's writes are not seen");
    }

    @Test
    void aRefusedEntryGivesTheMappingBack() throws EventSourceException {
        TrappedBar bar = bar(
                Notification.ON_ENTRY,
                0,
                new Fault.ArcFails(
                        new Arc(DeviceState.RUNNING, DeviceState.PRE_COPY), Errno.EBUSY, DeviceState.RUNNING, 1));
        bar.open();
        bar.setState(DeviceState.PRE_COPY.number());
        bar.setState(DeviceState.RUNNING.number());
        assertTrue(at(RegionUnmapped.class) >= 0);
        assertTrue(at(RegionMapped.class) > at(RegionUnmapped.class));
    }

    @Test
    void aDeviceThatIsOnlyStoppedKeepsItsTrapsAndItsGuestWritesNothing() throws EventSourceException {
        TrappedBar bar = bar(Notification.IRQ, 0);
        saveForAWhile(bar);
        bar.setState(DeviceState.STOP_COPY.number());
        long seen = regionWrites();
        host.pass(50 * MS);
        bar.setState(DeviceState.STOP.number());
        bar.settle();
        assertTrue(at(RegionMapped.class) < at(RegionUnmapped.class));
        assertEquals(seen, regionWrites(), "a guest that does not run writes nothing");
    }
}
