package dev.vfr.samples.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.ArcTable;
import dev.vfr.model.vfio.DeviceFeature;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.device.DeviceProfile.Sizes;
import dev.vfr.samples.host.SimulatedHost;
import dev.vfr.samples.kernel.PollBits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulatedDeviceTest {

    private static final int INITIAL = 1_000;
    private static final int STOP_COPY = 500;

    private final SimulatedHost host = new SimulatedHost(0, 0, new SplittableRandom(1));

    private SimulatedDevice device(MigrationFlags flags, Fault... faults) {
        Sizes sizes = new Sizes(flags.hasPreCopy() ? INITIAL : 0, 0, 0, STOP_COPY, 400);
        DeviceProfile profile = withFlagsAndSizes(Drivers.named("net"), flags, sizes);
        return new SimulatedDevice(profile, List.of(faults), host, new SplittableRandom(2));
    }

    private static DeviceProfile withFlagsAndSizes(DeviceProfile driver, MigrationFlags flags, Sizes sizes) {
        return new DeviceProfile(
                driver.type(),
                flags,
                driver.image(),
                sizes,
                driver.speed(),
                driver.saving(),
                driver.loading(),
                driver.dmaTracking(),
                driver.quirks(),
                driver.protocol());
    }

    private static int open(SimulatedDevice device, DeviceState state) {
        return device.setState(state.number())
                .asOptional()
                .orElseThrow()
                .orElseThrow(() -> new AssertionError("no data_fd in " + state));
    }

    private static byte[] drain(SimulatedDevice device, int dataFd) {
        ByteBuffer all = ByteBuffer.allocate(4 * (INITIAL + STOP_COPY));
        while (device.read(dataFd, all.remaining()) instanceof Answer.Done<StateData>(StateData data)
                && data.length() > 0) {
            assertTrue(data.length() <= 400);
            data.copyTo(all);
        }
        byte[] image = new byte[all.position()];
        all.get(0, image);
        return image;
    }

    @Test
    void everyRequestIsAnsweredAsTheCoreDoesForEveryCombinationOfFlags() {
        for (MigrationFlags flags : MigrationFlags.combinations()) {
            for (DeviceState from : DeviceState.values()) {
                if (from == DeviceState.RESUMING
                        || ArcTable.path(DeviceState.RUNNING, from, flags).isEmpty()) {
                    continue;
                }
                for (int to = 0; to <= 9; to++) {
                    SimulatedDevice device = device(flags);
                    device.setState(from.number());
                    int walkedBefore = device.walked().size();
                    Answer<OptionalInt> answer = device.setState(to);
                    String what = flags + ": " + from + " to " + to;
                    Optional<Errno> refusal = ArcTable.refusal(from, to, flags);
                    assertEquals(
                            refusal.map(Errno::number).orElse(0),
                            answer.result().code(),
                            what);
                    if (refusal.isEmpty()) {
                        List<DeviceState> path = ArcTable.path(
                                        from, DeviceState.ofNumber(to).orElseThrow(), flags)
                                .orElseThrow();
                        assertEquals(
                                path,
                                device.walked()
                                        .subList(
                                                walkedBefore - 1,
                                                device.walked().size()),
                                what);
                        assertEquals(
                                ArcTable.dataFdEffect(path).opens(),
                                answer.asOptional().orElseThrow().isPresent(),
                                what);
                    }
                }
            }
        }
    }

    @Test
    void preCopyGivesTheInitialBytesAndStopCopyTheRestThenZeroForEver() {
        SimulatedDevice device = device(MigrationFlags.ALL);
        int dataFd = open(device, DeviceState.PRE_COPY);
        assertEquals(INITIAL, info(device, dataFd).initialBytes());
        assertEquals(INITIAL, drain(device, dataFd).length);
        assertEquals(0, info(device, dataFd).initialBytes());
        assertEquals(Answer.failed(Errno.ENOMSG), device.read(dataFd, 10));
        assertEquals(Answer.done(0), device.poll(dataFd, PollBits.IN, OptionalLong.of(5)));
        device.setState(DeviceState.STOP_COPY.number());
        assertEquals(Answer.failed(Errno.EINVAL), device.precopyInfo(dataFd, 0));
        assertEquals(STOP_COPY + PlainImage.TRAILER_BYTES, drain(device, dataFd).length);
        assertEquals(0, device.read(dataFd, 10).asOptional().orElseThrow().length());
        assertEquals(Answer.done(PollBits.IN), device.poll(dataFd, PollBits.IN, OptionalLong.of(5)));
    }

    private static PrecopyInfo info(SimulatedDevice device, int dataFd) {
        return device.precopyInfo(dataFd, 0).asOptional().orElseThrow();
    }

    @Test
    void aSessionThatEndedSaysEnodevUntilItsFdIsClosed() {
        SimulatedDevice device = device(MigrationFlags.ALL);
        int dataFd = open(device, DeviceState.PRE_COPY);
        device.setState(DeviceState.RUNNING.number());
        assertEquals(Answer.failed(Errno.ENODEV), device.read(dataFd, 10));
        assertEquals(Answer.failed(Errno.EINVAL), device.precopyInfo(dataFd, 0));
        assertEquals(CallResult.OK, device.closeDataFd(dataFd));
        assertEquals(Answer.failed(Errno.EBADF), device.read(dataFd, 10));
        assertEquals(CallResult.of(Errno.EBADF), device.closeDataFd(dataFd));
    }

    @Test
    void aDataFdHasOneDirection() {
        SimulatedDevice device = device(MigrationFlags.ALL);
        int saving = open(device, DeviceState.PRE_COPY);
        assertEquals(Answer.failed(Errno.EBADF), device.write(saving, StateData.of(new byte[1])));
        int resuming = open(device, DeviceState.RESUMING);
        assertEquals(Answer.failed(Errno.EBADF), device.read(resuming, 1));
        assertEquals(Answer.failed(Errno.ENOTTY), device.precopyInfo(resuming, 0));
    }

    @Test
    void whatOneDeviceGaveAnotherTakesWhateverTheChunks() {
        SimulatedDevice source = device(MigrationFlags.ALL);
        byte[] image = drain(source, open(source, DeviceState.STOP_COPY));
        for (int chunk : new int[] {1, 7, 16, 24, 100, image.length}) {
            SimulatedDevice destination = device(MigrationFlags.ALL);
            load(destination, image, chunk);
            assertEquals(
                    CallResult.OK,
                    destination.setState(DeviceState.RUNNING.number()).result(),
                    "chunk " + chunk);
            assertTrue(!destination.lostState());
        }
    }

    @Test
    void whatIsMissingOrChangedIsRefusedWhenTheDeviceLeavesResuming() {
        SimulatedDevice source = device(MigrationFlags.ALL);
        byte[] image = drain(source, open(source, DeviceState.STOP_COPY));
        for (int at = 0; at < image.length; at += 11) {
            byte[] changed = image.clone();
            changed[at] ^= 1;
            refused(changed);
            refused(Arrays.copyOf(image, at));
        }
    }

    private void refused(byte[] image) {
        SimulatedDevice destination = device(MigrationFlags.ALL);
        load(destination, image, 64);
        assertEquals(Answer.failed(Errno.EINVAL), destination.setState(DeviceState.RUNNING.number()));
        assertEquals(Answer.done(DeviceState.RESUMING), destination.state());
        assertEquals(CallResult.OK, destination.reset());
        assertEquals(Answer.done(DeviceState.RUNNING), destination.state());
        assertTrue(destination.lostState());
    }

    private static void load(SimulatedDevice destination, byte[] image, int chunk) {
        int dataFd = open(destination, DeviceState.RESUMING);
        for (int at = 0; at < image.length; at += chunk) {
            int length = Math.min(chunk, image.length - at);
            assertEquals(
                    Answer.done(length),
                    destination.write(dataFd, StateData.of(image).slice(at, length)));
        }
    }

    @Test
    void anArcThatFailsLeavesTheDeviceOnThePathOrInError() {
        Arc arc = new Arc(DeviceState.RUNNING_P2P, DeviceState.STOP);
        SimulatedDevice onPath =
                device(MigrationFlags.ALL, new Fault.ArcFails(arc, Errno.EBUSY, DeviceState.RUNNING_P2P, 1));
        assertEquals(Answer.failed(Errno.EBUSY), onPath.setState(DeviceState.STOP_COPY.number()));
        assertEquals(Answer.done(DeviceState.RUNNING_P2P), onPath.state());
        assertTrue(onPath.setState(DeviceState.STOP_COPY.number()).result().isOk());

        SimulatedDevice broken = device(MigrationFlags.ALL, new Fault.ArcFails(arc, Errno.EIO, DeviceState.ERROR, 1));
        assertEquals(Answer.failed(Errno.EIO), broken.setState(DeviceState.STOP_COPY.number()));
        assertEquals(Answer.failed(Errno.EINVAL), broken.setState(DeviceState.RUNNING.number()));
        assertEquals(CallResult.OK, broken.reset());
        assertEquals(Answer.done(DeviceState.RUNNING), broken.state());
    }

    @Test
    void onlyTheOptInHidesTheCallersFlags() {
        SimulatedDevice device = device(MigrationFlags.ALL);
        int dataFd = open(device, DeviceState.PRE_COPY);
        assertEquals(
                0xff,
                device.precopyInfo(dataFd, 0xff).asOptional().orElseThrow().flags());
        assertEquals(CallResult.OK, device.enablePrecopyInfoV2());
        assertEquals(
                0, device.precopyInfo(dataFd, 0xff).asOptional().orElseThrow().flags());
    }

    @Test
    void dmaLoggingIsStartedOnceAndReportsOnlyWhileItRuns() {
        SimulatedDevice device = device(MigrationFlags.ALL);
        IovaRange range = new IovaRange(0, 1 << 20);
        assertEquals(CallResult.OK, device.probe(DeviceFeature.DMA_LOGGING_START.index()));
        assertEquals(Answer.failed(Errno.EINVAL), device.reportDirtyPages(range, 4096));
        assertEquals(CallResult.of(Errno.EINVAL), device.startDmaLogging(4096, List.of()));
        assertEquals(CallResult.of(Errno.EINVAL), device.startDmaLogging(0, List.of(range)));
        assertEquals(CallResult.OK, device.startDmaLogging(4096, List.of(range)));
        assertEquals(CallResult.of(Errno.EINVAL), device.startDmaLogging(4096, List.of(range)));
        assertTrue(device.reportDirtyPages(range, 4096).asOptional().orElseThrow() <= 256);
        assertEquals(CallResult.OK, device.stopDmaLogging());
    }
}
