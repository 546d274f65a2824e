package dev.vfr.samples.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.event.VmmEvent.StreamRecordSeen;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.stream.StreamTag;
import dev.vfr.samples.device.DeviceCall;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.scenario.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// When the guest may be stopped: blockers, estimates, acknowledgements; and multifd, which is only used then.
class SwitchoverTest {

    private static final Capabilities ACK = new Capabilities(true, true, false, false, false);
    private static final Capabilities MULTIFD = new Capabilities(true, false, true, false, false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8.1  | Migration is currently not supported with multiple VFIO devices",
                "10.0 | Multiple VFIO devices migration is supported only if all of them support P2P migration"
            })
    void severalDevicesWithoutP2pAreRefusedBeforeSetup(String release, String text) throws EventSourceException {
        MigrationRun run = MigrationRun.of(
                MigrationRun.qemu(VmmRelease.ofVersion(release)),
                MigrationRun.healthy("net"),
                MigrationRun.healthy("hisi-acc"));
        assertTrue(run.sourceErrors().contains(text)
                || run.sourceErrors().getFirst().contains("dirty tracking"));
        assertTrue(!run.sourceActions().contains("setup"));
        assertEquals(Outcome.REFUSED, run.truth().outcome());
    }

    @ParameterizedTest
    @EnumSource
    void aVirtualIommuBlocksSince81(VmmRelease release) throws EventSourceException {
        Platform plain = Platform.plain();
        Platform viommu = new Platform(true, plain.iommuDirtyTracking(), false, true, plain.logAddressBits());
        MigrationRun run =
                MigrationRun.of(MigrationRun.qemu(release).withPlatform(viommu), MigrationRun.healthy("net"));
        boolean blocked = release.has(Change.BLOCKERS_OF_TRACKING);
        assertEquals(blocked ? Outcome.REFUSED : Outcome.COMPLETED, run.truth().outcome());
        assertEquals(
                blocked ? List.of("NAME: Migration is currently not supported with vIOMMU enabled") : List.of(),
                run.sourceErrors());
    }

    @Test
    void anUnknownSizeAllowsNoSwitchover() throws EventSourceException {
        List<Fault> faults = List.of(new Fault.CallFails(DeviceCall.MIG_DATA_SIZE, Errno.EIO, 1, 1_000_000));
        MigrationRun run = MigrationRun.of(
                MigrationRun.qemu(VmmRelease.V10_0).withRam(256 << 20, 0).withCancelAfterNs(600_000_000),
                MigrationRun.faulty("net", faults, List.of()));
        assertEquals(Outcome.CANCELLED, run.truth().outcome());
        assertEquals(
                OptionalLong.of(100L << 30),
                run.source(VmmEstimated.class).getLast().stopCopyBytes());
        assertTrue(run.source(MigDataSizeQueried.class).size() > 3);
    }

    @Test
    void preCopyDataIsCountedTwiceUpTo91() {
        DeviceEstimates old = new DeviceEstimates(VmmRelease.V9_1);
        DeviceEstimates fixed = new DeviceEstimates(VmmRelease.V9_2);
        DeviceEstimates one = new DeviceEstimates(VmmRelease.V11_1);
        for (DeviceEstimates estimates : List.of(old, fixed, one)) {
            estimates.setPreCopy(30, 20);
            estimates.setStopCopy(OptionalLong.of(100));
        }
        assertEquals(150, old.exactPending(true));
        assertEquals(100, fixed.exactPending(true));
        assertEquals(100, one.exactPending(true));
        one.countRead(40);
        fixed.countRead(40);
        assertEquals(OptionalLong.of(60), one.stopCopyBytes());
        assertEquals(OptionalLong.of(100), fixed.stopCopyBytes());
        assertEquals(10, fixed.preCopyPending(true));
    }

    @ParameterizedTest
    @EnumSource(
            value = VmmRelease.class,
            names = {"V8_1", "V10_0", "V11_0", "V11_1"})
    void theGuestStopsOnlyWhenTheInitialDataIsAcknowledged(VmmRelease release) throws EventSourceException {
        VmmSettings settings = MigrationRun.qemu(release).withCapabilities(ACK);
        MigrationRun run = MigrationRun.of(settings, MigrationRun.healthy("net"));
        assertEquals(Outcome.COMPLETED, run.truth().outcome());
        List<StreamRecordSeen> flags = run.source(StreamRecordSeen.class).stream()
                .filter(record -> record.tag() == StreamTag.DEV_INIT_DATA_SENT.value())
                .toList();
        assertEquals(1, flags.size());
        long initial = MigrationRun.healthy("net").source().sizes().initialBytes();
        long before = run.source(DataRead.class).stream()
                .filter(read -> read.header().seq() < flags.getFirst().header().seq())
                .mapToLong(read -> read.bytes().orElse(0))
                .sum();
        assertTrue(before >= initial, before + " bytes before the flag");
    }

    @ParameterizedTest
    @CsvSource({"11.1, 11.1, 2", "11.1, 10.0, 1", "11.0, 11.0, 1"})
    void newInitialDataIsAcknowledgedAgainWhereTheSourceCounts(String release, String machine, int flags)
            throws EventSourceException {
        VmmRelease both = VmmRelease.ofVersion(release);
        VmmSettings settings = MigrationRun.qemu(both)
                .withVersions(new Versions(both, both, Optional.of(VmmRelease.ofVersion(machine))))
                .withCapabilities(ACK);
        Fault reinit = new Fault.Reinit(dev.vfr.samples.device.Moment.in(DeviceState.PRE_COPY, 30_000_000), 1 << 20);
        MigrationRun run = MigrationRun.of(
                settings.withRam(64 << 20, 1 << 20), MigrationRun.faulty("net", List.of(reinit), List.of()));
        assertEquals(
                flags,
                run.source(StreamRecordSeen.class).stream()
                        .filter(record -> record.tag() == StreamTag.DEV_INIT_DATA_SENT.value())
                        .count());
        assertEquals(Outcome.COMPLETED, run.truth().outcome());
    }

    @Test
    void theLastQueryComesBeforePreCopyP2pSince111() throws EventSourceException {
        VmmSettings settings = MigrationRun.qemu(VmmRelease.V11_1);
        MigrationRun with = MigrationRun.of(settings.withCapabilities(ACK), MigrationRun.healthy("net"));
        MigrationRun without = MigrationRun.of(settings, MigrationRun.healthy("net"));
        assertTrue(lastQuery(with) > lastEstimateBeforeStop(with));
        assertTrue(lastQuery(without) < lastEstimateBeforeStop(without));
    }

    private static long lastQuery(MigrationRun run) {
        return run.source(PrecopyInfoQueried.class).getLast().header().seq();
    }

    private static long lastEstimateBeforeStop(MigrationRun run) {
        List<VmmEstimated> estimates = run.source(VmmEstimated.class);
        // The very last one is said when the guest has stopped.
        return estimates.get(estimates.size() - 2).header().seq();
    }

    @Test
    void theSourceHearsOfARefusalOnlyWhereItListens() throws EventSourceException {
        List<Fault> refuses = List.of(new Fault.WriteFails((6 << 20) - 1, Errno.EFAULT));
        VmmSettings settings = MigrationRun.qemu(VmmRelease.V10_0);
        MigrationRun deaf = MigrationRun.of(settings, MigrationRun.faulty("nvme", List.of(), refuses));
        assertEquals(SourceVmm.End.COMPLETED, deaf.truth().sourceSays());
        assertEquals(Outcome.VM_LOST, deaf.truth().outcome());
        assertEquals(
                List.of(
                        "error while loading state section id 38(0000:00:02.0/vfio)",
                        "load of migration failed: Bad address"),
                deaf.destinationErrors());
        MigrationRun listening = MigrationRun.of(
                settings.withCapabilities(new Capabilities(true, false, false, false, false)),
                MigrationRun.faulty("nvme", List.of(), refuses));
        assertEquals(SourceVmm.End.FAILED, listening.truth().sourceSays());
        assertEquals(List.of("Sibling indicated error 1"), listening.sourceErrors());
    }

    @Test
    void multifdBuffersOvertakeEachOtherAndAreLoadedInOrder() throws EventSourceException {
        VmmSettings settings = MigrationRun.qemu(VmmRelease.V10_0)
                .withCapabilities(MULTIFD)
                .withBuffers(new Buffers(1 << 16, 40_000))
                .withDeviceChannels(new DeviceChannels(true, true, 3, OptionalLong.empty()));
        MigrationRun run = MigrationRun.of(settings, MigrationRun.healthy("net"), MigrationRun.healthy("nvme"));
        assertEquals(Outcome.COMPLETED, run.truth().outcome());
        for (int device = 2; device < 4; device++) {
            List<Long> incoming = indices(run, device, "incoming");
            List<Long> sorted = new ArrayList<>(incoming);
            Collections.sort(sorted);
            assertTrue(!incoming.equals(sorted), "buffers of device " + device + " came in order");
            List<Long> loaded = indices(run, device, "load_end");
            assertEquals(sorted.subList(0, loaded.size()), loaded);
        }
        List<Long> read = run.source(DataRead.class).stream()
                .map(event -> event.bytes().orElse(0))
                .filter(bytes -> bytes > 0)
                .toList();
        List<Long> written = run.destination(DataWritten.class).stream()
                .map(event -> event.bytes().orElse(0))
                .toList();
        assertEquals(
                read.stream().mapToLong(Long::longValue).sum(),
                written.stream().mapToLong(Long::longValue).sum());
        assertTrue(written.size() > read.size(), "chunks keep their borders");
    }

    private static List<Long> indices(MigrationRun run, int device, String step) {
        return run.destination(MultifdBufferSeen.class).stream()
                .filter(buffer ->
                        buffer.header().device() == device && buffer.step().equals(step))
                .map(MultifdBufferSeen::index)
                .toList();
    }

    @Test
    void aBoundedQueueRefusesWhatIsTooMuch() throws EventSourceException {
        DeviceChannels bounded = new DeviceChannels(true, true, 2, OptionalLong.of(100_000));
        VmmSettings settings =
                MigrationRun.qemu(VmmRelease.V10_1).withCapabilities(MULTIFD).withDeviceChannels(bounded);
        MigrationRun run = MigrationRun.of(settings, MigrationRun.healthy("nvme"));
        assertTrue(run.destinationErrors().getFirst().startsWith("NAME: queuing state buffer"));
        MigrationRun before = MigrationRun.of(
                MigrationRun.qemu(VmmRelease.V10_0).withCapabilities(MULTIFD).withDeviceChannels(bounded),
                MigrationRun.healthy("nvme"));
        assertEquals(Outcome.COMPLETED, before.truth().outcome());
    }

    @Test
    void aDestinationWithoutChannelsRefusesPackets() throws EventSourceException {
        VmmSettings settings = MigrationRun.qemu(VmmRelease.V10_0)
                .withCapabilities(MULTIFD)
                .withDeviceChannels(new DeviceChannels(true, false, 2, OptionalLong.empty()));
        MigrationRun run = MigrationRun.of(settings, MigrationRun.healthy("net"));
        assertTrue(
                run.destinationErrors().getFirst().endsWith("got device state packet but not doing multifd transfer"));
    }
}
